/** Dragging a block from the palette over the canvas: the edge under it lights up and takes it in. */
import { useReactFlow } from "@xyflow/react";
import { useEffect, useRef, type DragEvent } from "react";
import { NODE_H, NODE_W, placeAt, type FlowNode } from "../graph/flow";
import { insertRefusal } from "../graph/mending";
import type { Pair } from "../graph/document";
import { useEditor } from "../store/editor";
import { overlays, useOverlay, type EdgeAt } from "../store/overlay";
import { addBlock, insertBlock } from "./actions";
import { BLOCK_MIME } from "./palette/palette-model";
import { say } from "./notice";
import { useWhy } from "./why";

/** The edge under a point of the window, if one is drawn there and no block lies on it. */
export function edgeUnder(x: number, y: number): string | null {
  const stack = document.elementsFromPoint(x, y);
  const top = stack[0]; // the ends of blocks reach far over short edges
  if (top?.closest(".ed-block, .ed-pin") && !top.matches(".react-flow__handle")) return null;
  const found = stack.map((element) => element.closest<SVGElement>(".react-flow__edge")).find(Boolean);
  return found?.dataset.id ?? null;
}

export function useDropping(nodes: () => readonly FlowNode[], edgeOf: (id: string) => EdgeAt | null) {
  const { screenToFlowPosition } = useReactFlow();
  const dragged = useRef(""); // browsers hide what is dragged until it is dropped
  const { sentence } = useWhy();
  useEffect(() => {
    const start = (event: Event): void => { dragged.current = (event.target instanceof HTMLElement && event.target.dataset.type) || ""; };
    const end = (): void => useOverlay.setState({ over: null });
    addEventListener("dragstart", start);
    addEventListener("dragend", end);
    return () => { removeEventListener("dragstart", start); removeEventListener("dragend", end); };
  }, []);
  const refusalOn = (edge: EdgeAt, type: string) => {
    const { design, registry } = useEditor.getState();
    return insertRefusal(design, registry, edge.scope, edge.pair as Pair, type);
  };
  const onDragOver = (event: DragEvent): void => {
    if (!event.dataTransfer.types.includes(BLOCK_MIME) || useEditor.getState().readOnly) return;
    event.preventDefault();
    const id = edgeUnder(event.clientX, event.clientY), had = overlays().over;
    if ((had?.edge ?? null) === id) return;
    const edge = id && edgeOf(id);
    useOverlay.setState({ over: edge ? { edge: id, refused: refusalOn(edge, dragged.current) !== null } : null });
  };
  const onDrop = (event: DragEvent): void => {
    const type = event.dataTransfer.getData(BLOCK_MIME);
    useOverlay.setState({ over: null });
    if (!type || useEditor.getState().readOnly) return;
    event.preventDefault();
    const id = edgeUnder(event.clientX, event.clientY), edge = id ? edgeOf(id) : null;
    const refused = edge && refusalOn(edge, type);
    if (edge && !refused) return insertBlock(type, edge);
    const { scope, place } = placeAt(nodes(), screenToFlowPosition({ x: event.clientX, y: event.clientY }));
    addBlock(type, scope, centred(scope, place));
    if (refused) say(sentence(refused));
  };
  return { onDragEnter: onDragOver, onDragOver, onDrop };
}

/** A block's place for its middle to lie where a person points; inside a frame never beyond its corner. */
export function centred(scope: string, [x, y]: [number, number]): [number, number] {
  const least = scope ? 0 : -Infinity;
  return [Math.max(least, x - NODE_W / 2), Math.max(least, y - NODE_H / 2)];
}
