/** Which of one's own runs are not over: told by a socket at each change, and by REST where there is none. */
import { get } from "../shared/api";
import { Line, type Message } from "../shared/line";

/** States by the ids of runs. */
export type OwnRuns = Readonly<Record<string, string>>;
interface Told extends Message { runs?: OwnRuns }

const PATIENCE = { first: 1000, longest: 60_000, silent: 60_000 }; // silent: three heartbeats missed
const POLL_MS = 15_000;

const listeners = new Set<(runs: OwnRuns) => void>();
let last: OwnRuns | null = null;

/** Hear of each change, and of what is so now once it is known. Returns how to hear no more. */
export function onOwnRuns(listener: (runs: OwnRuns) => void): () => void {
  listeners.add(listener);
  if (last) listener(last);
  return () => listeners.delete(listener);
}

function take(runs: OwnRuns): void {
  const same = last !== null && JSON.stringify(last) === JSON.stringify(runs);
  last = runs;
  if (!same) for (const listener of listeners) listener(runs);
}

/** Follow the runs of whoever is signed in, as long as the page is open. */
export function followOwnRuns(): void {
  const line = new Line<Told>(() => "/ws/me/", { message: ({ runs }) => runs && take(runs) }, PATIENCE);
  line.open();
  addEventListener("pagehide", () => line.hangUp()); // a page with an open socket would not be kept for the way back
  setInterval(() => {
    if (line.isOver) return;
    if (line.isOpen && line.isSilent) line.hangUp();
    if (!line.isOpen && !document.hidden) get<{ runs: OwnRuns }>("/api/v1/runs/going-on/").then(({ runs }) => take(runs), () => undefined); // the next round tries again
  }, POLL_MS);
}
