/** Drawing a connection: legal ends light up, the others dim, and the one under the pointer says why before it is let go. */
import { useConnection, useReactFlow, type FinalConnectionState, type OnConnectStartParams } from "@xyflow/react";
import { useCallback } from "react";
import { connect } from "../graph/document";
import { endOf, type FlowNode } from "../graph/flow";
import { useEditor } from "../store/editor";
import { useOverlay } from "../store/overlay";
import { say } from "./notice";
import { useWhy } from "./why";

const gives = (node: FlowNode): boolean => !(node.data.role === "pin" && node.data.type === "out");
const takes = (node: FlowNode): boolean => !(node.data.role === "pin" && node.data.type === "in");

export function useConnecting(nodes: readonly FlowNode[]) {
  const { why } = useWhy();
  const onConnect = useCallback(({ source, target }: { source: string; target: string }) => {
    const [scope, from] = endOf(source), [, to] = endOf(target);
    const { design, change } = useEditor.getState();
    change(connect(design, scope, [from, to]));
  }, []);
  const onConnectStart = useCallback((_: unknown, { nodeId, handleType }: OnConnectStartParams) => {
    const backwards = handleType === "target";
    const ends = nodes.filter((node) => node.id !== nodeId && (backwards ? gives(node) : takes(node)));
    useOverlay.setState({ reasons: Object.fromEntries(ends.map(({ id }) => [id, backwards ? why(id, nodeId) : why(nodeId, id)])) });
  }, [nodes, why]);
  const onConnectEnd = useCallback((_: unknown, { fromHandle, toNode, isValid }: FinalConnectionState) => {
    useOverlay.setState({ reasons: null });
    if (isValid || !fromHandle || !toNode) return;
    const backwards = fromHandle.type === "target";
    const reason = why(backwards ? toNode.id : fromHandle.nodeId, backwards ? fromHandle.nodeId : toNode.id);
    if (reason) say(reason);
  }, [why]);
  const isValidConnection = useCallback((c: { source: string; target: string }) => why(c.source, c.target) === null, [why]);
  return { onConnect, onConnectStart, onConnectEnd, isValidConnection };
}

/** The reason beside an end that cannot take the connection that hangs over it. */
export function Hint() {
  const over = useConnection((c) => (c.inProgress && c.toHandle ? c.toHandle.nodeId : null));
  const reason = useOverlay((s) => (over && s.reasons ? s.reasons[over] : null));
  const { getInternalNode, flowToScreenPosition } = useReactFlow();
  const node = over ? getInternalNode(over) : undefined;
  if (!reason || !node) return null;
  const { x, y } = node.internals.positionAbsolute;
  const at = flowToScreenPosition({ x: x + (node.measured.width ?? 0), y });
  const left = Math.min(at.x + 10, innerWidth - 300);
  return <p className="ed-hint" role="tooltip" style={{ left, top: Math.max(70, at.y - 8) }}>{reason}</p>;
}
