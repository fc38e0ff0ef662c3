/** One drawing of a comparison: looked at, moved about, never changed. */
import { Background, BackgroundVariant, getViewportForBounds, ReactFlow, ReactFlowProvider, type Edge, type Node, type Rect, type Viewport } from "@xyflow/react";
import { useLayoutEffect, useMemo, useRef, useState, type KeyboardEvent } from "react";
import type { Status } from "../graph/diff";
import { flowOf, type FlowNode } from "../graph/flow";
import { specOf, type Registry } from "../graph/rules";
import type { Design, Report } from "../graph/types";
import { language } from "../shared/page";
import { useDark } from "../shared/theme";
import { CompareNode, type Facts } from "./node";

export interface Drawn {
  design: Design;
  label: string;
  status: (path: string) => Status;
  edgeStatus: (scope: string, from: string, to: string) => "same" | "added" | "removed";
  report: Report | null;
  shown: string | null;
}

const NODE_TYPES = { block: CompareNode, frame: CompareNode, pin: CompareNode };
const MIN_ZOOM = 0.1, MAX_ZOOM = 2, PADDING = 0.06;

interface Props extends Drawn { registry: Registry; view: Viewport; onView: (view: Viewport) => void; onSize: (width: number, height: number) => void }

export function Drawing({ registry, view, onView, onSize, ...drawn }: Props) {
  const nodes = useNodes(drawn, registry), edges = useEdges(drawn), box = useRef<HTMLDivElement>(null);
  const dark = useDark();
  useLayoutEffect(() => {
    const watch = new ResizeObserver(([entry]) => onSize(entry!.contentRect.width, entry!.contentRect.height));
    watch.observe(box.current!);
    return () => watch.disconnect();
  }, [onSize]);
  return (
    <div className="cmp-drawing ed-canvas" ref={box} role="region" aria-label={drawn.label} tabIndex={0} onKeyDown={(event) => move(event, view, onView)}>
      <ReactFlowProvider>
        <ReactFlow
          nodes={nodes} edges={edges} nodeTypes={NODE_TYPES} viewport={view} onViewportChange={onView} minZoom={MIN_ZOOM} maxZoom={MAX_ZOOM} colorMode={dark ? "dark" : "light"}
          nodesDraggable={false} nodesConnectable={false} elementsSelectable={false} nodesFocusable={false} edgesFocusable={false} deleteKeyCode={null} disableKeyboardA11y preventScrolling={false} zoomOnScroll={false} panOnScroll={false}
        >
          <Background variant={BackgroundVariant.Dots} gap={20} size={1.4} color="var(--line-strong)" />
        </ReactFlow>
      </ReactFlowProvider>
    </div>
  );
}

const PAN = 60; // pixels of one press of an arrow key
const ARROWS: Record<string, [number, number]> = { ArrowLeft: [PAN, 0], ArrowRight: [-PAN, 0], ArrowUp: [0, PAN], ArrowDown: [0, -PAN] };

function move(event: KeyboardEvent, view: Viewport, onView: (view: Viewport) => void): void {
  const by = ARROWS[event.key];
  if (!by || event.ctrlKey || event.metaKey || event.altKey) return;
  event.preventDefault();
  onView({ ...view, x: view.x + by[0], y: view.y + by[1] });
}

function useNodes({ design, status, report, shown }: Drawn, registry: Registry): Node<Facts>[] {
  return useMemo(() => flowOf(design).nodes.map((node): Node<Facts> => {
    const { path, type } = node.data, spec = specOf(registry, type), cost = report?.nodes;
    const data: Facts = {
      ...node.data, title: spec?.title[language()] ?? type, icon: spec?.icon_svg ?? "", colour: spec?.colour ?? "#64748b",
      status: status(path), parameters: cost && Object.hasOwn(cost, path) ? cost[path]!.parameters : null, shown: shown === path,
    };
    return { ...node, data, measured: { width: node.width!, height: node.height! } };
  }), [design, status, report, shown, registry]);
}

function useEdges({ design, edgeStatus }: Drawn): Edge[] {
  return useMemo(() => flowOf(design).edges.map((edge) => {
    const { scope, pair } = edge.data as { scope: string; pair: [string, string] }, status = edgeStatus(scope, ...pair);
    return status === "same" ? edge : { ...edge, className: `cmp-edge-${status}`, animated: false };
  }), [design, edgeStatus]);
}

/** Where a node lies on the canvas, frames and all. */
export function placeOf(nodes: readonly FlowNode[], id: string): Rect | null {
  const byId = new Map(nodes.map((node) => [node.id, node])), found = byId.get(id);
  if (!found) return null;
  const rect = { x: found.position.x, y: found.position.y, width: found.width!, height: found.height! };
  for (let parent = found.parentId; parent !== undefined; parent = byId.get(parent)?.parentId) {
    rect.x += byId.get(parent)?.position.x ?? 0;
    rect.y += byId.get(parent)?.position.y ?? 0;
  }
  return rect;
}

/** A view in which all of the designs is seen. */
export function wholeView(designs: readonly Design[], width: number, height: number): Viewport {
  const rects = designs.flatMap((design) => { const { nodes } = flowOf(design); return nodes.filter((node) => !node.parentId).map((node) => placeOf(nodes, node.id)!); });
  const left = Math.min(...rects.map((one) => one.x)), top = Math.min(...rects.map((one) => one.y));
  const bounds = { x: left, y: top, width: Math.max(...rects.map((one) => one.x + one.width)) - left, height: Math.max(...rects.map((one) => one.y + one.height)) - top };
  return getViewportForBounds(bounds, width, height, MIN_ZOOM, 1, PADDING);
}

/** A view with a place in its middle, large enough to be read. */
export function viewOn(rect: Rect, view: Viewport, width: number, height: number): Viewport {
  const zoom = Math.min(1, Math.max(view.zoom, 0.8, Math.min(width / (rect.width * 1.4), height / (rect.height * 1.4), 0.9)));
  return { zoom, x: width / 2 - (rect.x + rect.width / 2) * zoom, y: height / 2 - (rect.y + Math.min(rect.height, height / zoom) / 2) * zoom };
}

export function useView(designs: readonly Design[]) {
  const [view, setView] = useState<Viewport>({ x: 0, y: 0, zoom: 0.5 });
  const [size, setSize] = useState({ width: 0, height: 0 });
  const fit = (): void => { if (size.width) setView(wholeView(designs, size.width, size.height)); };
  useLayoutEffect(fit, [size.width > 0, designs[0], designs[1], size.width]); // eslint-disable-line
  return { view, setView, fit, size, setSize };
}
