/** Where the right button and the double click lead. */
import type { Edge } from "@xyflow/react";
import { useMemo, type MouseEvent as ReactMouseEvent } from "react";
import type { FlowNode } from "../graph/flow";
import { commentAt } from "../graph/comments";
import { useComments } from "../store/comments";
import { useEditor } from "../store/editor";
import { overlays, useOverlay, type EdgeAt } from "../store/overlay";
import { writeComment } from "./commenting";
import { useSpots } from "./editing";
import { folding } from "./folding";

type Press = ReactMouseEvent | MouseEvent;

export function useMenus() {
  const spots = useSpots();
  return useMemo(() => {
    const at = (event: Press) => ({ x: event.clientX, y: event.clientY });
    const onCanvas = (event: Press): void => {
      event.preventDefault();
      overlays().open({ kind: "menu", at: at(event), target: "canvas", spot: spots(at(event)) });
    };
    const onNodeContextMenu = (event: Press, node: FlowNode): void => {
      const { selected, set } = useEditor.getState(), comment = commentAt(node.id);
      if (comment !== null) {
        event.preventDefault();
        set({ selected: [] });
        useComments.setState({ chosen: [comment] });
        return overlays().open({ kind: "menu", at: at(event), target: "comment", spot: { at: at(event) } });
      }
      if (node.data.role === "pin") return onCanvas(event);
      event.preventDefault();
      if (!selected.includes(node.id)) set({ selected: [node.id] });
      overlays().open({ kind: "menu", at: at(event), target: "node", spot: { at: at(event), after: node.id } });
    };
    const onEdgeContextMenu = (event: Press, edge: Edge): void => {
      event.preventDefault();
      useEditor.getState().set({ selected: [] });
      useOverlay.setState({ edges: [edge.id] });
      overlays().open({ kind: "menu", at: at(event), target: "edge", spot: { at: at(event), edge: edge.data as unknown as EdgeAt } });
    };
    const onSelectionContextMenu = (event: Press, nodes: FlowNode[]): void => { if (nodes[0]) onNodeContextMenu(event, nodes[0]); };
    const search = (event: Press): void => {
      if (!useEditor.getState().readOnly) overlays().open({ kind: "search", ...spots(at(event)) });
    };
    const onHead = (event: Press): boolean => (event.target as Element).closest(".ed-block-head") !== null;
    const onNodeDoubleClick = (event: Press, node: FlowNode): void => {
      if (node.data.role === "comment") writeComment(commentAt(node.id)!);
      else if (node.data.role === "folded" || (node.data.role === "frame" && onHead(event))) folding(node.id);
      else if (node.data.role === "frame") search(event);
    };
    const onEdgeDoubleClick = (event: Press): void => search(event);
    return { onNodeContextMenu, onEdgeContextMenu, onSelectionContextMenu, onPaneContextMenu: onCanvas, onNodeDoubleClick, onEdgeDoubleClick, search };
  }, [spots]);
}
