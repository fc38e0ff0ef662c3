/** What keeps a chain whole while blocks are put in and taken out. */
import { newNode, shortName } from "./adding";
import { addNode, connect, disconnect, inside, join, nameOf, nodeAt, pairs, parentOf, removeNodes, scopeAt, type Pair } from "./document";
import { bypassed, onto } from "./fixes";
import { below, flowOf, GAP, layoutPlace, NODE_H } from "./flow";
import { refusal, specOf, spliced, type Refusal, type Registry } from "./rules";
import type { Design } from "./types";

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
  const [grown, path] = addNode(disconnect(design, scope, [edge]), scope, shortName(type), newNode(spec, design.vars), [0, 0]);
  const name = nameOf(path);
  return refusal(grown, registry, scope, [edge[0], name]) ?? refusal(grown, registry, scope, [name, edge[1]]);
}

/** Put a new block on an edge and move what stands below out of its way. */
export function inserted(design: Design, registry: Registry, scope: string, edge: Pair, type: string): [Design, string] {
  const spec = specOf(registry, type);
  if (!spec || insertRefusal(design, registry, scope, edge, type)) return [design, ""];
  const spot = spotOn(design, scope, edge);
  const [grown, path] = onto(design, scope, edge, shortName(type), newNode(spec, design.vars), spot);
  return [path ? withRoom(grown, path) : grown, path];
}

/** Add a block after another: into its outgoing edge if there is but one, or as a new end of the chain. */
export function followed(design: Design, registry: Registry, after: string, type: string): [Design, string] {
  const scope = parentOf(after), spec = specOf(registry, type);
  const out = pairs(scopeAt(design, scope)?.edges ?? []).filter(([from]) => from === nameOf(after));
  if (out.length === 1 && spec) {
    const made = inserted(design, registry, scope, out[0]!, type);
    if (made[1]) return made;
  }
  if (!spec) return [design, ""];
  const [grown, path] = addNode(design, scope, shortName(type), newNode(spec, design.vars), below(design, scope, after));
  return [spliced(grown, registry, after, path).reduce((made, pair) => connect(made, scope, pair), grown), path];
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
function withRoom(design: Design, path: string): Design {
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

/** The nodes of the scope in which most would look for "everything": that of the chosen node, or the top. */
export function siblings(design: Design, chosen: string | undefined): string[] {
  const scope = chosen && nodeAt(design, chosen) ? parentOf(chosen) : "";
  return Object.keys(scopeAt(design, scope)?.nodes ?? {}).map((name) => join(scope, name));
}
