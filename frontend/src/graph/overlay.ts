/** Two designs in one drawing: the second as it is, with what only the first has put where it stood. */
import type { DesignDiff, Status } from "./diff";
import { freshName, join, nameOf, nodeAt, parentOf, scopeAt, withScope } from "./document";
import type { Design } from "./types";

export interface Overlaid {
  design: Design; // without places: it is arranged anew
  status: Record<string, Status>; // by path in this drawing
  edges: Record<string, "added" | "removed">; // by "scope from to"
  from: Record<string, { a: string | null; b: string | null }>;
}

export const edgeKey = (scope: string, from: string, to: string): string => `${scope} ${from} ${to}`;

export function overlaid(a: Design, b: Design, diff: DesignDiff): Overlaid {
  const made: Overlaid = { design: { ...b, layout: {} }, status: {}, edges: {}, from: {} };
  const places = new Map<string, string>(); // a path of `a` to its path in the drawing
  for (const node of diff.nodes) {
    const path = node.b ?? put(made, a, node.a!, places);
    if (node.a !== null) places.set(node.a, path);
    made.status[path] = node.status;
    made.from[path] = { a: node.a, b: node.b };
  }
  for (const edge of diff.edges) {
    if (edge.b && edge.status === "added") made.edges[edgeKey(edge.b.scope, ...edge.b.pair)] = "added";
    if (edge.a && edge.status === "removed") cross(made, edge.a.scope, edge.a.pair, places);
  }
  return made;
}

/** Put a node that only `a` has beside the ones that both have; its container comes before it. */
function put(made: Overlaid, a: Design, path: string, places: ReadonlyMap<string, string>): string {
  const scope = parentOf(path) && (places.get(parentOf(path)) ?? ""), node = nodeAt(a, path)!;
  const held = scopeAt(made.design, scope) ?? made.design;
  const name = freshName(held, nameOf(path));
  const bare = node.nodes ? { ...node, nodes: {}, edges: [] } : node;
  made.design = withScope(made.design, scope, (s) => ({ ...s, nodes: { ...s.nodes, [name]: bare } }));
  return join(scope, name);
}

function cross(made: Overlaid, scope: string, pair: readonly [string, string], places: ReadonlyMap<string, string>): void {
  const into = scope && places.get(scope);
  if (into === undefined || !scopeAt(made.design, into)) return;
  const name = (one: string): string => (one === "in" || one === "out" ? one : nameOf(places.get(join(scope, one)) ?? one));
  const [from, to] = pair.map(name) as [string, string];
  made.design = withScope(made.design, into, (s) => ({ ...s, edges: [...s.edges, `${from} -> ${to}`] }));
  made.edges[edgeKey(into, from, to)] = "removed";
}
