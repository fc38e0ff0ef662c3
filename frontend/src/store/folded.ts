/** Which frames are folded. A thing of who looks, not of the design: kept by the browser, and in no history. */
import { create } from "zustand";
import { NONE, type Folded } from "../graph/flow";
import { inside, nodeAt, walk } from "../graph/document";
import { useEditor } from "./editor";

const MOST = 500, LONGEST = 600; // paths, and characters of one
const key = (id: string): string => `slamdunk-folded-${id}`;

interface FoldedState { id: string; paths: Folded }
export const useFolded = create<FoldedState>()(() => ({ id: "", paths: NONE }));

function put(paths: Iterable<string>): void {
  const { id } = useFolded.getState(), held = [...paths].slice(-MOST);
  useFolded.setState({ paths: new Set(held) });
  try {
    held.length ? localStorage.setItem(key(id), JSON.stringify(held)) : localStorage.removeItem(key(id));
  } catch {
    // a full store, or none: frames are open after a reload
  }
}

/** Take up what was folded when the design was last looked at here. */
export function recallFolded(id: string): void {
  useFolded.setState({ id, paths: new Set(read(id)) });
}

function read(id: string): string[] {
  try {
    const held: unknown = JSON.parse(localStorage.getItem(key(id)) ?? "[]");
    return Array.isArray(held) ? held.filter((path): path is string => typeof path === "string" && path.length <= LONGEST).slice(-MOST) : [];
  } catch {
    return [];
  }
}

/** Fold a frame or open it. What was chosen inside gives way to the frame itself. */
export function fold(path: string, on: boolean): void {
  const { paths } = useFolded.getState(), { design, selected, set } = useEditor.getState();
  if (paths.has(path) === on || !nodeAt(design, path)?.nodes) return;
  put(on ? [...paths, path] : [...paths].filter((one) => one !== path));
  const hidden = (one: string): boolean => one !== path && inside(one, path);
  if (on && selected.some(hidden)) set({ selected: [...new Set(selected.map((one) => (hidden(one) ? path : one)))] });
}

export const toggleFold = (path: string): void => fold(path, !useFolded.getState().paths.has(path));

/** Fold every frame that lies in no other; if they are folded, open all. */
export function foldAll(): void {
  const { design, selected, set } = useEditor.getState(), { paths } = useFolded.getState();
  const outer = walk(design).filter(([path, node]) => node.nodes && !path.includes(".")).map(([path]) => path);
  if (outer.every((path) => paths.has(path))) return put([]);
  put([...paths, ...outer.filter((path) => !paths.has(path))]);
  set({ selected: [...new Set(selected.map((one) => outer.find((path) => inside(one, path)) ?? one))] });
}

/** What was folded under one path is folded under another from now on. */
export function refold(from: string, to: string): void {
  const { paths } = useFolded.getState();
  if ([...paths].some((path) => inside(path, from))) put([...paths].map((path) => (inside(path, from) ? to + path.slice(from.length) : path)));
}

/** Open whatever hides a block that is chosen; returns how to stop. */
export function openChosen(): () => void {
  return useEditor.subscribe(({ selected }, before) => {
    if (selected === before.selected) return;
    const { paths } = useFolded.getState();
    const hides = (path: string): boolean => selected.some((one) => one !== path && inside(one, path));
    if ([...paths].some(hides)) put([...paths].filter((path) => !hides(path)));
  });
}
