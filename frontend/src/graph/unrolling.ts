/** A Repeat taken apart: one layer of it is left, or all of them, one after the other, with their patterns applied. */
import { cutsOf, closed } from "./closing";
import { freshName, inside, join, nameOf, nodeAt, pairs, parentOf, retied, scopeAt, walk, withScope, type Pair, type Scope } from "./document";
import { flowOf, GAP, layoutPlace, type FlowNode } from "./flow";
import { grownAround } from "./mending";
import { layerNodes, layersOf, patternsOf } from "./patterns";
import type { Design, DesignNode } from "./types";
import { variedBy } from "./wrapping";

export const MAX_UNROLLED = 400; // blocks; more is no drawing that anybody reads

export interface UnrollRefusal {
  code: "notRepeat" | "varied" | "count" | "many";
  values: Record<string, string | number>;
}

export interface Unrolled { design: Design; paths: string[]; layers: number }

interface Layer { names: ReadonlyMap<string, string>; nodes: Record<string, DesignNode> }

/** `all`: every layer becomes blocks of its own; else the first is left, as it was built. */
export function unrolled(design: Design, path: string, all: boolean): Unrolled | UnrollRefusal {
  const node = nodeAt(design, path), scope = parentOf(path), name = nameOf(path), held = scopeAt(design, scope);
  if (!held || node?.type !== "Repeat" || !node.nodes) return { code: "notRepeat", values: { name } };
  if (variedBy(design, scope, name)) return { code: "varied", values: { name, frame: nameOf(scope) } };
  const layers = layersOf(node, design.vars), inner = walk({ ...design, nodes: node.nodes }).length;
  if (all && layers === null) return { code: "count", values: { name } };
  const copies = all ? layers! : 1;
  if (all && inner * copies > MAX_UNROLLED) return { code: "many", values: { count: inner * copies, most: MAX_UNROLLED } };
  const made = layersIn(node, held, name, copies, layers ?? 1);
  const edges = rewired(held, name, { nodes: node.nodes, edges: node.edges ?? [] }, made);
  const nodes = Object.fromEntries(Object.entries(held.nodes).flatMap(([one, its]): [string, DesignNode][] => (one === name ? made.flatMap((layer) => Object.entries(layer.nodes)) : [[one, its]])));
  const layout = placed(design, path, made);
  const paths = made.flatMap((layer) => [...layer.names.values()].map((one) => join(scope, one)));
  const flat = withScope({ ...design, layout }, scope, () => ({ nodes, edges }));
  return { design: grownAround(design, flat, scope), paths, layers: layers ?? 1 };
}

function layersIn(node: DesignNode, held: Scope, name: string, copies: number, layers: number): Layer[] {
  const { [name]: _gone, ...taken } = held.nodes, patterns = patternsOf(node) ?? [];
  return Array.from({ length: copies }, (_, layer) => {
    const nodes = layerNodes(node, patterns, layer, layers), names = new Map<string, string>();
    for (const one of Object.keys(nodes)) {
      const fresh = freshName({ nodes: taken, edges: [] }, copies > 1 ? `${one.slice(0, 56)}_${layer}` : one);
      names.set(one, fresh);
      taken[fresh] = nodes[one]!;
    }
    const called = (word: string): string => names.get(word) ?? word;
    return { names, nodes: Object.fromEntries(Object.entries(nodes).map(([one, its]) => [called(one), retied(its, called)])) };
  });
}

/** What fed the frame feeds the first layer, each layer the next, and the last what the frame fed. */
function rewired(held: Scope, name: string, inner: Scope, made: readonly Layer[]): string[] {
  const outer = pairs(held.edges), within = pairs(inner.edges), body: Pair[] = [];
  let from = outer.find(([, b]) => b === name)?.[0];
  for (const { names } of made) {
    let end: string | undefined;
    for (const [a, b] of within) {
      const source = a === "in" ? from : names.get(a);
      if (b === "out") end = source;
      else if (source !== undefined && names.has(b)) body.push([source, names.get(b)!]);
    }
    from = end;
  }
  let put = false;
  const edges = outer.flatMap(([a, b]): Pair[] => {
    const before = put || (a !== name && b !== name) ? [] : body;
    put ||= before.length > 0;
    if (b === name) return before;
    return [...before, ...(a !== name ? [[a, b] as const] : from === undefined || (from === "in" && b === "out") ? [] : [[from, b] as const])];
  });
  return [...edges, ...(put ? [] : body)].map((pair) => pair.join(" -> "));
}

/** The layers stand where the frame stood, one below the other; what was below it moves up or down to them. */
export function placed(design: Design, path: string, made: readonly Pick<Layer, "names">[]): Design["layout"] {
  const scope = parentOf(path), { nodes } = flowOf(design);
  const spot = (node: FlowNode): [number, number] => layoutPlace(node.data.scope, node.position, node.data.role === "frame");
  const inner = nodes.filter(({ data }) => data.scope === path && data.role !== "pin").map((node) => ({ node, at: spot(node) }));
  const frame = nodes.find((node) => node.id === path)!, [left, top] = spot(frame), old = frame.height!;
  const first = Math.min(...inner.map(({ at }) => at[1])), tall = Math.max(0, ...inner.map(({ node, at }) => at[1] - first + node.height!));
  const grown = made.length * (tall + GAP) - GAP, layout = shifted(design, path, nodes, grown - old);
  made.forEach(({ names }, layer) => {
    for (const { node, at } of inner) {
      const to = names.get(node.data.name);
      if (to === undefined) continue;
      for (const [key, place] of Object.entries(design.layout)) if (inside(key, node.id)) layout[join(scope, to) + key.slice(node.id.length)] = place;
      layout[join(scope, to)] = [left + at[0], top + at[1] - first + layer * (tall + GAP)];
    }
  });
  return layout;
}

/** Places of all but the frame and what is in it, where it is `by` taller from now on, or less tall. */
function shifted(design: Design, path: string, nodes: readonly FlowNode[], by: number): Design["layout"] {
  const beside = nodes.filter(({ id, data }) => data.scope === parentOf(path) && data.role !== "pin" && id !== path);
  const frame = nodes.find((node) => node.id === path)!, bottom = frame.position.y + frame.height!;
  const tall = (node: FlowNode, shown: number) => ({ x: node.position.x, y: node.position.y, width: node.width!, full: node.height!, shown });
  const cuts = by < 0 ? cutsOf([tall(frame, frame.height! + by), ...beside.map((node) => tall(node, node.height!))], GAP) : [];
  const layout: Design["layout"] = Object.fromEntries(Object.entries(design.layout).filter(([key]) => !inside(key, path)));
  for (const node of beside) {
    const { x, y } = node.position, moved = by < 0 ? closed(cuts, y) : y >= bottom ? y + by : y;
    layout[node.id] = [...layoutPlace(node.data.scope, { x, y: moved }, node.data.role === "frame"), ...(design.layout[node.id] ?? []).slice(2)];
  }
  return layout;
}
