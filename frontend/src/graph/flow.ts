/** A design as React Flow draws it. Sizes are ours, so that nothing jumps while a drawing is measured. */
import { pairs, join, parentOf, type Scope } from "./document";
import type { Edge, Node } from "@xyflow/react";
import type { Design, DesignNode } from "./types";

export const NODE_W = 208;
export const NODE_H = 62;
export const PIN_W = 76;
export const PIN_H = 26;
const ROW = 110;
export const GAP = ROW - NODE_H; // between a block and the one below it
export const PAD = 24;
const TITLED = 2 * NODE_W + 32; // a frame's title stands beside its first column, so a second one is always there
const PAD_TOP = 64; // the frame's title, and the pin through which its input comes
const PAD_BOTTOM = 60;

export type Role = "block" | "frame" | "pin";

export interface NodeData extends Record<string, unknown> {
  role: Role;
  path: string;
  scope: string;
  type: string;
  name: string;
  count?: string;
}

export type FlowNode = Node<NodeData>;

export const pinId = (scope: string, port: "in" | "out"): string => `${scope}@${port}`;

/** The path's scope and the name by which its edges speak of it; of a pin, the port. */
export function endOf(id: string): [scope: string, name: string] {
  const [scope, port] = id.split("@");
  return port ? [scope!, port] : [parentOf(id), id.slice(id.lastIndexOf(".") + 1)];
}

const own = <T>(from: Record<string, T>, key: string): T | undefined => (Object.hasOwn(from, key) ? from[key] : undefined);
const idOf = (scope: string, name: string): string =>
  name === "in" || name === "out" ? pinId(scope, name) : join(scope, name);

/** A place for every node that has none: a row below what feeds it; siblings of a row side by side. */
export function arranged(scope: Scope, known: (name: string) => number[] | undefined, heightOf: (name: string) => number): Record<string, [number, number]> {
  const edges = pairs(scope.edges);
  const depths = new Map<string, number>();
  const depth = (name: string, trail: string[]): number => {
    const had = depths.get(name);
    if (had !== undefined || trail.includes(name)) return had ?? 0;
    const feeders = edges.filter(([a, b]) => b === name && a !== "in" && Object.hasOwn(scope.nodes, a)).map(([a]) => a);
    const found = feeders.length ? 1 + Math.max(...feeders.map((a) => depth(a, [...trail, name]))) : 0;
    depths.set(name, found);
    return found;
  };
  const rows: string[][] = [];
  for (const name of Object.keys(scope.nodes)) (rows[depth(name, [])] ??= []).push(name);
  const places: Record<string, [number, number]> = {};
  let y = 0;
  for (const row of rows) {
    if (!row) continue;
    row.sort((a, b) => skips(edges, b) - skips(edges, a));
    row.forEach((name, column) => {
      const place = known(name);
      const alone = row.length === 1 && !onSpine(edges, name, scope);
      places[name] = place ? [place[0]!, place[1]!] : [(alone ? 1 : column) * (NODE_W + 32), y];
    });
    y += Math.max(...row.map(heightOf)) + ROW - NODE_H;
  }
  return places;
}

const skips = (edges: readonly (readonly [string, string])[], name: string): number => edges.filter(([, b]) => b === name).length;

/** Whether a node lies on the residual stream: what joins or where the stream is all there is. */
function onSpine(edges: readonly (readonly [string, string])[], name: string, scope: Scope): boolean {
  const joins = edges.filter(([, b]) => b === name).length > 1;
  return joins || !Object.keys(scope.nodes).some((other) => edges.filter(([, b]) => b === other).length > 1);
}

interface Box { width: number; height: number }

/** All nodes and edges of a design. Containers come before what is inside them, as React Flow asks. */
export function flowOf(design: Design): { nodes: FlowNode[]; edges: Edge[] } {
  const nodes: FlowNode[] = [], edges: Edge[] = [];
  drawScope(design, "", design, nodes, edges);
  return { nodes, edges };
}

function drawScope(design: Design, scope: string, held: Scope, nodes: FlowNode[], edges: Edge[]): Box {
  const known = (name: string): number[] | undefined => own(design.layout, join(scope, name));
  const inner = new Map<string, { nodes: FlowNode[]; edges: Edge[]; box: Box }>();
  for (const [name, node] of Object.entries(held.nodes)) {
    if (!node.nodes) continue;
    const part = { nodes: [] as FlowNode[], edges: [] as Edge[] };
    const box = drawScope(design, join(scope, name), { nodes: node.nodes, edges: node.edges ?? [] }, part.nodes, part.edges);
    inner.set(name, { ...part, box });
  }
  const sizeOf = (name: string): Box => inner.get(name)?.box ?? { width: NODE_W, height: NODE_H };
  const places = arranged(held, known, (name) => sizeOf(name).height);
  const shift = scope ? { x: PAD, y: PAD_TOP } : { x: 0, y: 0 };
  let right = scope ? TITLED : NODE_W, bottom = scope ? 40 : 0, top = 0;
  for (const [name, node] of Object.entries(held.nodes)) {
    const [x, y] = places[name]!, box = sizeOf(name);
    right = Math.max(right, x + (inner.has(name) ? box.width - PAD : box.width));
    bottom = Math.max(bottom, y + box.height);
    top = Math.min(top, y);
    const at = { x: x + shift.x - (inner.has(name) ? PAD : 0), y: y + shift.y };
    nodes.push(drawn(scope, name, node, at, box, inner.has(name) ? "frame" : "block"));
    const part = inner.get(name);
    if (part) {
      nodes.push(...part.nodes);
      edges.push(...part.edges);
    }
  }
  const box = { width: right + 2 * PAD, height: bottom + PAD_TOP + PAD_BOTTOM };
  pins(scope, box, top, bottom, nodes);
  for (const [from, to] of pairs(held.edges)) edges.push(wire(scope, from, to));
  return box;
}

function drawn(scope: string, name: string, node: DesignNode, position: { x: number; y: number }, box: Box, role: Role): FlowNode {
  const path = join(scope, name);
  const data: NodeData = { role, path, scope, type: node.type, name };
  if (role === "frame") data.count = typeof node.count === "number" || typeof node.count === "string" ? String(node.count) : "?";
  return { id: path, type: role, position, data, ...box, ...(scope ? { parentId: scope } : {}), zIndex: role === "frame" ? 0 : 2 };
}

function pins(scope: string, box: Box, top: number, bottom: number, nodes: FlowNode[]): void {
  const x = (scope ? PAD : 0) + (NODE_W - PIN_W) / 2;
  const rows = scope ? { in: 34, out: box.height - PIN_H - 8 } : { in: top - 80, out: bottom + 54 };
  for (const port of ["in", "out"] as const) {
    const data: NodeData = { role: "pin", path: pinId(scope, port), scope, type: port, name: port };
    const place = { id: data.path, type: "pin", position: { x, y: rows[port] }, data, width: PIN_W, height: PIN_H };
    nodes.push({ ...place, draggable: false, deletable: false, zIndex: 2, ...(scope ? { parentId: scope } : {}) });
  }
}

function wire(scope: string, from: string, to: string): Edge {
  const source = idOf(scope, from), target = idOf(scope, to);
  return { id: `${source}>${target}`, source, target, type: "smoothstep", zIndex: 1, data: { scope, pair: [from, to] } };
}

/** Where a point of the canvas lies: the innermost frame around it, and the place inside it as layouts count. */
export function placeAt(nodes: readonly FlowNode[], point: { x: number; y: number }): { scope: string; place: [number, number] } {
  let scope = "", origin = { x: 0, y: 0 };
  for (const node of nodes) {
    if (node.data.role !== "frame" || node.data.scope !== scope) continue;
    const left = origin.x + node.position.x, top = origin.y + node.position.y;
    const within = point.x >= left && point.x <= left + node.width! && point.y >= top && point.y <= top + node.height!;
    if (within) [scope, origin] = [node.id, { x: left, y: top }];
  }
  return { scope, place: layoutPlace(scope, { x: point.x - origin.x, y: point.y - origin.y }) };
}

/** A position inside a frame (or on the canvas) as the design's layout writes it. */
export function layoutPlace(scope: string, at: { x: number; y: number }, frame = false): [number, number] {
  const x = at.x - (scope ? PAD : 0) + (frame ? PAD : 0), y = at.y - (scope ? PAD_TOP : 0);
  return scope ? [Math.max(0, Math.round(x)), Math.max(0, Math.round(y))] : [Math.round(x), Math.round(y)];
}

/** A free place below a node, or below everything in a scope. */
export function below(design: Design, scope: string, after: string | null): [number, number] {
  const { nodes } = flowOf(design);
  const held = nodes.filter((node) => node.data.scope === scope && node.data.role !== "pin");
  const above = held.find((node) => node.id === after);
  const spot = (node: FlowNode): [number, number] => layoutPlace(scope, node.position, node.data.role === "frame");
  let [x, y] = above ? spot(above) : [0, -ROW];
  if (above) y += above.height! + ROW - NODE_H;
  else y = Math.max(y, ...held.map((node) => spot(node)[1] + node.height! + ROW - NODE_H - 0), 0);
  const hits = (): boolean => held.some((node) => {
    const [left, top] = spot(node);
    return Math.abs(left - x) < NODE_W && y < top + node.height! && y + NODE_H > top;
  });
  while (hits()) x += NODE_W + 32;
  return [x, y];
}
