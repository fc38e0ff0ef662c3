/** Dragging blocks: they snap to helper lines, and into a frame or out of it where they are let go. */
import { useReactFlow, ViewportPortal, type NodeChange } from "@xyflow/react";
import { useCallback, useEffect, useRef, type Dispatch, type SetStateAction } from "react";
import { useTranslation } from "react-i18next";
import { inside, nameOf } from "../graph/document";
import { placeAt, placeOf, type FlowNode } from "../graph/flow";
import { snapped } from "../graph/guides";
import { useOverlay, type Point } from "../store/overlay";
import { moved, reframed } from "./actions";
import type { Places } from "./drawing";
import { say } from "./notice";

const REACH = 6; // pixels of the screen

const boxOf = (node: FlowNode, at: Point = node.position) => ({ id: node.id, ...at, width: node.width!, height: node.height! });

/** Where the inside of a scope begins on the canvas. */
function originOf(nodes: readonly FlowNode[], scope: string): Point {
  const frame = scope ? nodes.find((node) => node.id === scope) : undefined;
  if (!frame) return { x: 0, y: 0 };
  const outer = originOf(nodes, frame.data.scope);
  return { x: outer.x + frame.position.x, y: outer.y + frame.position.y };
}

/** The scope in which the middle of a node lies at a place of its own scope; the node is no frame for itself. */
function under(nodes: readonly FlowNode[], node: FlowNode, at: Point): { scope: string; place: [number, number] } {
  const origin = originOf(nodes, node.data.scope), others = nodes.filter((other) => !inside(other.id, node.id));
  const half = node.data.role === "frame" ? { x: node.width! / 2, y: 20 } : { x: node.width! / 2, y: node.height! / 2 };
  const middle = { x: origin.x + at.x + half.x, y: origin.y + at.y + half.y };
  const { scope, place } = placeAt(others, middle);
  const least = scope ? 0 : -Infinity;
  return { scope, place: [Math.max(least, place[0] - half.x), Math.max(least, place[1] - half.y)] };
}

function useAlt() {
  const alt = useRef(false);
  useEffect(() => {
    const seen = (event: PointerEvent): void => { alt.current = event.altKey; };
    addEventListener("pointermove", seen, true);
    return () => removeEventListener("pointermove", seen, true);
  }, []);
  return alt;
}

export function useDragging(nodesNow: () => readonly FlowNode[], setDragged: Dispatch<SetStateAction<Places>>) {
  const { t } = useTranslation();
  const { getZoom } = useReactFlow();
  const alt = useAlt(), underWay = useRef<Places>({});
  const drag = useCallback((places: Places) => {
    const nodes = nodesNow();
    const [id, ...more] = Object.keys(places), node = nodes.find((one) => one.id === id);
    if (node && !more.length) {
      const beside = nodes.filter((other) => other.data.scope === node.data.scope && other.id !== node.id);
      const near = alt.current ? { ...places[node.id]!, guides: [] } : snapped(boxOf(node, places[node.id]), beside.map((one) => boxOf(one)), REACH / getZoom());
      places = { [node.id]: { x: near.x, y: near.y } };
      const { scope } = under(nodes, node, near), origin = originOf(nodes, node.data.scope);
      const home = scope === node.data.scope;
      useOverlay.setState({ into: home ? null : scope, guides: home ? near.guides.map((line) => shifted(line, origin)) : [] });
    }
    Object.assign(underWay.current, places);
    setDragged((was) => ({ ...was, ...places }));
  }, [alt, getZoom, nodesNow, setDragged]);
  const settle = useCallback((settled: Places) => {
    const nodes = nodesNow(), was = underWay.current, [id, ...more] = Object.keys(settled);
    underWay.current = {};
    useOverlay.setState({ guides: [], into: null });
    const node = nodes.find((one) => one.id === id), at = id === undefined ? undefined : was[id];
    const goal = node && at && !more.length ? under(nodes, node, at) : null;
    if (node && goal && goal.scope !== node.data.scope) {
      const refused = reframed(node.id, goal.scope, goal.place);
      say(refused ? t(`editing.${refused}`) : t(goal.scope ? "editing.moved" : "editing.movedOut", { name: node.data.name, frame: nameOf(goal.scope) }));
    } else {
      moved(Object.fromEntries(Object.entries(settled).map(([path, place]) => [path, placeOf(nodes, path, was[path] ?? place)])));
    }
    setDragged({});
  }, [nodesNow, setDragged, t]);
  return useCallback((changes: NodeChange<FlowNode>[]) => {
    const places: Places = {}, settled: Places = {};
    for (const c of changes) if (c.type === "position" && c.position) (c.dragging ? places : settled)[c.id] = c.position;
    if (Object.keys(places).length) drag(places);
    if (Object.keys(settled).length) settle(settled);
  }, [drag, settle]);
}

function shifted<G extends { axis: "x" | "y"; at: number; from: number; to: number }>(line: G, { x, y }: Point): G {
  const [across, along] = line.axis === "x" ? [x, y] : [y, x];
  return { ...line, at: line.at + across, from: line.from + along, to: line.to + along };
}

export function Guides() {
  const guides = useOverlay((s) => s.guides);
  if (!guides.length) return null;
  return (
    <ViewportPortal>
      {guides.map(({ axis, at, from, to }) => (
        <div key={axis} className="ed-guide" data-axis={axis} style={axis === "x" ? { left: at, top: from, height: to - from } : { top: at, left: from, width: to - from }} />
      ))}
    </ViewportPortal>
  );
}
