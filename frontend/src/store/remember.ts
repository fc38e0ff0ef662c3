/** Undo and redo over a reload: the last steps are kept for the tab, as long as the design is the one that they lead to. */
import { readDesign } from "../graph/adding";
import type { Design } from "../graph/types";
import { history, useEditor } from "./editor";

const MOST_STEPS = 60, MOST_TEXT = 2 * 2 ** 20; // characters; a tab has about five million
const WRITE_AFTER = 300; // milliseconds
const key = (id: string): string => `slamdunk-history-${id}`;

/** The same for two documents that differ in the order of parameters only, as a server may send them. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, one]) => [name, sorted(one)]));
}
const mark = (design: Design): string => JSON.stringify(sorted(design));

interface Kept { now: string; past: Design[]; future: Design[] }

const designs = (states: readonly { design?: Design }[]): Design[] => states.flatMap(({ design }) => (design ? [design] : []));

/** The nearest steps that fit: half of the room for what can be undone is never taken by what can be redone. */
function fitting(steps: readonly Design[], room: number): Design[] {
  const held: Design[] = [];
  let used = 0;
  for (const step of steps.slice(-MOST_STEPS).reverse()) {
    used += JSON.stringify(step).length;
    if (used > room) break;
    held.unshift(step);
  }
  return held;
}

function write(id: string): void {
  const { pastStates, futureStates } = history.getState();
  const kept: Kept = { now: mark(useEditor.getState().design), past: fitting(designs(pastStates), MOST_TEXT / 2), future: fitting(designs(futureStates), MOST_TEXT / 4) };
  try {
    sessionStorage.setItem(key(id), JSON.stringify(kept));
  } catch {
    sessionStorage.removeItem(key(id)); // a full store only costs the history
  }
}

/** Follow the history; returns how to stop. */
export function rememberHistory(id: string): () => void {
  let timer = 0;
  const later = (): void => { clearTimeout(timer); timer = window.setTimeout(() => write(id), WRITE_AFTER); };
  const leave = (): void => { if (timer) write(id); };
  const stop = history.subscribe(later);
  addEventListener("pagehide", leave);
  return () => { stop(); clearTimeout(timer); removeEventListener("pagehide", leave); };
}

/** Take up the history that leads to the design as it is now; anything else in the store is dropped. */
export function recallHistory(id: string): void {
  const kept = read(id);
  if (!kept || kept.now !== mark(useEditor.getState().design)) return;
  const states = (steps: Design[]): { design: Design }[] => steps.map((design) => ({ design }));
  history.setState({ pastStates: states(kept.past), futureStates: states(kept.future) });
}

function read(id: string): Kept | null {
  try {
    const held = JSON.parse(sessionStorage.getItem(key(id)) ?? "null") as Partial<Kept> | null;
    if (typeof held?.now !== "string" || !Array.isArray(held.past) || !Array.isArray(held.future)) return null;
    const steps = [held.past, held.future].map((list) => list.map((one) => readDesign(JSON.stringify(one))));
    if (steps.flat().includes(null)) return null;
    return { now: held.now, past: steps[0] as Design[], future: steps[1] as Design[] };
  } catch {
    return null;
  }
}
