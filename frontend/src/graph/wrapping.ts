/** Chosen blocks put into a Repeat of their own. */
import { newNode, shortName } from "./adding";
import { MAX_DEPTH } from "./clip";
import { freshName, inside, isGroup, join, nameOf, nodeAt, pairs, parentOf, scopeAt, walk, withScope, type Pair, type Scope } from "./document";
import { flowOf, layoutPlace, UNDER_TITLE } from "./flow";
import { grownAround, outermost, withRoom } from "./mending";
import { inputOf, outputKind, specOf, type Registry } from "./rules";
import type { Design, DesignNode } from "./types";

export interface WrapRefusal {
  code: "nothing" | "scopes" | "inputs" | "outputs" | "kind" | "varied" | "tied" | "deep";
  values: Record<string, string>;
}

const REPEAT = "Repeat";
const refused = (code: WrapRefusal["code"], values: WrapRefusal["values"] = {}): WrapRefusal => ({ code, values });

/** The chosen blocks inside a new Repeat, wired as they were; or why they cannot be. */
export function wrapped(design: Design, registry: Registry, chosen: readonly string[]): [Design, string] | WrapRefusal {
  const paths = outermost(chosen).filter((path) => nodeAt(design, path)), scope = parentOf(paths[0] ?? "");
  const spec = specOf(registry, REPEAT), held = scopeAt(design, scope);
  if (!paths.length || !spec || !held) return refused("nothing");
  if (paths.some((path) => parentOf(path) !== scope)) return refused("scopes");
  const names = new Set(paths.map(nameOf)), ends = endsOf(held, names);
  const wrong = fault(design, registry, scope, names, ends);
  if (wrong) return wrong;
  const name = freshName(held, shortName(REPEAT));
  const node: DesignNode = { ...newNode(spec, design.vars), nodes: picked(held.nodes, (one) => names.has(one)), edges: innerEdges(held, names, ends) };
  const outside: Scope = { nodes: inPlace(held.nodes, names, name, node), edges: outerEdges(held, names, name) };
  const made = withScope({ ...design, layout: placed(design, scope, names, name) }, scope, () => outside);
  return [grownAround(design, withRoom(made, join(scope, name)), scope), join(scope, name)];
}

/** What feeds the chosen blocks from outside, which of them feed others, and where a chain of them begins and ends. */
export interface Ends { sources: string[]; feeders: string[]; heads: string[]; tails: string[] }

export function endsOf(held: Scope, names: ReadonlySet<string>): Ends {
  const edges = pairs(held.edges), unique = (found: string[]): string[] => [...new Set(found)];
  const within = edges.filter(([a, b]) => names.has(a) && names.has(b));
  return {
    sources: unique(edges.filter(([a, b]) => !names.has(a) && names.has(b)).map(([a]) => a)),
    feeders: unique(edges.filter(([a, b]) => names.has(a) && !names.has(b)).map(([a]) => a)),
    heads: [...names].filter((name) => !within.some(([, b]) => b === name)),
    tails: [...names].filter((name) => !within.some(([a]) => a === name)),
  };
}

function fault(design: Design, registry: Registry, scope: string, names: ReadonlySet<string>, ends: Ends): WrapRefusal | null {
  const list = (found: string[]): Record<string, string> => ({ names: found.slice(0, 5).join(", ") });
  if (ends.sources.length > 1) return refused("inputs", list(ends.sources));
  if (ends.feeders.length > 1) return refused("outputs", list(ends.feeders));
  if (!ends.sources.length && ends.heads.length !== 1) return refused("inputs", list(ends.heads));
  if (!ends.feeders.length && ends.tails.length !== 1) return refused("outputs", list(ends.tails));
  const entering = ends.sources[0] ? outputKind(design, registry, scope, ends.sources[0]) : inputOf(design, registry, scope, ends.heads[0]!)?.kind;
  const last = ends.feeders[0] ?? ends.tails[0]!, leaving = outputKind(design, registry, scope, last);
  if (entering && entering !== "stream") return refused("kind", { name: firstOf(design, scope, names, ends), kind: entering });
  if (leaving && leaving !== "stream") return refused("kind", { name: last, kind: leaving });
  const varied = [...names].find((name) => variedBy(design, scope, name));
  if (varied) return refused("varied", { name: varied, frame: nameOf(scope) });
  const tied = walk(design).find(([path, node]) => typeof node.tie_to === "string" && names.has(node.tie_to) !== names.has(nameOf(path)) && parentOf(path) === scope);
  if (tied) return refused("tied", { name: nameOf(tied[0]), other: String(tied[1].tie_to) });
  const deepest = Math.max(...walk(design).filter(([path]) => [...names].some((name) => inside(path, join(scope, name)))).map(([path, node]) => path.split(".").length + Number(!!node.nodes)));
  return deepest + 1 > MAX_DEPTH ? refused("deep") : null;
}

const firstOf = (design: Design, scope: string, names: ReadonlySet<string>, { sources, heads }: Ends): string =>
  pairs(scopeAt(design, scope)!.edges).find(([a, b]) => a === sources[0] && names.has(b))?.[1] ?? heads[0] ?? "";

/** Whether a pattern of the frame around a block changes it in some layers. */
export function variedBy(design: Design, scope: string, name: string): boolean {
  const patterns = scope ? nodeAt(design, scope)?.patterns : undefined;
  return (patterns ?? []).some((pattern) => isGroup(pattern) && isGroup(pattern.variants) && Object.values(pattern.variants).some((overrides) => isGroup(overrides) && Object.hasOwn(overrides, name)));
}

export const picked = (nodes: Scope["nodes"], keep: (name: string) => boolean): Scope["nodes"] => Object.fromEntries(Object.entries(nodes).filter(([name]) => keep(name)));

/** The frame stands in the file where the first of its blocks stood. */
export function inPlace(nodes: Scope["nodes"], names: ReadonlySet<string>, name: string, node: DesignNode): Scope["nodes"] {
  const first = Object.keys(nodes).find((one) => names.has(one));
  return Object.fromEntries(Object.entries(nodes).flatMap(([one, held]): [string, DesignNode][] => (one === first ? [[name, node]] : names.has(one) ? [] : [[one, held]])));
}

const written = (edges: readonly Pair[]): string[] => edges.map((pair) => pair.join(" -> "));

/** In the order in which they are written, which is that of a block's inputs. */
function innerEdges(held: Scope, names: ReadonlySet<string>, ends: Ends): string[] {
  const edges = pairs(held.edges).flatMap(([a, b]): Pair[] => (names.has(b) ? [[names.has(a) ? a : "in", b]] : []));
  if (!ends.sources.length) edges.unshift(["in", ends.heads[0]!]);
  return written([...edges, [ends.feeders[0] ?? ends.tails[0]!, "out"]]);
}

export function outerEdges(held: Scope, names: ReadonlySet<string>, name: string): string[] {
  const swap = (one: string): string => (names.has(one) ? name : one);
  return written(pairs(written(pairs(held.edges).map(([a, b]): Pair => [swap(a), swap(b)]).filter(([a, b]) => a !== b))));
}

/** The blocks keep their places to each other; the frame's corner lies where theirs was. */
export function placed(design: Design, scope: string, names: ReadonlySet<string>, name: string): Design["layout"] {
  const drawn = flowOf(design).nodes.filter(({ data }) => data.scope === scope && names.has(data.name));
  const spots = drawn.map((node) => ({ path: node.id, name: node.data.name, at: layoutPlace(scope, node.position, node.data.role === "frame") }));
  const left = Math.min(...spots.map(({ at }) => at[0])), top = Math.min(...spots.map(({ at }) => at[1]));
  const layout: Design["layout"] = {}, frame = join(scope, name);
  for (const [path, place] of Object.entries(design.layout)) {
    const held = spots.find((spot) => inside(path, spot.path));
    layout[held ? join(frame, path.slice(scope ? scope.length + 1 : 0)) : path] = place;
  }
  for (const spot of spots) layout[join(frame, spot.name)] = [spot.at[0] - left, spot.at[1] - top + UNDER_TITLE];
  return { ...layout, [frame]: [left, top] };
}
