/** The drawing: React Flow over the design. The store holds the truth; only what is being dragged is held here. */
import { Background, BackgroundVariant, ControlButton, Controls, MiniMap, ReactFlow, type EdgeChange, type NodeChange } from "@xyflow/react";
import { Keyboard, Plus } from "lucide-react";
import { useCallback, useMemo, useState, type MouseEvent as ReactMouseEvent } from "react";
import { useTranslation } from "react-i18next";
import { flowOf, type FlowNode } from "../graph/flow";
import { nodeTypes } from "../nodes/block-node";
import { useEditor } from "../store/editor";
import { overlays, useOverlay, type EdgeAt } from "../store/overlay";
import { Hint, useConnecting } from "./connecting";
import { Guides, useDragging, type Places } from "./dragging";
import { useDropping } from "./dropping";
import { useGlide } from "./glide";
import { useMenus } from "./menus";

function useDrawing() {
  const { t } = useTranslation();
  const design = useEditor((s) => s.design);
  const selected = useEditor((s) => s.selected);
  const readOnly = useEditor((s) => s.readOnly);
  const [dragged, setDragged] = useState<Places>({});
  const edgesChosen = useOverlay((s) => s.edges), over = useOverlay((s) => s.over);
  const flow = useMemo(() => flowOf(design), [design]);
  useGlide(flow.nodes, setDragged);
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
  const edges = useMemo(() => flow.edges.map((edge) => ({ ...edge, ariaLabel: t("editing.edge", { from: edge.source, to: edge.target }), selected: edgesChosen.includes(edge.id), ...(over?.edge === edge.id ? { className: over.refused ? "ed-edge-refused" : "ed-edge-open" } : {}) })), [flow, edgesChosen, over, t]);
  return { nodes, edges, setDragged, readOnly };
}

export function Canvas() {
  const { t } = useTranslation();
  const { nodes, edges, setDragged, readOnly } = useDrawing();
  const connecting = useConnecting(nodes);
  const dark = document.documentElement.dataset.theme === "dark";

  const spoken = useMemo(() => t("editing.aria", { returnObjects: true }) as Record<string, string>, [t]);
  const drag = useDragging(nodes, setDragged);

  const onNodesChange = useCallback((changes: NodeChange<FlowNode>[]) => {
    const { selected, set, readOnly: locked } = useEditor.getState();
    const chosen = new Set(selected);
    for (const c of changes) if (c.type === "select") c.selected ? chosen.add(c.id) : chosen.delete(c.id);
    if (changes.some((c) => c.type === "select")) set({ selected: [...chosen] });
    if (!locked) drag(changes);
  }, [drag]);

  const onEdgesChange = useCallback((changes: EdgeChange[]) => {
    const chosen = new Set(overlays().edges);
    for (const c of changes) if (c.type === "select") c.selected ? chosen.add(c.id) : chosen.delete(c.id);
    useOverlay.setState({ edges: [...chosen] });
  }, []);

  const edgeOf = (id: string): EdgeAt | null => (edges.find((edge) => edge.id === id)?.data as EdgeAt | undefined) ?? null;
  const dropping = useDropping(nodes, edgeOf);
  const { search, ...menus } = useMenus();

  return (
    <div className="ed-canvas" {...dropping} onDoubleClick={(event) => { if ((event.target as Element).matches(".react-flow__pane")) search(event); }} aria-label={t("editor.canvas")} role="region">
      <ReactFlow
        nodes={nodes} edges={edges} nodeTypes={nodeTypes}
        onNodesChange={onNodesChange} onEdgesChange={onEdgesChange} {...connecting} {...menus} zoomOnDoubleClick={false}
        deleteKeyCode={null} nodesConnectable={!readOnly}
        ariaLabelConfig={spoken} colorMode={dark ? "dark" : "light"} fitView fitViewOptions={{ padding: 0.12, maxZoom: 1 }} minZoom={0.1} maxZoom={2}
        connectionRadius={28} elevateNodesOnSelect={false} multiSelectionKeyCode={["Shift", "Meta", "Control"]} proOptions={{ hideAttribution: false }}
      >
        <Hint />
        <Guides />
        <Background variant={BackgroundVariant.Dots} gap={20} size={1.4} color="var(--line-strong)" />
        <Controls showInteractive={false}><Extra readOnly={readOnly} /></Controls>
        <MiniMap pannable zoomable nodeColor={(node) => (node.type === "frame" ? "var(--line)" : "var(--muted)")} maskColor="color-mix(in oklab, var(--bg), transparent 35%)" />
      </ReactFlow>
      {nodes.every((node) => node.data.role === "pin") && <p className="ed-empty">{t(readOnly ? "editor.emptyReadOnly" : "editor.empty")}</p>}
    </div>
  );
}

/** For fingers, and for whoever does not know the keys yet. */
function Extra({ readOnly }: { readOnly: boolean }) {
  const { t } = useTranslation();
  const search = (event: ReactMouseEvent): void => {
    const box = event.currentTarget.getBoundingClientRect(), chosen = useEditor.getState().selected.at(-1);
    overlays().open({ kind: "search", at: { x: box.right + 8, y: box.top }, ...(chosen ? { after: chosen } : {}) });
  };
  return (
    <>
      {!readOnly && <ControlButton onClick={search} title={t("editing.command.search")} aria-label={t("editing.command.search")}><Plus aria-hidden className="ed-stroked" /></ControlButton>}
      <ControlButton onClick={() => overlays().open({ kind: "keys" })} title={t("editing.command.keys")} aria-label={t("editing.command.keys")}><Keyboard aria-hidden className="ed-stroked" /></ControlButton>
    </>
  );
}
