/** Comments as React Flow draws them, beside the blocks; they are chosen, dragged and resized apart from these. */
import type { NodeChange } from "@xyflow/react";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { closed } from "../graph/closing";
import { commentAt, commentId, commentsOf, type Place } from "../graph/comments";
import type { FlowNode } from "../graph/flow";
import { comments, useComments } from "../store/comments";
import { useEditor } from "../store/editor";
import { commentsPlaced, cutsNow } from "./commenting";

const SPOKEN = 80; // characters of a comment that are its name

export function useCommentNodes(drawn: readonly FlowNode[]): FlowNode[] {
  const { t } = useTranslation();
  const held = useEditor((s) => commentsOf(s.design)), readOnly = useEditor((s) => s.readOnly);
  const { chosen, draft, live, writing } = useComments();
  const cuts = cutsNow(drawn as FlowNode[]);
  return useMemo(() => {
    const all = held.map(({ text, place: [x, y, ...size] }) => ({ text, place: [x, closed(cuts, y), ...size] as Place }));
    if (draft) all.push({ text: "", place: draft });
    return all.map(({ text, place }, at): FlowNode => {
      const [x, y, width, height] = live[at] ?? place, id = commentId(at);
      return {
        id, type: "comment", position: { x, y }, width, height, measured: { width, height }, zIndex: 3, data: { role: "comment", path: id, scope: "", type: "comment", name: "" },
        selected: chosen.includes(at), draggable: !readOnly && writing !== at, connectable: false, ariaLabel: t("comments.label", { text: text.slice(0, SPOKEN) }),
      };
    });
  }, [held, draft, live, chosen, cuts, readOnly, writing, t]);
}

/** Take up what happened to comments; returns the changes that are of blocks. */
export function commentChanges(changes: NodeChange<FlowNode>[], nodes: readonly FlowNode[]): NodeChange<FlowNode>[] {
  const mine = changes.filter((one) => "id" in one && commentAt(one.id) !== null);
  if (!mine.length) return changes;
  const chosen = new Set(comments().chosen), moved: Record<number, Place> = {};
  let dragging = false;
  for (const one of mine) {
    const at = commentAt((one as { id: string }).id)!;
    if (one.type === "select") one.selected ? chosen.add(at) : chosen.delete(at);
    if (one.type === "position" && one.position && !comments().resizing) {
      const node = nodes.find(({ id }) => id === one.id);
      if (node) moved[at] = [one.position.x, one.position.y, node.width!, node.height!];
      dragging ||= one.dragging === true;
    }
  }
  if (mine.some(({ type }) => type === "select")) useComments.setState({ chosen: [...chosen] });
  const locked = useEditor.getState().readOnly;
  if (Object.keys(moved).length && !locked) dragging ? useComments.setState({ live: moved }) : commentsPlaced(moved);
  return changes.filter((one) => !mine.includes(one));
}
