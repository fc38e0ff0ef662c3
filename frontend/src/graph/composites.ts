/** Composites opened: the same rules as in `architectures/core/composites.py`, held to the same cases. Nothing here mutates. */
import { isGroup, nameOf, nodeAt, pairs, parentOf, retied, scopeAt, withScope, type Pair, type Scope } from "./document";
import type { Design, DesignNode, Json } from "./types";

export const COMPOSITE = "Composite";
const MAX_NAME = 64; // characters of a block's name
const AS_WRITTEN: readonly string[] = ["type", "name", "inputs", "edges"]; // of a node: never "$name"

export interface Param { default: Json; title?: string }
export type Values = Record<string, Json>;
type Nodes = Record<string, DesignNode>;

export const isComposite = (node: DesignNode | null | undefined): node is DesignNode & { nodes: Nodes } => node?.type === COMPOSITE && !!node.nodes;

const names = (value: unknown): string[] => (Array.isArray(value) ? value.filter((one): one is string => typeof one === "string") : []);
export const portsOf = (node: DesignNode): string[] => (node.inputs === undefined ? ["in"] : names(node.inputs));

/** The ports by which a scope is entered. */
export function portsAt(design: Design, scope: string): string[] {
  const node = scope ? nodeAt(design, scope) : null;
  return isComposite(node) ? portsOf(node) : ["in"];
}

export function paramsOf(node: DesignNode): Record<string, Param> {
  const params = node.params as Json | undefined;
  return isGroup(params) ? (Object.fromEntries(Object.entries(params).filter(([, about]) => isGroup(about))) as unknown as Record<string, Param>) : {};
}

export const argsOf = (node: DesignNode): Values => (isGroup(node.args as Json) ? (node.args as Values) : {});

/** What the parameters of a composite stand for: its arguments, else their defaults. */
export function bindings(node: DesignNode): Values {
  const args = argsOf(node);
  return Object.fromEntries(Object.entries(paramsOf(node)).map(([name, about]) => [name, Object.hasOwn(args, name) ? args[name]! : about.default]));
}

const without = (values: Values, gone: object): Values => Object.fromEntries(Object.entries(values).filter(([name]) => !Object.hasOwn(gone, name)));

/** A node with "$name" replaced by its value. An inner composite's own parameters shadow those of the same name. */
export function substituted(node: DesignNode, values: Values): DesignNode {
  if (!Object.keys(values).length) return node;
  const inner = isComposite(node) ? without(values, paramsOf(node)) : values;
  const parts = Object.entries(node).map(([key, value]) => {
    if (value === undefined || AS_WRITTEN.includes(key)) return [key, value];
    if (key === "nodes") return [key, Object.fromEntries(Object.entries(value as Nodes).map(([name, one]) => [name, substituted(one, inner)]))];
    if (key === "patterns" && Array.isArray(value)) return [key, value.map((pattern) => inPattern(pattern, values))];
    return [key, filled(value as Json, values)];
  });
  return Object.fromEntries(parts) as DesignNode;
}

function inPattern(pattern: Json, values: Values): Json {
  if (!isGroup(pattern) || !isGroup(pattern.variants)) return pattern;
  const changed = (changes: Json): Json =>
    isGroup(changes) ? Object.fromEntries(Object.entries(changes).map(([name, change]) => [name, isGroup(change) ? (substituted(change as DesignNode, values) as Json) : change])) : changes;
  return { ...pattern, variants: Object.fromEntries(Object.entries(pattern.variants).map(([variant, changes]) => [variant, changed(changes)])) };
}

/** A parameter's value with "$name" replaced, in lists and groups too. */
export function filled(value: Json, values: Values): Json {
  if (typeof value === "string") return value.startsWith("$") && Object.hasOwn(values, value.slice(1)) ? values[value.slice(1)]! : value;
  if (Array.isArray(value)) return value.map((one) => filled(one, values));
  return isGroup(value) ? Object.fromEntries(Object.entries(value).map(([key, one]) => [key, filled(one, values)])) : value;
}

/** The names that a node speaks of as "$name" and does not give a meaning to itself. */
export function freeNames(node: DesignNode): Set<string> {
  const found = new Set<string>(), own = isComposite(node) ? paramsOf(node) : {};
  for (const [key, value] of Object.entries(node)) {
    if (value === undefined || AS_WRITTEN.includes(key)) continue;
    if (key === "nodes") for (const one of Object.values(value as Nodes)) for (const name of freeNames(one)) if (!Object.hasOwn(own, name)) found.add(name);
    if (key !== "nodes") for (const name of spoken(value as Json)) found.add(name);
  }
  return found;
}

function spoken(value: Json): string[] {
  if (typeof value === "string") return value.startsWith("$") ? [value.slice(1)] : [];
  if (Array.isArray(value)) return value.flatMap(spoken);
  return isGroup(value) ? Object.values(value).flatMap(spoken) : [];
}

/** A scope with all its composites opened, those inside of others too, under the names that modules have. */
export function openedScope(scope: Scope): Scope {
  let held: Scope = { nodes: scope.nodes, edges: pairs(scope.edges).map((pair) => pair.join(" -> ")) };
  for (;;) {
    const shut = Object.keys(held.nodes).filter((name) => isComposite(held.nodes[name]));
    if (!shut.length) return held;
    const taken = new Set(Object.keys(held.nodes));
    held = opened(held, new Map(shut.map((name) => [name, flatNames(taken, name, held.nodes[name]!.nodes!)])));
  }
}

/** A name for each inner node that no node of the scope has; `taken` grows by them. */
export function flatNames(taken: Set<string>, name: string, inner: Nodes): Map<string, string> {
  const found = new Map<string, string>();
  for (const own of Object.keys(inner)) {
    const wanted = `${name}__${own}`.slice(0, MAX_NAME);
    let flat = wanted;
    for (let n = 2; taken.has(flat); n++) flat = `${wanted.slice(0, MAX_NAME - 4)}${n}`;
    found.set(own, flat);
    taken.add(flat);
  }
  return found;
}

type Lids = ReadonlyMap<string, ReadonlyMap<string, string>>; // of each composite to open: the new names of its nodes

/** What is inside of these composites in their place, wired through. */
export function opened(held: Scope, lids: Lids): Scope {
  const nodes: Nodes = {};
  for (const [name, node] of Object.entries(held.nodes)) {
    const given = lids.get(name);
    if (!given) nodes[name] = node;
    else for (const [own, one] of Object.entries(node.nodes!)) nodes[given.get(own)!] = tiedBeside(substituted(one, bindings(node)), given);
  }
  const tied = Object.fromEntries(Object.entries(nodes).map(([name, node]) => [name, tiedInto(node, lids)]));
  return { nodes: tied, edges: ledThrough(held, lids).map((pair) => pair.join(" -> ")) };
}

function ledThrough(held: Scope, lids: Lids): Pair[] {
  const edges = pairs(held.edges);
  const end = (name: string): string | undefined => {
    const given = lids.get(name);
    if (!given) return name;
    return pairs(held.nodes[name]!.edges ?? []).flatMap(([a, b]) => (b === "out" && given.has(a) ? [given.get(a)!] : []))[0];
  };
  const inner = (name: string, feeds: (string | undefined)[]): [string | undefined, string][] => {
    const node = held.nodes[name]!, given = lids.get(name)!;
    const ends = new Map<string, string | undefined>([...portsOf(node).flatMap((port, k) => (k < feeds.length ? [[port, feeds[k]] as const] : [])), ...given]);
    return pairs(node.edges ?? []).flatMap(([a, b]) => (ends.has(a) && given.has(b) ? [[ends.get(a), given.get(b)!]] : []));
  };
  const feeds = (name: string): string[] => edges.filter(([, b]) => b === name).map(([a]) => a);
  const found = edges.flatMap(([a, b]): [string | undefined, string][] => {
    if (!lids.has(b)) return [[end(a), b]];
    return a === feeds(b)[0] ? inner(b, feeds(b).map(end)) : [];
  });
  for (const name of lids.keys()) if (!feeds(name).length) found.push(...inner(name, []));
  return found.flatMap(([a, b]): Pair[] => (a === undefined ? [] : [[a, b]]));
}

/** A tie inside a composite means a node beside it first, one outside else. */
function tiedBeside(node: DesignNode, given: ReadonlyMap<string, string>): DesignNode {
  return retied(node, (word) => {
    const [head = "", ...rest] = word.split(".");
    return given.has(head) ? [given.get(head)!, ...rest].join(".") : word;
  });
}

/** A tie to a node inside a composite says "stem.tok". */
function tiedInto(node: DesignNode, lids: Lids): DesignNode {
  return retied(node, (word) => {
    const [head = "", first = "", ...rest] = word.split("."), given = lids.get(head);
    return given?.has(first) ? [given.get(first)!, ...rest].join(".") : word;
  });
}

/** Give the ports of a composite other names or another order: the edges inside and the edges that lead in follow. */
export function withPorts(design: Design, path: string, order: readonly string[], named: readonly string[]): Design {
  const node = nodeAt(design, path), scope = parentOf(path), name = nameOf(path);
  if (!isComposite(node)) return design;
  const old = portsOf(node), swap = (one: string): string => (order.includes(one) ? named[order.indexOf(one)]! : one);
  const inner = pairs(node.edges ?? []).map(([a, b]) => `${swap(a)} -> ${b}`);
  const made = withScope(design, scope, (s) => ({ nodes: { ...s.nodes, [name]: { ...node, inputs: [...named], edges: inner } }, edges: s.edges }));
  if (order.every((port, k) => port === old[k])) return made;
  const edges = pairs(scopeAt(design, scope)!.edges), into = edges.filter(([, b]) => b === name);
  const fed = order.flatMap((port): Pair[] => { const pair = into[old.indexOf(port)]; return pair ? [pair] : []; });
  const first = edges.findIndex(([, b]) => b === name);
  const rest = [...edges.slice(0, first), ...fed, ...edges.slice(first).filter(([, b]) => b !== name)];
  return first < 0 ? made : withScope(made, scope, (s) => ({ ...s, edges: rest.map((pair) => pair.join(" -> ")) }));
}

/** Why a port cannot have a name. */
export function portRefusal(node: DesignNode, port: string, name: string): "name_form" | "name_port" | "name_taken" | null {
  if (name === port) return null;
  if (!/^[A-Za-z][A-Za-z0-9_]{0,63}$/.test(name)) return "name_form";
  if (name === "out") return "name_port";
  return portsOf(node).includes(name) || Object.hasOwn(node.nodes ?? {}, name) ? "name_taken" : null;
}
