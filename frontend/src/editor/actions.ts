/** What people do to a design: each is one step of the history. */
import { disconnect, join, move, nameOf, nodeAt, parentOf, removeNodes, rename, renameRefusal, scopeAt, setParam } from "../graph/document";
import i18next from "i18next";
import { alignedTo, spread, type Alignment, type Spread } from "../graph/align";
import { clipText, pasted, readClip, type ClipRefusal } from "../graph/clip";
import { removeComments } from "../graph/comments";
import { applied } from "../graph/fixes";
import { endOf, flowOf, placeOf } from "../graph/flow";
import { begun, followed, healed, inserted, outermost } from "../graph/mending";
import { movedInto, type MoveRefusal } from "../graph/moving";
import type { Design, Fix, Json } from "../graph/types";
import { comments, useComments } from "../store/comments";
import { useEditor } from "../store/editor";
import { refold, useFolded } from "../store/folded";
import { overlays, useOverlay, type EdgeAt, type Spot } from "../store/overlay";
import { say } from "./notice";
import { renameSize, type Renamed } from "./inspector/sizes";

const now = useEditor.getState;

/** Add a block at a place, or after what is chosen and connected to it. */
export function addBlock(type: string, scope?: string, place?: [number, number]): void {
  const { design, registry, selected } = now();
  const spec = registry[type], after = scope === undefined ? selected.at(-1) : undefined;
  if (!spec || (scope && !scopeAt(design, scope))) return;
  if (after && nodeAt(design, after)) return grown(followed(design, registry, after, type));
  grown(begun(design, registry, scope ?? "", type, place));
}

export function insertBlock(type: string, { scope, pair }: EdgeAt): void {
  const { design, registry } = now();
  grown(inserted(design, registry, scope, pair, type));
}

function grown([design, path]: [Design, string]): void {
  const { change, set, readOnly } = now();
  if (readOnly || !path) return;
  change(design);
  set({ selected: [path] });
  useOverlay.setState({ added: { path } });
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
  refold(path, join(parentOf(path), name));
  set({ selected: [join(parentOf(path), name)] });
  return null;
}

/** Delete the chosen blocks and edges; chains close over blocks with one input, unless gaps are wanted. */
export function removeChosen(gaps = false): void {
  const { design, registry, selected, change, set, readOnly } = now();
  const { edges } = overlays(), { chosen } = comments();
  if (readOnly || (!selected.length && !edges.length && !chosen.length)) return;
  const cut = removeComments(edges.reduce(cutEdge, design), chosen);
  change(gaps ? removeNodes(cut, outermost(selected)) : healed(cut, registry, selected));
  set({ selected: [] });
  useOverlay.setState({ edges: [] });
  useComments.setState({ chosen: [] });
}

/** An edge's id is made of its ends' ids. */
function cutEdge(design: Design, id: string): Design {
  const [source = "", target = ""] = id.split(">");
  const [scope, from] = endOf(source), [, to] = endOf(target);
  return disconnect(design, scope, [[from, to]]);
}

/** The chosen blocks as clipboard text. */
export function chosenText(): string | null {
  const { design, selected } = now();
  return clipText(design, selected);
}

/** Paste clipboard text beside what is chosen, or at a spot; returns the code of a refusal. */
export function pasteText(text: string, spot?: Pick<Spot, "scope" | "place">): ClipRefusal | null {
  const { design, selected, readOnly, change, set } = now();
  if (readOnly) return null;
  const held = readClip(text);
  if (typeof held === "string") return held;
  const scope = spot?.scope ?? (selected[0] ? parentOf(selected[0]) : "");
  const made = pasted(design, scope, held, spot?.place);
  if (typeof made === "string") return made;
  change(made[0]);
  set({ selected: made[1] });
  return null;
}

export function duplicateChosen(): ClipRefusal | null {
  const text = chosenText();
  return text === null ? null : pasteText(text);
}

/** Line up what is chosen; what lies in another frame than the first stays. */
export function line(how: Alignment | Spread): void {
  const { design, selected } = now();
  const scope = selected[0] ? parentOf(selected[0]) : "";
  const { nodes } = flowOf(design, useFolded.getState().paths);
  const held = nodes.filter(({ id, data }) => selected.includes(id) && data.scope === scope);
  const boxes = held.map(({ id, position, width, height }) => ({ id, ...position, width: width!, height: height! }));
  const places = how === "across" || how === "down" ? spread(boxes, how) : alignedTo(boxes, how);
  moved(Object.fromEntries(Object.entries(places).map(([id, at]) => [id, placeOf(nodes, id, at)])));
}

/** Move a block into another frame, or out of all; one step of the history. */
export function reframed(path: string, scope: string, place: [number, number]): MoveRefusal | null {
  const { design, registry, change, set, readOnly } = now();
  const made = movedInto(design, registry, path, scope, place);
  if (readOnly) return null;
  if (typeof made === "string") return made;
  change(made[0]);
  set({ selected: [made[1]] });
  return null;
}

/** Arrange everything; the layouter is large and comes when it is first asked for. */
export async function arrange(): Promise<void> {
  const { design } = now();
  try {
    const [{ default: Elk }, { layered }] = await Promise.all([import("elkjs/lib/elk.bundled.js"), import("../graph/layered")]);
    const made = await layered(design, new Elk());
    if (now().design !== design || JSON.stringify(made.layout) === JSON.stringify(design.layout)) return;
    now().change(made);
    useOverlay.setState((s) => ({ glide: s.glide + 1 }));
  } catch (error) {
    console.error(error);
    say(i18next.t("editing.arrangeFailed"));
  }
}
