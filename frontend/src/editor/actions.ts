/** What people do to a design: each is one step of the history. */
import { addNode, connect, copy, move, nameOf, nodeAt, parentOf, paste, removeNodes, rename, renameRefusal, scopeAt, setParam } from "../graph/document";
import { newNode, shortName } from "../graph/adding";
import { applied } from "../graph/fixes";
import { arrangedAnew, below } from "../graph/flow";
import { spliced } from "../graph/rules";
import type { Design, Fix, Json } from "../graph/types";
import { useEditor } from "../store/editor";
import { renameSize, type Renamed } from "./inspector/sizes";

const now = useEditor.getState;

/** Add a block at a place, or below what is chosen and connected to it. */
export function addBlock(type: string, scope?: string, place?: [number, number]): void {
  const { design, registry, selected, change, set, readOnly } = now();
  const spec = registry[type];
  if (!spec || readOnly) return;
  const after = scope === undefined ? (selected.at(-1) ?? null) : null;
  const into = scope ?? (after ? parentOf(after) : "");
  if (!scopeAt(design, into)) return;
  const spot = place ?? below(design, into, after);
  let [grown, path] = addNode(design, into, shortName(type), newNode(spec, design.vars), spot);
  for (const pair of after ? spliced(grown, registry, after, path) : []) grown = connect(grown, into, pair);
  change(grown);
  set({ selected: [path] });
}

export function moved(places: Record<string, [number, number]>): void {
  const { design, change } = now();
  const real = Object.entries(places).filter(([path, [x, y]]) => design.layout[path]?.[0] !== x || design.layout[path]?.[1] !== y);
  if (real.length) change(move(design, Object.fromEntries(real)));
}

export function param(path: string, attr: string, value: Json | undefined): void {
  const { design, change } = now();
  if (JSON.stringify(nodeAt(design, path)?.[attr]) !== JSON.stringify(value)) change(setParam(design, path, attr, value));
}

export function applyFix(fix: Fix): void {
  const { design, change } = now();
  const mended = applied(design, fix);
  if (JSON.stringify(mended) !== JSON.stringify(design)) change(mended);
}

export function sizes(vars: Design["vars"], renamed?: Renamed): void {
  const { design, change } = now();
  change({ ...(renamed ? renameSize(design, renamed) : design), vars });
}

export function renamed(path: string, name: string): ReturnType<typeof renameRefusal> {
  const { design, change, set } = now();
  const refused = renameRefusal(design, path, name);
  if (refused || name === nameOf(path)) return refused;
  change(rename(design, path, name));
  const scope = parentOf(path);
  set({ selected: [scope ? `${scope}.${name}` : name] });
  return null;
}

export function removeChosen(): void {
  const { design, selected, change, set } = now();
  if (selected.length) change(removeNodes(design, selected));
  set({ selected: [] });
}

export function copyChosen(): void {
  const { design, selected, set } = now();
  const clip = copy(design, selected);
  if (clip) set({ clip });
}

export function pasteClip(): void {
  const { clip, design, selected, change, set, readOnly } = now();
  if (!clip || readOnly) return;
  const first = selected[0];
  const [grown, paths] = paste(design, first ? parentOf(first) : "", clip);
  change(grown);
  set({ selected: paths });
}

export function duplicateChosen(): void {
  copyChosen();
  pasteClip();
}

export function arrange(): void {
  const { design, change } = now();
  change(arrangedAnew(design));
}
