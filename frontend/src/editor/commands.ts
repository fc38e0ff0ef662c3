/** Everything that can be done to the canvas: one table for the keys, the menus and the sheet of shortcuts. */
import type { ReactFlowInstance } from "@xyflow/react";
import type { ClipRefusal } from "../graph/clip";
import { nodeAt } from "../graph/document";
import { COMPOSITE } from "../graph/composites";
import { siblings } from "../graph/mending";
import { openCard } from "../store/cards";
import { comments, useComments } from "../store/comments";
import { redo, undo, useEditor } from "../store/editor";
import { openTour } from "../store/tour";
import { overlays, useOverlay, type Spot } from "../store/overlay";
import { startComment, writeComment } from "./commenting";
import { expandChosen, gatherChosen } from "./own/actions";
import { nextHeat, useView } from "../store/view";
import i18next from "i18next";
import { say } from "./notice";
import { folding, foldingAll } from "./folding";
import { takeApart, wrapChosen } from "./repeating";
import { arrange, chosenText, duplicateChosen, line, pasteText, removeChosen } from "./actions";

export interface Context {
  flow: ReactFlowInstance;
  save: () => void;
  flush: () => Promise<void>; // save, and then
  spot: () => Spot; // where the pointer is, or the middle of the canvas
  complain: (refusal: ClipRefusal | "clip_denied" | null) => void;
}

export interface Command {
  id: string;
  combos: string[];
  edits?: boolean; // not for a design that is only read
  chosen?: number; // how many blocks must be chosen
  anywhere?: boolean; // also while a field has the keyboard
  native?: boolean; // the browser's own keys bring it as an event
  onBlock?: string[]; // combos that count while the keyboard is on the very block that is chosen
  comment?: boolean; // a single comment must be chosen
  container?: boolean; // the chosen block must be a frame
  frame?: string; // of this type
  run: (context: Context) => void;
}

const now = useEditor.getState;
/** The whole design in view, clear of what stands above it. */
export const WHOLE = { padding: { top: "60px", bottom: "3%", x: "12%" }, maxZoom: 1 } as const;
/** How long a movement of the view takes; none where less motion is wanted. */
export const calm = (): number => (matchMedia("(prefers-reduced-motion: reduce)").matches ? 0 : 250); // milliseconds

export function copyByMenu({ complain }: Context, after?: () => void): void {
  const text = chosenText();
  if (text !== null) navigator.clipboard.writeText(text).then(after, () => complain("clip_denied"));
}

function pasteByMenu({ complain, spot }: Context): void {
  const { scope, place } = spot();
  const at = { ...(scope === undefined ? {} : { scope }), ...(place ? { place } : {}) };
  navigator.clipboard.readText().then((text) => complain(pasteText(text, at)), () => complain("clip_denied"));
}

function zoom({ flow }: Context): void {
  const nodes = now().selected.map((id) => ({ id }));
  void flow.fitView({ ...(nodes.length ? { nodes, maxZoom: 1.2, padding: 0.4 } : WHOLE), duration: calm() });
}

/** Where the context menu opens when no pointer calls it: at the chosen edge or block. */
function menu(): void {
  const chosen = now().selected.at(-1), edge = overlays().edges.at(-1);
  const selector = chosen ? `.react-flow__node[data-id="${CSS.escape(chosen)}"]` : edge ? `.react-flow__edge[data-id="${CSS.escape(edge)}"] path` : ".ed-canvas";
  const box = document.querySelector(selector)?.getBoundingClientRect();
  if (!box) return;
  const at = { x: box.x + Math.min(box.width / 2, 40), y: box.y + Math.min(box.height / 2, 40) };
  const target = chosen ? "node" : edge ? "edge" : "canvas";
  overlays().open({ kind: "menu", at, target, spot: { at, ...(chosen ? { after: chosen } : {}) } });
}

const aligning = (how: Parameters<typeof line>[0]): Command => ({ id: how, combos: [], edits: true, chosen: how === "across" || how === "down" ? 3 : 2, run: () => line(how) });

export const COMMANDS: readonly Command[] = [
  { id: "search", combos: ["/"], edits: true, run: ({ spot }) => overlays().open({ kind: "search", ...spot() }) },
  { id: "connect", combos: ["KeyC"], edits: true, chosen: 1, run: () => overlays().open({ kind: "connect", from: now().selected[0]! }) },
  { id: "remove", combos: ["Delete", "Backspace"], edits: true, run: () => removeChosen() },
  { id: "gap", combos: ["Shift+Delete", "Shift+Backspace"], edits: true, run: () => removeChosen(true) },
  { id: "copy", combos: ["Mod+KeyC"], chosen: 1, native: true, run: (context) => copyByMenu(context) },
  { id: "cut", combos: ["Mod+KeyX"], chosen: 1, edits: true, native: true, run: (context) => copyByMenu(context, () => removeChosen()) },
  { id: "paste", combos: ["Mod+KeyV"], edits: true, native: true, run: pasteByMenu },
  { id: "duplicate", combos: ["Mod+KeyD"], edits: true, chosen: 1, run: ({ complain }) => complain(duplicateChosen()) },
  { id: "all", combos: ["Mod+KeyA"], run: () => now().set({ selected: siblings(now().design, now().selected[0]) }) },
  { id: "nothing", combos: ["Escape"], run: () => { now().set({ selected: [] }); useOverlay.setState({ edges: [] }); useComments.setState({ chosen: [] }); } },
  { id: "undo", combos: ["Mod+KeyZ"], edits: true, run: undo },
  { id: "redo", combos: ["Mod+Shift+KeyZ", "Mod+KeyY"], edits: true, run: redo },
  ...(["left", "centre", "right", "top", "middle", "bottom", "across", "down"] as const).map(aligning),
  { id: "arrange", combos: ["KeyL"], edits: true, run: () => void arrange() },
  { id: "card", combos: ["KeyI"], chosen: 1, run: () => { const node = nodeAt(now().design, now().selected.at(-1)!); if (node) openCard(node.type); } },
  { id: "comment", combos: ["KeyN"], edits: true, run: ({ flow, spot }) => startComment(flow.screenToFlowPosition(spot().at)) },
  { id: "editComment", combos: [], onBlock: ["Enter"], edits: true, comment: true, run: () => writeComment(comments().chosen[0]) },
  { id: "fold", combos: ["KeyO"], onBlock: ["Enter", "Space"], chosen: 1, container: true, run: () => folding(now().selected[0]!) },
  { id: "wrap", combos: ["KeyR"], edits: true, chosen: 1, run: wrapChosen },
  { id: "unwrap", combos: ["Shift+KeyR"], edits: true, chosen: 1, container: true, frame: "Repeat", run: () => takeApart(false) },
  { id: "unroll", combos: [], edits: true, chosen: 1, container: true, frame: "Repeat", run: () => takeApart(true) },
  { id: "gather", combos: ["KeyG"], edits: true, chosen: 1, run: gatherChosen },
  { id: "expand", combos: ["Shift+KeyG"], edits: true, chosen: 1, container: true, frame: COMPOSITE, run: expandChosen },
  { id: "foldAll", combos: ["Shift+KeyO"], run: foldingAll },
  { id: "find", combos: ["Mod+KeyF"], run: () => overlays().open({ kind: "find" }) },
  { id: "zoom", combos: ["KeyF"], run: zoom },
  { id: "whole", combos: ["Digit1"], run: ({ flow }) => void flow.fitView({ ...WHOLE, duration: calm() }) },
  { id: "heat", combos: ["KeyH"], run: () => say(i18next.t("facts.heat") + ": " + i18next.t(`facts.heats.${nextHeat()}`)) },
  { id: "shapes", combos: ["KeyS"], run: () => { const { shapes, look } = useView.getState(); look({ shapes: !shapes }); } },
  { id: "menu", combos: ["Shift+F10", "ContextMenu"], run: menu },
  { id: "save", combos: ["Mod+KeyS"], edits: true, anywhere: true, run: ({ save }) => save() },
  { id: "name", combos: ["Mod+Shift+KeyS"], edits: true, anywhere: true, run: () => overlays().open({ kind: "versions", naming: true }) },
  { id: "compare", combos: ["KeyD"], run: () => overlays().open({ kind: "compare" }) },
  { id: "tour", combos: ["KeyT"], edits: true, run: () => { openTour(now().id); requestAnimationFrame(() => document.getElementById("tour-title")?.focus()); } },
  { id: "keys", combos: ["?"], run: () => overlays().open({ kind: "keys" }) },
];

export const command = (id: string): Command => COMMANDS.find((one) => one.id === id)!;

export function possible({ edits, chosen = 0, container, frame, comment }: Command): boolean {
  const { readOnly, selected, design } = now();
  if (comment && comments().chosen.length !== 1) return false;
  if (frame && nodeAt(design, selected[0] ?? "")?.type !== frame) return false;
  if (container && (selected.length !== 1 || !nodeAt(design, selected[0]!)?.nodes)) return false;
  return !(edits && readOnly) && selected.length >= chosen;
}
