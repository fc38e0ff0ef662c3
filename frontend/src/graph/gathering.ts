/** Chosen blocks put under one name: which inputs and parameters that takes, and the composite in their place. */
import { MAX_DEPTH } from "./clip";
import { COMPOSITE, freeNames, isComposite, portsAt, type Param, type Values } from "./composites";
import { freshName, inside, isGroup, join, nameOf, nodeAt, pairs, parentOf, retied, scopeAt, walk, withScope, type Pair, type Scope } from "./document";
import { identifier } from "./adding";
import { grownAround, outermost, withRoom } from "./mending";
import { endsOf, inPlace, outerEdges, picked, placed, variedBy, type Ends } from "./wrapping";
import type { Design, DesignNode, Json } from "./types";

export interface GatherRefusal {
  code: "nothing" | "scopes" | "inputs" | "outputs" | "varied" | "deep" | "sameName" | "captures" | "badName";
  values: Record<string, string>;
}

/** An input of what was chosen: the block outside that feeds it (null for an open end), and the name of its port. */
export interface GatherPort { source: string | null; name: string }

/** What may become a parameter: a value that is written inside, or a size of the design that is spoken of there. */
export interface Candidate { id: string; path: string; at: string[]; value: Json; name: string; size: boolean }

export interface Proposal { names: string[]; scope: string; ports: GatherPort[]; candidates: Candidate[] }

/** What a person decided: a title, the ports in order, and the parameters by candidate with the names they get. */
export interface Plan { title: string; ports: GatherPort[]; params: { id: string; name: string }[] }

const refused = (code: GatherRefusal["code"], values: GatherRefusal["values"] = {}): GatherRefusal => ({ code, values });
const NAME = /^[A-Za-z][A-Za-z0-9_]{0,63}$/;

/** What a composite of the chosen blocks would have; or why there can be none. */
export function proposed(design: Design, chosen: readonly string[]): Proposal | GatherRefusal {
  const paths = outermost(chosen).filter((path) => nodeAt(design, path)), scope = parentOf(paths[0] ?? ""), held = scopeAt(design, scope);
  if (!paths.length || !held) return refused("nothing");
  if (paths.some((path) => parentOf(path) !== scope)) return refused("scopes");
  const names = new Set(paths.map(nameOf)), ends = endsOf(held, names);
  const wrong = fault(design, scope, names, ends);
  if (wrong) return wrong;
  const edges = pairs(outerEdges(held, names, "")), sources = edges.filter(([, b]) => b === "").map(([a]) => a);
  const open: (string | null)[] = sources.length ? sources : [null];
  return { names: [...names], scope, ports: portNames(open, names, portsAt(design, scope)), candidates: candidatesIn(design, scope, [...names]) };
}

function fault(design: Design, scope: string, names: ReadonlySet<string>, ends: Ends): GatherRefusal | null {
  const list = (found: string[]): Record<string, string> => ({ names: found.slice(0, 5).join(", ") });
  const loose = ends.tails.filter((name) => !ends.feeders.includes(name));
  if (ends.feeders.length + loose.length !== 1) return refused("outputs", list([...ends.feeders, ...loose]));
  if (!ends.sources.length && ends.heads.length !== 1) return refused("inputs", list(ends.heads));
  const varied = [...names].find((name) => variedBy(design, scope, name));
  if (varied) return refused("varied", { name: varied, frame: nameOf(scope) });
  const within = walk(design).filter(([path]) => [...names].some((name) => inside(path, join(scope, name))));
  const deepest = Math.max(...within.map(([path, node]) => path.split(".").length + Number(!!node.nodes)));
  return deepest + 1 > MAX_DEPTH ? refused("deep") : null;
}

/** "in" for the only one; else each is called by what feeds it, and the stream from the scope's own input "x". */
function portNames(sources: (string | null)[], names: ReadonlySet<string>, outer: readonly string[]): GatherPort[] {
  if (sources.length === 1) return [{ source: sources[0]!, name: "in" }];
  const taken: Record<string, DesignNode> = Object.fromEntries([...names, "out"].map((name) => [name, { type: "" }]));
  return sources.map((source) => {
    const name = freshName({ nodes: taken, edges: [] }, source === null || outer.includes(source) ? "x" : source);
    taken[name] = { type: "" };
    return { source, name };
  });
}

const KEPT: readonly string[] = ["type", "name", "inputs", "params", "nodes", "edges", "patterns", "tie_to"];
const plain = (value: unknown): value is Json => ["number", "string", "boolean"].includes(typeof value);

/** Every value that is written in a block, those one level inside of groups too, and every size that is spoken of. */
function candidatesIn(design: Design, scope: string, names: string[]): Candidate[] {
  const found: Candidate[] = [], nodes = names.map((name) => [name, nodeAt(design, join(scope, name))!] as const);
  const visit = (path: string, node: DesignNode): void => {
    for (const [key, value] of Object.entries(node)) {
      if (KEPT.includes(key) || value === undefined) continue;
      const leaves = plain(value) ? [[[key], value] as const] : isGroup(value as Json) ? Object.entries(value as Values).filter(([, one]) => plain(one)).map(([inner, one]) => [[key, inner], one] as const) : [];
      for (const [at, one] of leaves) if (!speaks(one)) found.push({ id: `${path}:${at.join(".")}`, path, at: [...at], value: one, name: at.at(-1)!, size: false });
    }
    for (const [name, one] of Object.entries(node.nodes ?? {})) if (!isComposite(node)) visit(`${path}.${name}`, one);
  };
  for (const [name, node] of nodes) visit(name, node);
  const sizes = new Set(nodes.flatMap(([, node]) => [...freeNames(node)]).filter((name) => Object.hasOwn(design.vars, name)));
  const spoken = [...sizes].map((name): Candidate => ({ id: `$${name}`, path: "", at: [], value: design.vars[name]!, name, size: true }));
  return named([...spoken, ...found], sizes);
}

const speaks = (value: Json): boolean => typeof value === "string" && value.startsWith("$");

/** Equal values of one name are one parameter; others of that name get their block's name before it. */
function named(all: Candidate[], sizes: ReadonlySet<string>): Candidate[] {
  const values = new Map<string, string[]>();
  for (const { name, value } of all) values.set(name, [...new Set([...(values.get(name) ?? []), JSON.stringify(value)])]);
  return all.map((one) => {
    const alone = one.size || (values.get(one.name)!.length === 1 && !sizes.has(one.name));
    return alone ? one : { ...one, name: `${one.path.split(".").at(-1)}_${one.name}`.slice(0, 64) };
  });
}

/** The design with the composite in the place of the chosen blocks, and its path; or why it cannot be so. */
export function gathered(design: Design, proposal: Proposal, plan: Plan): [Design, string] | GatherRefusal {
  const { scope, candidates } = proposal, held = scopeAt(design, scope)!, names = new Set(proposal.names);
  const chosen = plan.params.map(({ id, name }) => ({ ...candidates.find((one) => one.id === id)!, name }));
  const wrong = namesFault(held, names, plan, chosen);
  if (wrong) return wrong;
  const name = freshName(held, identifier(plan.title));
  const node = compositeOf(held, names, plan, chosen);
  const around = inPlace(held.nodes, names, name, node);
  const into = (tie: string): string => (names.has(tie.split(".")[0]!) ? `${name}.${tie}` : tie);
  const nodes = Object.fromEntries(Object.entries(around).map(([one, its]) => [one, one === name ? its : retied(its, into)]));
  const outside: Scope = { nodes, edges: fedInOrder(outerEdges(held, names, name), name, plan.ports) };
  const made = withScope({ ...design, layout: placed(design, scope, names, name) }, scope, () => outside);
  return [grownAround(design, withRoom(made, join(scope, name)), scope), join(scope, name)];
}

function namesFault(held: Scope, names: ReadonlySet<string>, plan: Plan, chosen: readonly Candidate[]): GatherRefusal | null {
  const ports = plan.ports.map((port) => port.name);
  const bad = [...ports, ...chosen.map((one) => one.name)].find((name) => !NAME.test(name));
  if (bad !== undefined) return refused("badName", { name: bad });
  const twice = ports.find((port, at) => port === "out" || ports.indexOf(port) !== at || names.has(port));
  if (twice !== undefined) return refused("sameName", { name: twice });
  const differing = chosen.find((one) => chosen.some((other) => other.name === one.name && JSON.stringify(other.value) !== JSON.stringify(one.value)));
  if (differing) return refused("sameName", { name: differing.name });
  const free = new Set([...names].flatMap((name) => [...freeNames(held.nodes[name]!)]));
  const caught = chosen.find((one) => free.has(one.name) && !chosen.some((size) => size.size && size.id === `$${one.name}` && size.name === one.name));
  return caught ? refused("captures", { name: caught.name }) : null;
}

function compositeOf(held: Scope, names: ReadonlySet<string>, plan: Plan, chosen: readonly Candidate[]): DesignNode {
  let nodes = picked(held.nodes, (one) => names.has(one));
  for (const one of chosen.filter(({ size }) => !size)) nodes = withValue(nodes, one.path.split("."), one.at, `$${one.name}`);
  const renamedSizes = new Map(chosen.filter(({ size, id, name }) => size && id !== `$${name}`).map(({ id, name }) => [id, `$${name}`]));
  if (renamedSizes.size) nodes = Object.fromEntries(Object.entries(nodes).map(([name, node]) => [name, respoken(node as unknown as Json, renamedSizes) as unknown as DesignNode]));
  const params: Record<string, Param> = Object.fromEntries(chosen.map(({ name, value }) => [name, { default: value }]));
  const args = Object.fromEntries(chosen.filter(({ size }) => size).map(({ name, id }) => [name, id]));
  const node: DesignNode = { type: COMPOSITE, name: plan.title, inputs: plan.ports.map((port) => port.name) };
  if (Object.keys(params).length) node.params = params as unknown as Json;
  if (Object.keys(args).length) node.args = args;
  return { ...node, nodes, edges: innerEdges(held, names, plan.ports) };
}

/** A size that is called otherwise inside: `$d_model` of the design is `$width` there. */
function respoken(value: Json, swap: ReadonlyMap<string, string>): Json {
  if (typeof value === "string") return swap.get(value) ?? value;
  if (Array.isArray(value)) return value.map((one) => respoken(one, swap));
  return isGroup(value) ? Object.fromEntries(Object.entries(value).map(([key, one]) => [key, respoken(one, swap)])) : value;
}

function withValue(nodes: Record<string, DesignNode>, [first, ...rest]: string[], at: string[], value: Json): Record<string, DesignNode> {
  const node = nodes[first!]!;
  if (rest.length) return { ...nodes, [first!]: { ...node, nodes: withValue(node.nodes!, rest, at, value) } };
  const [key, inner] = at as [string, string?];
  return { ...nodes, [first!]: { ...node, [key]: inner === undefined ? value : { ...(node[key] as Values), [inner]: value } } };
}

function innerEdges(held: Scope, names: ReadonlySet<string>, ports: readonly GatherPort[]): string[] {
  const port = (source: string): string => ports.find((one) => one.source === source)!.name;
  const edges = pairs(held.edges).flatMap(([a, b]): Pair[] => (names.has(b) ? [[names.has(a) ? a : port(a), b]] : []));
  const ends = endsOf(held, names);
  if (ports[0]?.source === null) edges.unshift([ports[0].name, ends.heads[0]!]);
  return [...edges, [ends.feeders[0] ?? ends.tails[0]!, "out"] as const].map((pair) => pair.join(" -> "));
}

/** The edges into a node, written in the order of its ports, where the first of them was. */
function fedInOrder(edges: readonly string[], name: string, ports: readonly GatherPort[]): string[] {
  const all = pairs(edges), first = all.findIndex(([, b]) => b === name);
  if (first < 0) return [...edges];
  const fed = ports.flatMap((port): Pair[] => (port.source === null ? [] : [[port.source, name]]));
  return [...all.slice(0, first), ...fed, ...all.slice(first).filter(([, b]) => b !== name)].map((pair) => pair.join(" -> "));
}

