/** A design as React Flow draws it. Sizes are ours, so that nothing jumps while a drawing is measured. */
import { closed, cutsOf, opened, type Cut, type Tall } from "./closing";
import { COMPOSITE, portsAt } from "./composites";
import { pairs, join, parentOf, type Scope } from "./document";
import type { Edge, Node } from "@xyflow/react";
import type { Design, DesignNode } from "./types";

export const NODE_W = 208;
export const NODE_H = 62;
export const FOLDED_H = 92; // a folded frame: its title, and the strip of its layers
export const PIN_W = 76;
export const PIN_H = 26;
const PIN_GAP = 10;
const UNDER_ICON = 42; // several inputs reach below a frame's title
const ROW = 110;
export const GAP = ROW - NODE_H; // between a block and the one below it
export const PAD = 24;
const TITLED = 2 * NODE_W + 32; // a frame's title stands beside its first column, so a second one is always there
const PAD_TOP = 64; // the frame's title, and the pin through which its input comes
const PAD_BOTTOM = 60;
export const UNDER_TITLE = 40; // where the first row keeps clear of a frame's title and of the edges from its input

export type Role = "block" | "frame" | "folded" | "pin" | "comment";
export type Folded = ReadonlySet<string>; // paths of frames of which the inside is not drawn
export const NONE: Folded = new Set();

export interface NodeData extends Record<string, unknown> {
  role: Role;
  path: string;
  scope: string;
  type: string;
  name: string;
  count?: string; // of a Repeat
  title?: string; // of a composite
  lift?: number; // by how much it is drawn above its place, because a frame above it is folded
  cuts?: Cut[]; // of a scope's input: how the scope closes up over folded frames
}

export type FlowNode = Node<NodeData>;

export const pinId = (scope: string, port: string): string => `${scope}@${port}`;

/** The path's scope and the name by which its edges speak of it; of a pin, the port. */
export function endOf(id: string): [scope: string, name: string] {
  const [scope, port] = id.split("@");
  return port ? [scope!, port] : [parentOf(id), id.slice(id.lastIndexOf(".") + 1)];
}

const own = <T>(from: Record<string, T>, key: string): T | undefined => (Object.hasOwn(from, key) ? from[key] : undefined);
const idOf = (scope: string, name: string, ports: readonly string[]): string =>
  name === "out" || ports.includes(name) ? pinId(scope, name) : join(scope, name);

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
interface Sizes { shown: Box; full: Box }
interface Flow { nodes: FlowNode[]; edges: Edge[] }

/** All nodes and edges of a design. Containers come before what is inside them, as React Flow asks. */
export function flowOf(design: Design, folded: Folded = NONE): Flow {
  const flow: Flow = { nodes: [], edges: [] };
  drawScope(design, "", design, folded, flow);
  return flow;
}

function drawScope(design: Design, scope: string, held: Scope, folded: Folded, flow: Flow): Sizes {
  const inner = new Map<string, Flow & { sizes: Sizes }>();
  for (const [name, node] of Object.entries(held.nodes)) {
    if (!node.nodes) continue;
    const part: Flow = { nodes: [], edges: [] };
    const sizes = drawScope(design, join(scope, name), { nodes: node.nodes, edges: node.edges ?? [] }, folded, part);
    const hidden = folded.has(join(scope, name));
    inner.set(name, hidden ? { nodes: [], edges: [], sizes: { shown: { width: NODE_W, height: FOLDED_H }, full: sizes.full } } : { ...part, sizes });
  }
  const sizeOf = (name: string): Sizes => inner.get(name)?.sizes ?? { shown: BLOCK, full: BLOCK };
  const places = arranged(held, (name) => own(design.layout, join(scope, name)), (name) => sizeOf(name).full.height);
  const cuts = cutsOf(Object.entries(places).map(([name, [x, y]]) => tall(x, y, sizeOf(name))), GAP);
  const shown = new Extent(scope), full = new Extent(scope);
  for (const [name, node] of Object.entries(held.nodes)) {
    const [x, y] = places[name]!, sizes = sizeOf(name), above = closed(cuts, y);
    const role = !inner.has(name) ? "block" : folded.has(join(scope, name)) ? "folded" : "frame";
    shown.add(x, above, sizes.shown, role === "frame");
    full.add(x, y, sizes.full, inner.has(name));
    const at = { x: x + (scope ? PAD : 0) - (role === "frame" ? PAD : 0), y: above + (scope ? PAD_TOP : 0) };
    const one = drawn(scope, name, node, at, sizes.shown, role);
    flow.nodes.push(above === y ? one : { ...one, data: { ...one.data, lift: y - above } });
    flow.nodes.push(...(inner.get(name)?.nodes ?? []));
    flow.edges.push(...(inner.get(name)?.edges ?? []));
  }
  const ports = portsAt(design, scope);
  pins(scope, ports, shown, cuts, flow.nodes);
  for (const [from, to] of pairs(held.edges)) flow.edges.push(wire(scope, from, to, ports));
  return { shown: shown.box, full: full.box };
}

const tall = (x: number, y: number, { full, shown }: Sizes): Tall => ({ x, y, width: full.width, full: full.height, shown: shown.height });
const BLOCK: Box = { width: NODE_W, height: NODE_H };

/** How far what a scope holds reaches. */
class Extent {
  top = 0;
  bottom: number;
  private right: number;
  constructor(scope: string) {
    this.right = scope ? TITLED : NODE_W;
    this.bottom = scope ? 40 : 0;
  }
  add(x: number, y: number, { width, height }: Box, frame: boolean): void {
    this.right = Math.max(this.right, x + width - (frame ? PAD : 0));
    this.bottom = Math.max(this.bottom, y + height);
    this.top = Math.min(this.top, y);
  }
  get box(): Box {
    return { width: this.right + 2 * PAD, height: this.bottom + PAD_TOP + PAD_BOTTOM };
  }
}

function drawn(scope: string, name: string, node: DesignNode, position: { x: number; y: number }, box: Box, role: Role): FlowNode {
  const path = join(scope, name);
  const data: NodeData = { role, path, scope, type: node.type, name };
  if (node.type === COMPOSITE && role !== "block") data.title = typeof node.name === "string" ? node.name : "";
  else if (role === "frame" || role === "folded") data.count = typeof node.count === "number" || typeof node.count === "string" ? String(node.count) : "?";
  return { id: path, type: role, position, data, ...box, ...(scope ? { parentId: scope } : {}), zIndex: role === "frame" ? 0 : 2 };
}

function pins(scope: string, ports: readonly string[], { box, top, bottom }: Extent, cuts: Cut[], nodes: FlowNode[]): void {
  const left = (scope ? PAD : 0) + (NODE_W - PIN_W) / 2;
  const rows = scope ? { in: ports.length > 1 ? UNDER_ICON : 34, out: box.height - PIN_H - 8 } : { in: top - 80, out: bottom + 54 };
  let x = left;
  for (const port of [...ports, "out"]) {
    const type = port === "out" ? "out" : "in", width = port === "in" || port === "out" ? PIN_W : Math.max(PIN_W, 24 + 8 * port.length);
    const data: NodeData = { role: "pin", path: pinId(scope, port), scope, type, name: port, ...(port === ports[0] && cuts.length ? { cuts } : {}) };
    const place = { id: data.path, type: "pin", position: { x: type === "in" ? x : left, y: rows[type] }, data, width, height: PIN_H };
    x += width + PIN_GAP;
    nodes.push({ ...place, draggable: false, deletable: false, zIndex: 2, ...(scope ? { parentId: scope } : {}) });
  }
}

function wire(scope: string, from: string, to: string, ports: readonly string[]): Edge {
  const source = idOf(scope, from, ports), target = idOf(scope, to, ports);
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
  const [x, y] = layoutPlace(scope, { x: point.x - origin.x, y: point.y - origin.y });
  return { scope, place: [x, Math.round(opened(cutsIn(nodes, scope), x, y))] };
}

const cutsIn = (nodes: readonly FlowNode[], scope: string): readonly Cut[] => nodes.find((node) => node.data.scope === scope && node.data.cuts)?.data.cuts ?? [];

/** Where a node that is drawn at a position of its scope lies: what is folded above it counts in full. */
export function placeOf(nodes: readonly FlowNode[], id: string, at: { x: number; y: number }): [number, number] {
  const node = nodes.find((one) => one.id === id), scope = endOf(id)[0];
  const [x, y] = layoutPlace(scope, at, node?.data.role === "frame");
  return [x, Math.round(opened(cutsIn(nodes, scope), x, y, node?.data.lift))];
}

/** A position inside a frame (or on the canvas) as the design's layout writes it, where nothing is folded. */
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
