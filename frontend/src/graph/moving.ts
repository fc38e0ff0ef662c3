/** Moving a block into a frame or out of it. */
import { MAX_DEPTH } from "./clip";
import { addNode, inside, nameOf, nodeAt, parentOf, scopeAt, walk } from "./document";
import { healed } from "./mending";
import type { Registry } from "./rules";
import type { Design } from "./types";

export type MoveRefusal = "tooDeep";

/** A block with all that is inside it in another scope; the chain that it leaves closes, as after deleting. */
export function movedInto(design: Design, registry: Registry, path: string, scope: string, place: [number, number]): [Design, string] | MoveRefusal {
  const node = nodeAt(design, path);
  if (!node || scope === parentOf(path) || inside(scope, path) || !scopeAt(design, scope)) return [design, path];
  const below = walk(design).filter(([one]) => inside(one, path)).map(([one, held]) => one.split(".").length + Number(!!held.nodes));
  const deepest = Math.max(...below) - path.split(".").length + (scope ? scope.split(".").length : 0) + 1;
  if (deepest > MAX_DEPTH) return "tooDeep";
  const left = healed(design, registry, [path]);
  const [grown, made] = addNode(left, scope, nameOf(path), node, place);
  const inner = Object.entries(design.layout).filter(([key]) => key !== path && inside(key, path));
  const layout = Object.fromEntries(inner.map(([key, at]) => [made + key.slice(path.length), at]));
  return [{ ...grown, layout: { ...grown.layout, ...layout } }, made];
}
