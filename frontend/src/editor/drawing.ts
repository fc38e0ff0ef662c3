/** What React Flow is given to draw. Whatever has not changed stays the same object, so that it is not drawn anew. */
import type { Edge } from "@xyflow/react";
import { useCallback, useMemo, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { flowOf, type FlowNode } from "../graph/flow";
import { alike, stable } from "../graph/stable";
import { useEditor } from "../store/editor";
import { useFolded } from "../store/folded";
import { useOverlay, type Point } from "../store/overlay";
import { useGlide } from "./glide";

export type Places = Record<string, Point>;
interface Look { at: Point; selected: boolean; readOnly: boolean }

/** Dresses a node of the design for the canvas; remembers how, and gives the same object for the same look. */
function dresser(): (node: FlowNode, look: Look) => FlowNode {
  const known = new WeakMap<FlowNode, { look: Look; dressed: FlowNode }>();
  return (node, look) => {
    const had = known.get(node);
    if (had && alike(had.look, look)) return had.dressed;
    const movable = node.data.role !== "pin";
    const dressed: FlowNode = {
      ...node, position: look.at, selected: look.selected, draggable: movable && !look.readOnly, selectable: movable,
      measured: { width: node.width!, height: node.height! }, ariaLabel: `${node.data.type} ${node.data.name}`,
    };
    known.set(node, { look, dressed });
    return dressed;
  };
}

function useEdges(drawn: readonly Edge[]): Edge[] {
  const { t } = useTranslation();
  const chosen = useOverlay((s) => s.edges), over = useOverlay((s) => s.over);
  const [keep] = useState(() => stable<Edge>());
  return useMemo(() => keep(drawn.map((edge) => ({
    ...edge,
    ariaLabel: t("editing.edge", { from: edge.source, to: edge.target }),
    selected: chosen.includes(edge.id),
    ...(over?.edge === edge.id ? { className: over.refused ? "ed-edge-refused" : "ed-edge-open" } : {}),
  }))), [keep, drawn, chosen, over, t]);
}

export function useDrawing() {
  const design = useEditor((s) => s.design), selected = useEditor((s) => s.selected), readOnly = useEditor((s) => s.readOnly);
  const folded = useFolded((s) => s.paths);
  const [dragged, setDragged] = useState<Places>({});
  const [keep] = useState(() => stable<FlowNode>()), [dress] = useState(dresser);
  const flow = useMemo(() => flowOf(design, folded), [design, folded]);
  const drawn = useMemo(() => keep(flow.nodes), [keep, flow]);
  useGlide(drawn, setDragged);
  const nodes = useMemo(() => {
    const chosen = new Set(selected);
    return drawn.map((node) => dress(node, { at: (Object.hasOwn(dragged, node.id) && dragged[node.id]) || node.position, selected: chosen.has(node.id), readOnly }));
  }, [drawn, dress, dragged, selected, readOnly]);
  const edges = useEdges(flow.edges);
  const latest = useRef({ nodes, edges });
  latest.current = { nodes, edges };
  const nodesNow = useCallback((): readonly FlowNode[] => latest.current.nodes, []);
  const edgesNow = useCallback((): readonly Edge[] => latest.current.edges, []);
  return { nodes, edges, nodesNow, edgesNow, setDragged, readOnly };
}
