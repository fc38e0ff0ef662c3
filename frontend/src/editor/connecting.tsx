/** Drawing a connection: legal ends light up, the others dim, and the one under the pointer says why before it is let go. */
import { useConnection, useReactFlow, useStore, useStoreApi, type FinalConnectionState, type OnConnectStartParams } from "@xyflow/react";
import { useCallback, useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import { endOf, type FlowNode } from "../graph/flow";
import { joined } from "../graph/mending";
import { useEditor } from "../store/editor";
import { useOverlay } from "../store/overlay";
import { say } from "./notice";
import { useWhy } from "./why";

const gives = (node: FlowNode): boolean => !(node.data.role === "pin" && node.data.type === "out");
const takes = (node: FlowNode): boolean => !(node.data.role === "pin" && node.data.type === "in");

export function useConnecting(nodes: () => readonly FlowNode[]) {
  const { why } = useWhy();
  const { t } = useTranslation();
  const { setState } = useStoreApi(), tapped = useRef<OnConnectStartParams | null>(null);
  const onConnect = useCallback(({ source, target }: { source: string; target: string }) => {
    const [scope, from] = endOf(source), [, to] = endOf(target);
    const { design, registry, change } = useEditor.getState();
    tapped.current = null;
    change(joined(design, registry, scope, [from, to]));
  }, []);
  const onConnectStart = useCallback((_: unknown, { nodeId, handleType }: OnConnectStartParams) => {
    const backwards = handleType === "target";
    const ends = nodes().filter((node) => node.id !== nodeId && (backwards ? gives(node) : takes(node)));
    useOverlay.setState({ reasons: Object.fromEntries(ends.map(({ id }) => [id, backwards ? why(id, nodeId) : why(nodeId, id)])) });
  }, [nodes, why]);
  const onConnectEnd = useCallback((_: unknown, { fromHandle, toNode, isValid }: FinalConnectionState) => {
    useOverlay.setState({ reasons: null });
    if (isValid || !fromHandle || !toNode) return;
    const backwards = fromHandle.type === "target";
    const reason = why(backwards ? toNode.id : fromHandle.nodeId, backwards ? fromHandle.nodeId : toNode.id);
    if (reason) say(reason);
  }, [why]);
  const onClickConnectStart = useCallback((_: unknown, start: OnConnectStartParams) => {
    tapped.current = start;
    onConnectStart(_, start);
    say(t(start.handleType === "target" ? "editing.tapSource" : "editing.tapTarget", { name: endOf(start.nodeId ?? "")[1] }));
  }, [onConnectStart, t]);
  const onClickConnectEnd = useCallback((event: MouseEvent | TouchEvent) => {
    const from = tapped.current, to = (event.target as Element).closest<HTMLElement>(".react-flow__handle")?.dataset.nodeid;
    tapped.current = null;
    useOverlay.setState({ reasons: null });
    if (!from?.nodeId || !to || to === from.nodeId) return say("");
    const reason = from.handleType === "target" ? why(to, from.nodeId) : why(from.nodeId, to);
    if (reason) say(reason);
  }, [why]);
  const giveUp = useCallback((): void => {
    tapped.current = null;
    setState({ connectionClickStartHandle: null });
    useOverlay.setState({ reasons: null });
    say("");
  }, [setState]);
  const gone = useStore(({ connectionClickStartHandle: from, nodeLookup }) => from !== null && !nodeLookup.has(from.nodeId));
  useEffect(() => { if (gone) giveUp(); }, [gone, giveUp]); // or the next tap would end there instead of starting anew
  useEffect(() => {
    const key = (event: KeyboardEvent): void => { if (event.key === "Escape" && tapped.current) giveUp(); };
    addEventListener("keydown", key);
    return () => removeEventListener("keydown", key);
  }, [giveUp]);
  const isValidConnection = useCallback((c: { source: string; target: string }) => why(c.source, c.target) === null, [why]);
  return { onConnect, onConnectStart, onConnectEnd, onClickConnectStart, onClickConnectEnd, isValidConnection };
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
