/** Where on the page a task of the tour is done: what is lit up, and how one gets there. */
import type { ReactFlowInstance } from "@xyflow/react";
import type { Where } from "../../graph/tour";
import { useEditor } from "../../store/editor";
import { calm } from "../commands";

const node = (path: string): string => `.react-flow__node[data-id="${CSS.escape(path)}"]`;
const FIELD = (attr: string): string => `.ed-right [data-field="${CSS.escape(attr)}"]`;

/** The selectors of what to light up; of a field whose block is not chosen, the block. */
export function litUp(where: Where, selected: readonly string[], sizes: readonly string[]): string[] {
  if (where.kind === "palette") return [`.ed-left [data-type="${CSS.escape(where.type)}"]`, ...(where.after !== null && selected.at(-1) !== where.after ? [node(where.after)] : [])];
  if (where.kind === "nodes") return where.paths.map(node);
  if (where.kind === "field") return selected.length === 1 && selected[0] === where.path ? [FIELD(where.attr)] : [node(where.path)];
  if (where.kind === "size") return [sizeRow(where.name, sizes)];
  return [".ed-right .ed-problems"];
}

function sizeRow(name: string, sizes: readonly string[]): string {
  const at = sizes.indexOf(name);
  return at < 0 ? ".ed-right .ed-new-size" : `.ed-right .ed-sizes > li:nth-child(${at + 1})`;
}

/** Bring a person there, with the keyboard where the work is. Nothing is done for them. */
export function bring(where: Where, flow: ReactFlowInstance): void {
  const { set, design, selected } = useEditor.getState();
  if (where.kind === "size" || where.kind === "report") set({ selected: [] });
  if (where.kind === "field") set({ selected: [where.path] });
  if (where.kind === "palette" && where.after !== null) set({ selected: [where.after] }); // a new block follows what is chosen
  const paths = where.kind === "field" ? [where.path] : where.kind === "nodes" ? where.paths : where.kind === "palette" && where.after !== null ? [where.after] : [];
  if (paths.length) {
    void flow.fitView({ nodes: paths.map((id) => ({ id })), maxZoom: 1, padding: 0.5, duration: calm() });
  }
  const chosen = where.kind === "field" ? [where.path] : where.kind === "size" ? [] : selected;
  requestAnimationFrame(() => requestAnimationFrame(() => { // the panel of what is chosen is drawn first
    const place = document.querySelector<HTMLElement>(litUp(where, chosen, Object.keys(design.vars))[0] ?? "#none");
    const control = place?.matches("button") ? place : place?.querySelector<HTMLElement>("input, select, button[role=switch]");
    place?.scrollIntoView({ block: "nearest" });
    const inputs = where.kind === "size" ? place?.querySelectorAll<HTMLElement>("input") : undefined;
    (inputs?.[inputs.length - 1] ?? control ?? place)?.focus({ preventScroll: true });
  }));
}
