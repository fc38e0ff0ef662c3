/** The drawing: React Flow over the design. The store holds the truth; only what is being dragged is held here. */
import { Background, BackgroundVariant, Controls, MiniMap, ReactFlow, useReactFlow, type Edge, type EdgeChange, type FinalConnectionState, type NodeChange } from "@xyflow/react";
import { useCallback, useMemo, useState, type DragEvent } from "react";
import { useTranslation } from "react-i18next";
import { connect, disconnect, removeNodes, type Pair } from "../graph/document";
import { endOf, flowOf, layoutPlace, placeAt, NODE_H, NODE_W, type FlowNode } from "../graph/flow";
import { refusal } from "../graph/rules";
import { nodeTypes } from "../nodes/block-node";
import { useEditor } from "../store/editor";
import { addBlock, moved } from "./actions";
import { BLOCK_MIME } from "./palette/palette-model";
import { say } from "./notice";

type Places = Record<string, { x: number; y: number }>;

function useDrawing() {
  const design = useEditor((s) => s.design);
  const selected = useEditor((s) => s.selected);
  const readOnly = useEditor((s) => s.readOnly);
  const [dragged, setDragged] = useState<Places>({});
  const [edgesChosen, setEdgesChosen] = useState<string[]>([]);
  const flow = useMemo(() => flowOf(design), [design]);
  const nodes = useMemo(
    () => flow.nodes.map((node) => ({
      ...node,
      measured: { width: node.width!, height: node.height! },
      position: (Object.hasOwn(dragged, node.id) && dragged[node.id]) || node.position,
      selected: selected.includes(node.id),
      draggable: !readOnly && node.data.role !== "pin",
      selectable: node.data.role !== "pin",
      ariaLabel: `${node.data.type} ${node.data.name}`,
    })),
    [flow, dragged, selected, readOnly],
  );
  const edges = useMemo(() => flow.edges.map((edge) => ({ ...edge, selected: edgesChosen.includes(edge.id) })), [flow, edgesChosen]);
  return { nodes, edges, setDragged, setEdgesChosen, readOnly };
}

function useConnecting() {
  const { t } = useTranslation();
  const why = useCallback((source: string | null, target: string | null): string | null => {
    if (!source || !target) return null;
    const { design, registry } = useEditor.getState();
    const [scope, from] = endOf(source), [other, to] = endOf(target);
    const found = scope === other ? refusal(design, registry, scope, [from, to]) : { code: "other_scope", values: { from, to } };
    if (!found) return null;
    const { given, wanted, ...rest } = found.values as Record<string, string>;
    const kinds = given && wanted ? { given: t(`editor.kind.${given}`), wanted: t(`editor.kind.${wanted}`) } : {};
    return t(`editor.refusal.${found.code}`, { ...rest, ...kinds });
  }, [t]);
  const onConnect = useCallback(({ source, target }: { source: string; target: string }) => {
    const [scope, from] = endOf(source), [, to] = endOf(target);
    const { design, change } = useEditor.getState();
    change(connect(design, scope, [from, to]));
  }, []);
  const onConnectEnd = useCallback((_: unknown, { fromHandle, toNode, isValid }: FinalConnectionState) => {
    if (isValid || !fromHandle || !toNode) return;
    const backwards = fromHandle.type === "target";
    const reason = why(backwards ? toNode.id : fromHandle.nodeId, backwards ? fromHandle.nodeId : toNode.id);
    if (reason) say(reason);
  }, [why]);
  const isValidConnection = useCallback((c: { source: string; target: string }) => why(c.source, c.target) === null, [why]);
  return { onConnect, onConnectEnd, isValidConnection };
}

export function Canvas() {
  const { t } = useTranslation();
  const { nodes, edges, setDragged, setEdgesChosen, readOnly } = useDrawing();
  const { screenToFlowPosition } = useReactFlow();
  const connecting = useConnecting();
  const dark = document.documentElement.dataset.theme === "dark";

  const onNodesChange = useCallback((changes: NodeChange<FlowNode>[]) => {
    const { selected, set, readOnly: locked } = useEditor.getState();
    const chosen = new Set(selected), places: Places = {}, settled: Places = {};
    for (const c of changes) {
      if (c.type === "select") c.selected ? chosen.add(c.id) : chosen.delete(c.id);
      if (c.type === "position" && c.position && !locked) (c.dragging ? places : settled)[c.id] = c.position;
    }
    if (changes.some((c) => c.type === "select")) set({ selected: [...chosen] });
    if (Object.keys(places).length) setDragged((was) => ({ ...was, ...places }));
    if (Object.keys(settled).length) {
      moved(Object.fromEntries(Object.entries(settled).map(([id, at]) => [id, layoutPlace(endOf(id)[0], at, isFrame(nodes, id))])));
      setDragged({});
    }
  }, [nodes, setDragged]);

  const onEdgesChange = useCallback((changes: EdgeChange[]) => {
    setEdgesChosen((was) => {
      const chosen = new Set(was);
      for (const c of changes) if (c.type === "select") c.selected ? chosen.add(c.id) : chosen.delete(c.id);
      return [...chosen];
    });
  }, [setEdgesChosen]);

  const onDelete = useCallback(({ nodes: gone, edges: cut }: { nodes: FlowNode[]; edges: Edge[] }) => {
    const { design, change, set } = useEditor.getState();
    let left = design;
    for (const edge of cut) left = disconnect(left, String(edge.data?.scope ?? ""), [edge.data?.pair as Pair]);
    change(removeNodes(left, gone.map((node) => node.id)));
    set({ selected: [] });
  }, []);

  const onDrop = (event: DragEvent): void => {
    const type = event.dataTransfer.getData(BLOCK_MIME);
    if (!type || readOnly) return;
    event.preventDefault();
    const point = screenToFlowPosition({ x: event.clientX, y: event.clientY });
    const { scope, place } = placeAt(nodes, point);
    addBlock(type, scope, [Math.max(scope ? 0 : -Infinity, place[0] - NODE_W / 2), Math.max(scope ? 0 : -Infinity, place[1] - NODE_H / 2)]);
  };
  const onDragOver = (event: DragEvent): void => { if (event.dataTransfer.types.includes(BLOCK_MIME) && !readOnly) event.preventDefault(); };

  return (
    <div className="ed-canvas" onDrop={onDrop} onDragOver={onDragOver} aria-label={t("editor.canvas")} role="region">
      <ReactFlow
        nodes={nodes} edges={edges} nodeTypes={nodeTypes}
        onNodesChange={onNodesChange} onEdgesChange={onEdgesChange} onDelete={onDelete} {...connecting}
        deleteKeyCode={readOnly ? null : ["Delete", "Backspace"]} nodesConnectable={!readOnly}
        colorMode={dark ? "dark" : "light"} fitView fitViewOptions={{ padding: 0.12, maxZoom: 1 }} minZoom={0.1} maxZoom={2}
        connectionRadius={28} elevateNodesOnSelect={false} multiSelectionKeyCode={["Shift", "Meta", "Control"]} proOptions={{ hideAttribution: false }}
      >
        <Background variant={BackgroundVariant.Dots} gap={20} size={1.4} color="var(--line-strong)" />
        <Controls showInteractive={false} />
        <MiniMap pannable zoomable nodeColor={(node) => (node.type === "frame" ? "var(--line)" : "var(--muted)")} maskColor="color-mix(in oklab, var(--bg), transparent 35%)" />
      </ReactFlow>
      {nodes.every((node) => node.data.role === "pin") && <p className="ed-empty">{t(readOnly ? "editor.emptyReadOnly" : "editor.empty")}</p>}
    </div>
  );
}

const isFrame = (nodes: readonly FlowNode[], id: string): boolean => nodes.find((node) => node.id === id)?.data.role === "frame";
