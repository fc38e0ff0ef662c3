/** The drawing: React Flow over the design. The store holds the truth; only what is being dragged is held here. */
import { Background, BackgroundVariant, ControlButton, Controls, MiniMap, ReactFlow, useStore, type EdgeChange, type Node, type NodeChange } from "@xyflow/react";
import { GraduationCap, Keyboard, Plus } from "lucide-react";
import { memo, useCallback, useMemo, useRef, type MouseEvent as ReactMouseEvent } from "react";
import { useTranslation } from "react-i18next";
import type { FlowNode } from "../graph/flow";
import { nodeTypes } from "../nodes/block-node";
import { edgeTypes } from "../nodes/wire";
import { useDark } from "../shared/theme";
import { oneStep, useEditor } from "../store/editor";
import { openTour } from "../store/tour";
import { overlays, useOverlay, type EdgeAt } from "../store/overlay";
import { commentChanges, useCommentNodes } from "./comment-nodes";
import { useView } from "../store/view";
import { WHOLE } from "./commands";
import { Hint, useConnecting } from "./connecting";
import { Guides, useDragging } from "./dragging";
import { useDrawing } from "./drawing";
import { useDropping } from "./dropping";
import { Look } from "./facts/look";
import { useMenus } from "./menus";
import { Reveal } from "./reveal";
import { TourOffer } from "./tour/offer";
import { useLongPress } from "./touch";

const MANY = 400; // blocks and edges beyond which only those in view are drawn
const ALSO = ["Shift", "Meta", "Control"], PLAIN = { hideAttribution: false };
const FAR = 0.62; // the zoom below which a block shows its name alone, in letters that can be read

export const Canvas = memo(function Canvas() {
  const { t } = useTranslation();
  const { nodes, edges, nodesNow, edgesNow, setDragged, readOnly } = useDrawing();
  const connecting = useConnecting(nodesNow);
  const far = useStore((s) => s.transform[2] < FAR);
  const shapes = useView((s) => s.shapes);
  const dark = useDark();

  const spoken = useMemo(() => t("editing.aria", { returnObjects: true }) as Record<string, string>, [t]);
  const drag = useDragging(nodesNow, setDragged);
  const notes = useCommentNodes(nodes), commentsDrawn = useRef(notes);
  commentsDrawn.current = notes;

  const onNodesChange = useCallback((changes: NodeChange<FlowNode>[]) => {
    const { selected, set, readOnly: locked } = useEditor.getState();
    const chosen = new Set(selected);
    oneStep(() => { // blocks and comments that are dragged together
      changes = commentChanges(changes, commentsDrawn.current);
      for (const c of changes) if (c.type === "select") c.selected ? chosen.add(c.id) : chosen.delete(c.id);
      if (changes.some((c) => c.type === "select")) set({ selected: [...chosen] });
      if (!locked) drag(changes);
    });
  }, [drag]);

  const onEdgesChange = useCallback((changes: EdgeChange[]) => {
    const chosen = new Set(overlays().edges);
    for (const c of changes) if (c.type === "select") c.selected ? chosen.add(c.id) : chosen.delete(c.id);
    useOverlay.setState({ edges: [...chosen] });
  }, []);

  useLongPress();

  const edgeOf = (id: string): EdgeAt | null => (edgesNow().find((edge) => edge.id === id)?.data as EdgeAt | undefined) ?? null;
  const dropping = useDropping(nodesNow, edgeOf);
  const { search, ...menus } = useMenus();

  return (
    <div className="ed-canvas" data-far={far} data-shapes={shapes} {...dropping} onDoubleClick={(event) => { if ((event.target as Element).matches(".react-flow__pane")) search(event); }} aria-label={t("editor.canvas")} role="region">
      <ReactFlow
        nodes={notes.length ? [...nodes, ...notes] : nodes} edges={edges} nodeTypes={nodeTypes} edgeTypes={edgeTypes} onlyRenderVisibleElements={nodes.length + edges.length > 2 * MANY}
        onNodesChange={onNodesChange} onEdgesChange={onEdgesChange} {...connecting} {...menus} zoomOnDoubleClick={false}
        deleteKeyCode={null} nodesConnectable={!readOnly}
        ariaLabelConfig={spoken} colorMode={dark ? "dark" : "light"} fitView fitViewOptions={WHOLE} minZoom={0.1} maxZoom={2}
        connectionRadius={28} elevateNodesOnSelect={false} multiSelectionKeyCode={ALSO} proOptions={PLAIN}
      >
        <Furniture readOnly={readOnly} />
      </ReactFlow>
      {nodes.every((node) => node.data.role === "pin") && <div className="ed-empty"><p>{t(readOnly ? "editor.emptyReadOnly" : "editor.empty")}</p>{!readOnly && <TourOffer />}</div>}
    </div>
  );
});

const shade = (node: Node): string => (node.type === "comment" ? "var(--warn-soft)" : node.type === "frame" ? "var(--line)" : "var(--muted)");

/** What stands around the blocks; it does not move with them. */
const Furniture = memo(function Furniture({ readOnly }: { readOnly: boolean }) {
  return (
    <>
      <Hint />
      <Guides />
      <Look />
      <Reveal />
      <Background variant={BackgroundVariant.Dots} gap={20} size={1.4} color="var(--line-strong)" />
      <Controls showInteractive={false}><Extra readOnly={readOnly} /></Controls>
      <MiniMap pannable zoomable nodeColor={shade} maskColor="color-mix(in oklab, var(--bg), transparent 35%)" />
    </>
  );
});

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
      {!readOnly && <ControlButton onClick={() => openTour(useEditor.getState().id)} title={t("tour.offer")} aria-label={t("tour.offer")}><GraduationCap aria-hidden className="ed-stroked" /></ControlButton>}
      <ControlButton onClick={() => overlays().open({ kind: "keys" })} title={t("editing.command.keys")} aria-label={t("editing.command.keys")}><Keyboard aria-hidden className="ed-stroked" /></ControlButton>
    </>
  );
}
