/** What differs between two designs: blocks, their parameters, edges, sizes and patterns. No words in here. */
import type { Defaults } from "./defaults";
import { edgeDiffs, type EdgeDiff } from "./diff-edges";
import { join, nameOf, nodeAt, pairs, parentOf, scopeAt, walk } from "./document";
import { matched, type Match } from "./matching";
import type { Design, DesignNode, Json } from "./types";

export type Status = "same" | "changed" | "added" | "removed";

/** A value as it is written ("$d_model") and as it is (768); undefined where nothing is written and nothing is the default. */
export interface Side {
  written: Json | undefined;
  value: Json | undefined;
}

/** A parameter, inside groups as "rope.theta". `bySize`: the same is written on both sides, and the size differs. */
export interface ParamDiff { attr: string; a: Side; b: Side; bySize: boolean }

export interface NodeDiff extends Match {
  status: Status;
  typeA: string | null;
  typeB: string | null;
  params: ParamDiff[];
  patterns: { a: Json[]; b: Json[] } | null; // of a container, where they differ
  reordered: boolean; // the same inputs in another order
}

export interface VarDiff { name: string; a: Json | undefined; b: Json | undefined }

export interface DesignDiff {
  nodes: NodeDiff[];
  edges: EdgeDiff[];
  vars: VarDiff[];
  same: boolean; // as far as the model goes
  drawn: boolean; // the same drawing: places, title and notes
}

const STRUCTURE = new Set(["type", "nodes", "edges", "patterns"]);
const none: Defaults = () => undefined;

/** `defaults` lets a written default equal one that is left out. */
export function diffDesigns(a: Design, b: Design, defaults: Defaults = none): DesignDiff {
  const matches = matched(a, b), namesAtoB = new Map(matches.flatMap((m): [string, string][] => (m.a !== null && m.b !== null ? [[m.a, m.b]] : [])));
  const inputs = { a: inputsOf(a), b: inputsOf(b) };
  const nodes = matches.map((match) => nodeDiff(a, b, match, namesAtoB, defaults, inputs));
  const edges = edgeDiffs(a, b, namesAtoB);
  const vars = varDiffs(a.vars, b.vars);
  const same = !vars.length && edges.every((edge) => edge.status === "same") && nodes.every((node) => node.status === "same");
  return { nodes, edges, vars, same, drawn: equal(a.layout, b.layout) && equal(a.meta, b.meta) };
}

function nodeDiff(a: Design, b: Design, match: Match, names: ReadonlyMap<string, string>, defaults: Defaults, inputs: Record<"a" | "b", Inputs>): NodeDiff {
  const nodeA = match.a === null ? null : nodeAt(a, match.a), nodeB = match.b === null ? null : nodeAt(b, match.b);
  const found = { ...match, typeA: nodeA?.type ?? null, typeB: nodeB?.type ?? null, params: [] as ParamDiff[], patterns: null, reordered: false };
  if (!nodeA || !nodeB) return { ...found, status: nodeA ? "removed" : "added" };
  const params = paramDiffs(retied(nodeA, match, names), nodeB, a.vars, b.vars, defaults);
  const patterns = patternDiff(nodeA, nodeB, match.a!, names);
  const reordered = reorderedInputs(inputs.a, inputs.b, match, names);
  const same = nodeA.type === nodeB.type && !params.length && !patterns && !reordered;
  return { ...found, params, patterns, reordered, status: same ? "same" : "changed" };
}

/** A tie speaks of another node by name: that counts by who it is. */
function retied(node: DesignNode, match: Match, names: ReadonlyMap<string, string>): DesignNode {
  if (typeof node.tie_to !== "string") return node;
  const target = names.get(join(parentOf(match.a!), node.tie_to));
  return target === undefined ? node : { ...node, tie_to: nameOf(target) };
}

type Vars = Design["vars"];
const isGroup = (value: unknown): value is Record<string, Json> => typeof value === "object" && value !== null && !Array.isArray(value);
const resolved = (value: Json | undefined, vars: Vars): Json | undefined => {
  const size = typeof value === "string" && value.startsWith("$") ? value.slice(1) : null;
  return size !== null && Object.hasOwn(vars, size) ? vars[size] : value;
};
const keysOf = (...groups: object[]): string[] => [...new Set(groups.flatMap(Object.keys))];
const own = (group: object, key: string): Json | undefined => (Object.hasOwn(group, key) ? (group as Record<string, Json>)[key] : undefined);

function paramDiffs(nodeA: DesignNode, nodeB: DesignNode, varsA: Vars, varsB: Vars, defaults: Defaults): ParamDiff[] {
  const compare = (a: object, b: object, trail: string[]): ParamDiff[] =>
    keysOf(a, b).filter((key) => trail.length || !STRUCTURE.has(key)).flatMap((key): ParamDiff[] => {
      const attr = [...trail, key], writtenA = own(a, key), writtenB = own(b, key);
      if (isGroup(writtenA) && isGroup(writtenB)) return compare(writtenA, writtenB, attr);
      const sideA = side(writtenA, varsA, defaults(nodeA.type, attr, a as Json)), sideB = side(writtenB, varsB, defaults(nodeB.type, attr, b as Json));
      return equal(sideA.value, sideB.value) ? [] : [{ attr: attr.join("."), a: sideA, b: sideB, bySize: equal(writtenA, writtenB) }];
    });
  return compare(nodeA, nodeB, []);
}

const side = (written: Json | undefined, vars: Vars, fallback: Json | undefined): Side =>
  ({ written, value: written === undefined ? fallback : resolved(written, vars) });

function patternDiff(nodeA: DesignNode, nodeB: DesignNode, pathA: string, names: ReadonlyMap<string, string>): NodeDiff["patterns"] {
  const list = (node: DesignNode): Json[] => (Array.isArray(node.patterns) ? node.patterns : []);
  const a = list(nodeA), b = list(nodeB);
  return equal(a.map((pattern) => renamed(pattern, pathA, names)), b) ? null : { a, b };
}

/** A pattern with its blocks under their names in the other design. */
function renamed(pattern: Json, scope: string, names: ReadonlyMap<string, string>): Json {
  if (!isGroup(pattern) || !isGroup(pattern.variants)) return pattern;
  const block = (name: string): string => nameOf(names.get(join(scope, name)) ?? name);
  const overrides = (held: Json): Json => (isGroup(held) ? Object.fromEntries(Object.entries(held).map(([name, value]) => [block(name), value])) : held);
  return { ...pattern, variants: Object.fromEntries(Object.entries(pattern.variants).map(([name, held]) => [name, overrides(held)])) };
}

type Inputs = ReadonlyMap<string, string[]>;

/** The names that feed each node, in order, by the node's path. */
function inputsOf(design: Design): Inputs {
  const found = new Map<string, string[]>();
  for (const scope of ["", ...walk(design).filter(([, node]) => node.nodes).map(([path]) => path)]) {
    for (const [from, to] of pairs(scopeAt(design, scope)!.edges)) found.set(join(scope, to), [...(found.get(join(scope, to)) ?? []), from]);
  }
  return found;
}

function reorderedInputs(a: Inputs, b: Inputs, match: Match, names: ReadonlyMap<string, string>): boolean {
  const over = (a.get(match.a!) ?? []).map((name) => across(parentOf(match.a!), name, names)), there = b.get(match.b!) ?? [];
  return over.length > 1 && !equal(over, there) && equal([...over].sort(), [...there].sort());
}

/** A name of `a` as `b` calls it; null where it has no such node. */
function across(scope: string, name: string, names: ReadonlyMap<string, string>): string | null {
  if (name === "in" || name === "out") return name;
  const path = names.get(join(scope, name));
  return path === undefined ? null : nameOf(path);
}

function varDiffs(a: Vars, b: Vars): VarDiff[] {
  return keysOf(a, b).map((name) => ({ name, a: own(a, name), b: own(b, name) })).filter((one) => !equal(one.a, one.b));
}

/** The same value, in whatever order a group is written. */
export function equal(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (Array.isArray(a) && Array.isArray(b)) return a.length === b.length && a.every((one, i) => equal(one, b[i]));
  if (!isGroup(a) || !isGroup(b)) return false;
  return keysOf(a, b).every((key) => Object.hasOwn(a, key) && Object.hasOwn(b, key) && equal(a[key], b[key]));
}
