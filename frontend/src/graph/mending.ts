/** What keeps a chain whole while blocks are put in and taken out. */
import { freshNode, nameFor, withSizes } from "./adding";
import { addNode, connect, disconnect, inside, join, nameOf, nodeAt, pairs, parentOf, removeNodes, scopeAt, withScope, type Pair } from "./document";
import { bypassed, onto } from "./fixes";
import { below, flowOf, GAP, layoutPlace, NODE_H, NODE_W } from "./flow";
import { reaches, refusal, specOf, spliced, type Refusal, type Registry } from "./rules";
import type { Design } from "./types";

const FIRST: [number, number] = [0, 40]; // in a frame: below the pin of its input
const COLUMN = NODE_W + 32;

/** Paths that lie inside no other of them: what is done to a frame is done to all inside it. */
export function outermost(paths: readonly string[]): string[] {
  return paths.filter((path) => !paths.some((other) => other !== path && inside(path, other)));
}

/** Take nodes away; where one has a single input, what it fed is fed by that from then on, if the rules allow it. */
export function healed(design: Design, registry: Registry, paths: readonly string[]): Design {
  return outermost(paths).reduce((left, path) => (heals(left, registry, path) ? bypassed(left, path) : removeNodes(left, [path])), design);
}

function heals(design: Design, registry: Registry, path: string): boolean {
  const scope = parentOf(path), name = nameOf(path), edges = pairs(scopeAt(design, scope)?.edges ?? []);
  const sources = edges.filter(([, to]) => to === name).map(([from]) => from);
  if (sources.length !== 1) return false;
  const left = removeNodes(design, [path]);
  return edges.filter(([from]) => from === name).every(([, to]) => {
    const refused = refusal(left, registry, scope, [sources[0]!, to]);
    return refused === null || refused.code === "there_already";
  });
}

/** Why a block of a type cannot stand on an edge; null if it can. */
export function insertRefusal(design: Design, registry: Registry, scope: string, edge: Pair, type: string): Refusal | null {
  const spec = specOf(registry, type);
  if (!spec) return null;
  const [grown, path] = addNode(disconnect(design, scope, [edge]), scope, nameFor(spec), freshNode(design, spec), [0, 0]);
  const name = nameOf(path);
  return refusal(grown, registry, scope, [edge[0], name]) ?? refusal(grown, registry, scope, [name, edge[1]]);
}

/** Put a new block on an edge and move what stands below out of its way. */
export function inserted(bare: Design, registry: Registry, scope: string, edge: Pair, type: string): [Design, string] {
  const spec = specOf(registry, type);
  if (!spec || insertRefusal(bare, registry, scope, edge, type)) return [bare, ""];
  const design = withSizes(bare, spec);
  const spot = spotOn(design, scope, edge);
  const [grown, path] = onto(design, scope, edge, nameFor(spec), freshNode(design, spec), spot);
  return [path ? grownAround(design, withRoom(grown, path), scope) : grown, path];
}

/** Add a block after another: into its outgoing edge if there is but one, or as a new end of the chain. Into a frame that waits for its first. */
export function followed(bare: Design, registry: Registry, after: string, type: string): [Design, string] {
  const scope = parentOf(after), spec = specOf(registry, type);
  if (!spec) return [bare, ""];
  const design = withSizes(bare, spec), held = nodeAt(design, after);
  if (held?.nodes && !Object.keys(held.nodes).length) return begun(design, registry, after, type);
  const out = pairs(scopeAt(design, scope)?.edges ?? []).filter(([from]) => from === nameOf(after));
  if (out.length === 1) {
    const made = inserted(design, registry, scope, out[0]!, type);
    if (made[1]) return made;
  }
  const [grown, path] = addNode(design, scope, nameFor(spec), freshNode(design, spec), below(design, scope, after));
  const fed = spliced(grown, registry, after, path).reduce((made, pair) => connect(made, scope, pair), grown);
  return [ended(fed, registry, path), path];
}

/** Add a block to a scope by itself; the first one there is fed by the scope's input and, where it may, feeds its output. */
export function begun(bare: Design, registry: Registry, scope: string, type: string, place?: [number, number]): [Design, string] {
  const spec = specOf(registry, type), held = scopeAt(bare, scope);
  if (!spec || !held) return [bare, ""];
  const design = withSizes(bare, spec), first = Object.keys(held.nodes).length === 0;
  const [grown, path] = addNode(design, scope, nameFor(spec), freshNode(design, spec), place ?? (scope && first ? FIRST : below(design, scope, null)));
  if (!first) return [grown, path];
  const entering: Pair = ["in", nameOf(path)];
  const fed = refusal(grown, registry, scope, entering) ? grown : connect(grown, scope, entering);
  return [fed === grown ? grown : ended(fed, registry, path), path];
}

/** Let a block feed its scope's output, if nothing does and the kinds agree. */
function ended(design: Design, registry: Registry, path: string): Design {
  const leaving: Pair = [nameOf(path), "out"];
  return refusal(design, registry, parentOf(path), leaving) ? design : connect(design, parentOf(path), leaving);
}

/** Draw an edge. Where several meet, as in an Add, what leads to all the others comes first: the residual stream. */
export function joined(design: Design, registry: Registry, scope: string, pair: Pair): Design {
  const held = scopeAt(design, scope), edges = pairs(held?.edges ?? []), spec = specOf(registry, held?.nodes[pair[1]]?.type ?? "");
  const sources = edges.filter(([, to]) => to === pair[1]).map(([from]) => from);
  const leads = sources.length > 0 && sources.every((source) => reaches(edges, pair[0], source));
  if (!spec?.inputs[0]?.many || !leads) return connect(design, scope, pair);
  const drawn = withScope(design, scope, (s) => ({ ...s, edges: [pair.join(" -> "), ...s.edges] }));
  return aside(drawn, scope, pair);
}

/** Make way for a stream that runs straight down: what lies between its ends in their column steps to the right. */
function aside(design: Design, scope: string, [from, to]: Pair): Design {
  const edges = pairs(scopeAt(design, scope)?.edges ?? []), names = Object.keys(scopeAt(design, scope)?.nodes ?? {});
  const column = design.layout[join(scope, to)]?.[0];
  const between = names.filter((name) => name !== from && name !== to && reaches(edges, from, name) && reaches(edges, name, to));
  const layout = { ...design.layout };
  for (const path of between.map((name) => join(scope, name))) {
    const [x, y, ...size] = layout[path] ?? [];
    if (column !== undefined && x !== undefined && Math.abs(x - column) < NODE_W) layout[path] = [column + COLUMN, y!, ...size];
  }
  return { ...design, layout };
}

/** Below what feeds the edge; in the place of its target where the frame itself feeds it. */
function spotOn(design: Design, scope: string, [from, to]: Pair): [number, number] {
  const { nodes } = flowOf(design);
  const source = nodes.find((node) => node.id === join(scope, from) && from !== "in");
  const target = nodes.find((node) => node.id === join(scope, to) && to !== "out");
  if (source) {
    const [x, y] = layoutPlace(scope, source.position, source.data.role === "frame");
    return [x, y + source.height! + GAP];
  }
  return target ? layoutPlace(scope, target.position, target.data.role === "frame") : below(design, scope, null);
}

/** Move down what the node at `path` would lie on, and all that stands below it in its scope. */
export function withRoom(design: Design, path: string): Design {
  const scope = parentOf(path);
  const held = flowOf(design).nodes.filter((node) => node.data.scope === scope && node.data.role !== "pin");
  const mine = held.find((node) => node.id === path)!;
  const lower = held.filter((node) => node !== mine && node.position.y + NODE_H > mine.position.y);
  const next = Math.min(...lower.map((node) => node.position.y));
  const wanted = mine.position.y + mine.height! + GAP - next;
  if (!lower.length || wanted <= 0) return design;
  const layout = { ...design.layout };
  for (const node of held) {
    const [x, y] = layoutPlace(scope, node.position, node.data.role === "frame");
    layout[node.id] = [x, lower.includes(node) ? y + wanted : y, ...(design.layout[node.id] ?? []).slice(2)];
  }
  return { ...design, layout };
}

/** Where frames around a scope became taller, what stands below them moves down with their ends. */
export function grownAround(before: Design, after: Design, scope: string): Design {
  let made = after;
  const old = scope ? flowOf(before).nodes : [];
  for (let frame = scope; frame; frame = parentOf(frame)) {
    const { nodes } = flowOf(made), was = old.find((node) => node.id === frame), is = nodes.find((node) => node.id === frame);
    const by = was && is ? is.height! - was.height! : 0;
    if (!was || by <= 0) continue;
    const outer = was.data.scope, layout = { ...made.layout };
    for (const node of nodes.filter(({ data }) => data.scope === outer && data.role !== "pin")) {
      const [x, y] = layoutPlace(outer, node.position, node.data.role === "frame"), below = node.position.y >= was.position.y + was.height!;
      layout[node.id] = [x, below ? y + by : y, ...(made.layout[node.id] ?? []).slice(2)];
    }
    made = { ...made, layout };
  }
  return made;
}

/** The nodes of the scope in which most would look for "everything": that of the chosen node, or the top. */
export function siblings(design: Design, chosen: string | undefined): string[] {
  const scope = chosen && nodeAt(design, chosen) ? parentOf(chosen) : "";
  return Object.keys(scopeAt(design, scope)?.nodes ?? {}).map((name) => join(scope, name));
}
