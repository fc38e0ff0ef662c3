/** A design as a document: paths, scopes and edges, and the changes a person makes to them. Nothing here mutates. */
import type { Design, DesignNode, Json } from "./types";

/** A scope is the top of a design ("") or the inside of a container, named by the container's path. */
export interface Scope {
  nodes: Record<string, DesignNode>;
  edges: string[];
  ports?: string[]; // by which a composite is entered, where it is not "in" alone
}

export type Pair = readonly [from: string, to: string];
export const PORTS = ["in", "out"] as const;
const NAME = /^[A-Za-z][A-Za-z0-9_]{0,63}$/;

export const parentOf = (path: string): string => path.split(".").slice(0, -1).join(".");
export const nameOf = (path: string): string => path.slice(path.lastIndexOf(".") + 1);
export const join = (scope: string, name: string): string => (scope ? `${scope}.${name}` : name);
export const inside = (path: string, ancestor: string): boolean => path === ancestor || path.startsWith(`${ancestor}.`);

export function emptyDesign(): Design {
  return { format: 1, vars: {}, nodes: {}, edges: [], layout: {}, meta: {} };
}

export function scopeAt(design: Design, path: string): Scope | null {
  if (!path) return design;
  const node = nodeAt(design, path);
  if (!node?.nodes) return null;
  const ports = Array.isArray(node.inputs) ? node.inputs.filter((port): port is string => typeof port === "string") : null;
  return { nodes: node.nodes, edges: node.edges ?? [], ...(ports ? { ports } : {}) };
}

export function nodeAt(design: Design, path: string): DesignNode | null {
  let nodes: Record<string, DesignNode> | undefined = design.nodes;
  let found: DesignNode | null = null;
  for (const name of path.split(".")) {
    found = (nodes && Object.hasOwn(nodes, name) && nodes[name]) || null;
    nodes = found?.nodes;
  }
  return found;
}

/** Every node with its path, containers before what is inside. */
export function walk(design: Design): [path: string, node: DesignNode][] {
  const found: [string, DesignNode][] = [];
  const visit = (nodes: Record<string, DesignNode>, scope: string): void => {
    for (const [name, node] of Object.entries(nodes)) {
      found.push([join(scope, name), node]);
      if (node.nodes) visit(node.nodes, join(scope, name));
    }
  };
  visit(design.nodes, "");
  return found;
}

const names = (chain: string): string[] => chain.split("->").map((name) => name.trim());

/** "a -> b -> c" as its pairs; an edge that is written twice counts once. */
export function pairs(edges: readonly string[]): Pair[] {
  const seen = new Map<string, Pair>();
  for (const chain of edges) {
    const list = names(chain);
    for (let at = 0; at + 1 < list.length; at++) seen.set(`${list[at]} ${list[at + 1]}`, [list[at]!, list[at + 1]!]);
  }
  return [...seen.values()];
}

/** Take edges out of chains; what is left of a chain stays written as it was. */
export function without(edges: readonly string[], unwanted: (pair: Pair) => boolean): string[] {
  const left: string[] = [];
  for (const chain of edges) {
    const list = names(chain);
    let part: string[] = [], cut = false;
    for (const name of list) {
      const last = part.at(-1);
      if (last !== undefined && unwanted([last, name])) {
        if (part.length > 1) left.push(part.join(" -> "));
        part = [];
        cut = true;
      }
      part.push(name);
    }
    if (part.length > 1) left.push(cut ? part.join(" -> ") : chain);
  }
  return left;
}

/** Put a changed scope back into its design. */
export function withScope(design: Design, path: string, change: (scope: Scope) => Scope): Design {
  if (!path) return { ...design, ...change({ nodes: design.nodes, edges: design.edges }) };
  const into = (nodes: Record<string, DesignNode>, rest: string[]): Record<string, DesignNode> => {
    const [name, ...deeper] = rest as [string, ...string[]];
    const node = nodes[name];
    if (!node?.nodes) return nodes;
    const scope = { nodes: node.nodes, edges: node.edges ?? [] };
    const changed = deeper.length ? { ...scope, nodes: into(scope.nodes, deeper) } : change(scope);
    return { ...nodes, [name]: { ...node, ...changed } };
  };
  return { ...design, nodes: into(design.nodes, path.split(".")) };
}

export function freshName(scope: Scope, wanted: string): string {
  const stem = (NAME.test(wanted) && wanted.replace(/\d+$/, "").slice(0, 56)) || "block";
  const taken = (name: string): boolean => Object.hasOwn(scope.nodes, name) || (scope.ports ?? []).includes(name);
  if (!taken(wanted) && NAME.test(wanted)) return wanted;
  for (let n = 2; ; n++) if (!taken(`${stem}${n}`)) return `${stem}${n}`;
}

export function addNode(design: Design, scope: string, wanted: string, node: DesignNode, place: number[]): [Design, string] {
  const held = scopeAt(design, scope);
  if (!held) return [design, ""];
  const name = freshName(held, wanted);
  const grown = withScope(design, scope, (s) => ({ ...s, nodes: { ...s.nodes, [name]: node } }));
  return [{ ...grown, layout: { ...grown.layout, [join(scope, name)]: place } }, join(scope, name)];
}

export function removeNodes(design: Design, paths: readonly string[]): Design {
  let left = design;
  for (const path of paths) {
    const name = nameOf(path);
    left = withScope(left, parentOf(path), (s) => {
      const { [name]: _gone, ...nodes } = s.nodes;
      return { nodes, edges: without(s.edges, (pair) => pair.includes(name)) };
    });
  }
  const gone = (key: string): boolean => paths.some((path) => inside(key, path));
  return { ...left, layout: Object.fromEntries(Object.entries(left.layout).filter(([key]) => !gone(key))) };
}

export function connect(design: Design, scope: string, pair: Pair): Design {
  return withScope(design, scope, (s) => ({ ...s, edges: [...s.edges, pair.join(" -> ")] }));
}

export function disconnect(design: Design, scope: string, gone: readonly Pair[]): Design {
  const unwanted = ([from, to]: Pair): boolean => gone.some((pair) => pair[0] === from && pair[1] === to);
  return withScope(design, scope, (s) => ({ ...s, edges: without(s.edges, unwanted) }));
}

/** Give a parameter a value; undefined takes it back to its default. */
export function setParam(design: Design, path: string, attr: string, value: Json | undefined): Design {
  return withScope(design, parentOf(path), (s) => {
    const node = s.nodes[nameOf(path)];
    if (!node) return s;
    const { [attr]: _old, ...rest } = node;
    const changed = (value === undefined ? rest : { ...node, [attr]: value }) as DesignNode;
    return { ...s, nodes: { ...s.nodes, [nameOf(path)]: changed } };
  });
}

export function move(design: Design, places: Record<string, [number, number]>): Design {
  const layout = { ...design.layout };
  for (const [path, [x, y]] of Object.entries(places)) layout[path] = [Math.round(x), Math.round(y)];
  return { ...design, layout };
}

export type RenameRefusal = "name_form" | "name_port" | "name_taken";

export function renameRefusal(design: Design, path: string, name: string): RenameRefusal | null {
  if (name === nameOf(path)) return null;
  if (!NAME.test(name)) return "name_form";
  if (name === "in" || name === "out") return "name_port";
  const scope = scopeAt(design, parentOf(path));
  if (scope?.ports?.includes(name)) return "name_port";
  return scope && Object.hasOwn(scope.nodes, name) ? "name_taken" : null;
}

/** Rename a node wherever it is spoken of: edges, places, ties, and the variants of a pattern. */
export function rename(design: Design, path: string, name: string): Design {
  const old = nameOf(path), scope = parentOf(path);
  const swap = (word: string): string => (word === old ? name : word);
  const renamed = withScope(design, scope, (s) => ({
    nodes: Object.fromEntries(Object.entries(s.nodes).map(([key, node]) => [swap(key), retied(node, headed(swap))])),
    edges: s.edges.map((chain) => names(chain).map(swap).join(" -> ")),
  }));
  const at = join(scope, name);
  const layout = Object.fromEntries(
    Object.entries(renamed.layout).map(([key, place]) => [inside(key, path) ? at + key.slice(path.length) : key, place]),
  );
  return repatterned({ ...renamed, layout }, scope, swap);
}

/** A tie may go into a composite: "stem.tok". */
const headed = (swap: (word: string) => string) => (tie: string): string => {
  const [head = "", ...rest] = tie.split(".");
  return [swap(head), ...rest].join(".");
};

/** A node whose tie speaks of another by its new name. */
export function retied(node: DesignNode, swap: (word: string) => string): DesignNode {
  return typeof node.tie_to === "string" ? { ...node, tie_to: swap(node.tie_to) } : node;
}

export type Group = Record<string, Json>;
export const isGroup = (value: Json | undefined): value is Group => typeof value === "object" && value !== null && !Array.isArray(value);
const changed = (value: Json, entry: (key: string, value: Json) => [string, Json]): Json =>
  isGroup(value) ? Object.fromEntries(Object.entries(value).map(([key, one]) => entry(key, one))) : value;

/** Overrides are keyed by the names of blocks. What is not in that form is left as it is. */
function repatterned(design: Design, container: string, swap: (word: string) => string): Design {
  const node = container ? nodeAt(design, container) : null;
  if (!node || !Array.isArray(node.patterns)) return design;
  const swapped = (variants: Json): Json =>
    changed(variants, (variant, overrides) => [variant, changed(overrides, (key, value) => [swap(key), value])]);
  const patterns = node.patterns.map((pattern) =>
    isGroup(pattern) && pattern.variants !== undefined ? { ...pattern, variants: swapped(pattern.variants) } : pattern,
  );
  return setParam(design, container, "patterns", patterns);
}

/** Copy nodes of one scope with the edges between them. */
export interface Clip {
  nodes: Record<string, DesignNode>;
  edges: Pair[];
  places: Record<string, number[]>;
}

export function copy(design: Design, paths: readonly string[]): Clip | null {
  const first = paths[0];
  if (first === undefined) return null;
  const scope = parentOf(first), held = scopeAt(design, scope);
  if (!held) return null;
  const chosen = new Set(paths.filter((path) => parentOf(path) === scope).map(nameOf));
  const prefix = scope ? `${scope}.` : "";
  const places = Object.entries(design.layout).filter(
    ([key]) => key.startsWith(prefix) && chosen.has(key.slice(prefix.length).split(".")[0]!),
  );
  return {
    nodes: Object.fromEntries([...chosen].filter((name) => Object.hasOwn(held.nodes, name)).map((name) => [name, held.nodes[name]!])),
    edges: pairs(held.edges).filter(([a, b]) => chosen.has(a) && chosen.has(b)),
    places: Object.fromEntries(places.map(([key, place]) => [key.slice(prefix.length), place])),
  };
}

export function paste(design: Design, scope: string, clip: Clip, shift = 40): [Design, string[]] {
  const held = scopeAt(design, scope);
  if (!held) return [design, []];
  const renamed = new Map<string, string>(), nodes = { ...held.nodes }, layout = { ...design.layout };
  for (const name of Object.keys(clip.nodes)) {
    const fresh = freshName({ nodes, edges: [] }, name);
    renamed.set(name, fresh);
    nodes[fresh] = clip.nodes[name]!;
    layout[join(scope, fresh)] = [shift, shift];
  }
  for (const fresh of renamed.values()) nodes[fresh] = retied(nodes[fresh]!, (word) => renamed.get(word) ?? word);
  for (const [key, [x = 0, y = 0, ...size]] of Object.entries(clip.places)) {
    const [top, ...deeper] = key.split("."), fresh = renamed.get(top!);
    if (fresh) layout[[join(scope, fresh), ...deeper].join(".")] = deeper.length ? [x, y, ...size] : [x + shift, y + shift, ...size];
  }
  const edges = clip.edges.flatMap(([from, to]) => (renamed.has(from) && renamed.has(to) ? [`${renamed.get(from)} -> ${renamed.get(to)}`] : []));
  const grown = withScope(design, scope, (s) => ({ nodes, edges: [...s.edges, ...edges] }));
  return [{ ...grown, layout }, [...renamed.values()].map((name) => join(scope, name))];
}
