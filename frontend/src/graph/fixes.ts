/** The repair that the check proposes, made: the same words as in `architectures/core/fixes.py`. */
import { below } from "./flow";
import { addNode, connect, disconnect, join, nameOf, nodeAt, pairs, parentOf, removeNodes, scopeAt, setParam, withScope, type Pair } from "./document";
import type { Design, DesignNode, Fix, Json } from "./types";

/** A design with a fix made. What has changed since the check, so that the fix no longer fits, is left as it is. */
export function applied(design: Design, fix: Fix): Design {
  return MAKE[fix.action]?.(design, fix) ?? design;
}

const MAKE: Record<Fix["action"], (design: Design, fix: Fix) => Design> = {
  set: (design, { path, attr, value }) => (path ? setParam(design, path, attr ?? "", value) : resized(design, attr ?? "", value)),
  unset: (design, { path, attr }) => setParam(design, path, attr ?? "", undefined),
  rename: respelled,
  connect: (design, { path, value }) => onEdge(design, path, value, (pair) => connect(disconnect(design, path, [pair]), path, pair)),
  reconnect: (design, { path, value }) => onEdge(design, path, value, (pair) => connect(disconnect(design, path, [pair]), path, pair)),
  disconnect: (design, { path, value }) => onEdge(design, path, value, (pair) => disconnect(design, path, [pair])),
  remove: (design, { path }) => removeNodes(design, [path]),
  bypass: (design, { path }) => bypassed(design, path),
  insert: inserted,
  join: joined,
};

function resized(design: Design, name: string, value: Json): Design {
  const plain = typeof value === "number" || typeof value === "string" || typeof value === "boolean";
  return plain ? { ...design, vars: { ...design.vars, [name]: value } } : design;
}

function respelled(design: Design, { path, attr, value }: Fix): Design {
  const held = nodeAt(design, path)?.[attr ?? ""];
  if (held === undefined || typeof value !== "string") return design;
  return setParam(setParam(design, path, attr ?? "", undefined), path, value, held as Json);
}

function onEdge(design: Design, scope: string, value: Json, change: (pair: Pair) => Design): Design {
  const [from, to, ...more] = typeof value === "string" ? value.split("->").map((name) => name.trim()) : [];
  return from && to && !more.length && scopeAt(design, scope) ? change([from, to]) : design;
}

/** Take a node away and draw an edge from what fed it to whatever it fed, in the place of the old edge. */
export function bypassed(design: Design, path: string): Design {
  const scope = parentOf(path), name = nameOf(path), held = scopeAt(design, scope);
  if (!held || !nodeAt(design, path)) return design;
  const source = pairs(held.edges).find(([, to]) => to === name)?.[0];
  const there = (to: string): boolean => pairs(held.edges).some(([a, b]) => a === source && b === to);
  const healed = pairs(held.edges).flatMap((pair): Pair[] =>
    pair[1] === name ? [] : pair[0] !== name ? [pair] : source !== undefined && !there(pair[1]) ? [[source, pair[1]]] : [],
  );
  const left = removeNodes(design, [path]);
  return withScope(left, scope, (s) => ({ ...s, edges: healed.map((pair) => pair.join(" -> ")) }));
}

/** Put a new node on an edge; the edge's place among the inputs of its target stays. */
export function onto(design: Design, scope: string, edge: Pair, wanted: string, node: DesignNode, place?: [number, number]): [Design, string] {
  const held = scopeAt(design, scope);
  if (!held || !pairs(held.edges).some(([a, b]) => a === edge[0] && b === edge[1])) return [design, ""];
  const spot = place ?? below(design, scope, edge[0] === "in" ? null : join(scope, edge[0]));
  const [grown, path] = addNode(design, scope, wanted, node, spot);
  const name = nameOf(path);
  const edges = pairs(held.edges).flatMap(([a, b]): Pair[] => (a === edge[0] && b === edge[1] ? [[a, name], [name, b]] : [[a, b]]));
  return [withScope(grown, scope, (s) => ({ ...s, edges: edges.map((pair) => pair.join(" -> ")) })), path];
}

function inserted(design: Design, { path, value }: Fix): Design {
  const { edge, name, node } = (value ?? {}) as { edge?: string; name?: string; node?: DesignNode };
  const [from, to] = (edge ?? "").split("->").map((one) => one.trim());
  return from && to && name && node ? onto(design, path, [from, to], name, node)[0] : design;
}

/** Let an Add take all inputs of a node that takes one. */
function joined(design: Design, { path }: Fix): Design {
  const scope = parentOf(path), name = nameOf(path), held = scopeAt(design, scope);
  const sources = held ? pairs(held.edges).filter(([, to]) => to === name).map(([from]) => from) : [];
  if (sources.length < 2) return design;
  const [grown, added] = addNode(design, scope, "add", { type: "Add" }, below(design, scope, path));
  const cut = disconnect(grown, scope, sources.map((from) => [from, name] as const));
  const fed = sources.reduce((made, from) => connect(made, scope, [from, nameOf(added)]), cut);
  return connect(fed, scope, [nameOf(added), name]);
}
