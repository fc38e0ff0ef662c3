/** A composite beside its copy in the library. */
import { argsOf, paramsOf, portsOf } from "../../graph/composites";
import { inside, nodeAt, parentOf, nameOf, withScope } from "../../graph/document";
import type { Design, DesignNode, Json } from "../../graph/types";

/** JSON with the keys of every object in one order: servers keep none. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_key, held: unknown) =>
    typeof held === "object" && held !== null && !Array.isArray(held) ? Object.fromEntries(Object.entries(held).sort(([a], [b]) => (a < b ? -1 : 1))) : held,
  );
}

/** Whether two composites are the same inside and offer the same, whatever they are given and by default. */
export function alike(a: DesignNode, b: DesignNode): boolean {
  const said = (node: DesignNode): string => canonical([portsOf(node), Object.keys(paramsOf(node)).sort(), node.nodes, node.edges]);
  return said(a) === said(b);
}

/** A composite with another inside, keeping its title and what it is given as far as there is still such a parameter. */
export function withInside(design: Design, path: string, next: DesignNode): Design {
  const scope = parentOf(path), name = nameOf(path), old = nodeAt(design, path);
  if (!old) return design;
  const args = Object.fromEntries(Object.entries(argsOf(old)).filter(([param]) => Object.hasOwn(paramsOf(next), param)));
  const node: DesignNode = { ...structuredClone(next), ...(Object.keys(args).length ? { args: args as Json } : {}) };
  const made = withScope(design, scope, (s) => ({ ...s, nodes: { ...s.nodes, [name]: node } }));
  const there = (key: string): boolean => !inside(key, path) || key === path || nodeAt(made, key) !== null;
  return { ...made, layout: Object.fromEntries(Object.entries(design.layout).filter(([key]) => there(key))) };
}
