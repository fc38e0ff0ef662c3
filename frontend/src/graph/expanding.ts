/** A composite taken apart: what is inside it stands in its place, with its arguments filled in. */
import { argsOf, bindings, filled, freeNames, isComposite, opened, paramsOf, substituted } from "./composites";
import { freshName, isGroup, join, nameOf, nodeAt, parentOf, scopeAt, setParam, withScope, type Group } from "./document";
import { grownAround } from "./mending";
import { placed } from "./unrolling";
import type { Design, DesignNode, Json } from "./types";

export interface ExpandRefusal { code: "notComposite" | "varied"; values: Record<string, string> }

/** The design with a composite's inside in its place, and the paths of what came out; or why that cannot be. */
export function expanded(design: Design, path: string): { design: Design; paths: string[] } | ExpandRefusal {
  const node = nodeAt(design, path), scope = parentOf(path), name = nameOf(path), held = scopeAt(design, scope);
  if (!held || !isComposite(node)) return { code: "notComposite", values: { name } };
  const names = new Map<string, string>(), { [name]: _gone, ...taken } = held.nodes;
  for (const own of Object.keys(node.nodes)) {
    const fresh = freshName({ ...held, nodes: taken }, own);
    names.set(own, fresh);
    taken[fresh] = node.nodes[own]!;
  }
  const patterns = scope ? repatterned(nodeAt(design, scope)!, name, node, names) : undefined;
  if (patterns === null) return { code: "varied", values: { name, frame: nameOf(scope) } };
  const layout = placed(design, path, [{ names }]);
  const flat = withScope({ ...design, layout }, scope, (s) => opened(s, new Map([[name, names]])));
  const made = patterns === undefined ? flat : setParam(flat, scope, "patterns", patterns);
  return { design: grownAround(design, made, scope), paths: [...names.values()].map((one) => join(scope, one)) };
}

/** The patterns of the frame around with what they gave the composite given to its blocks; null where that cannot be said. */
function repatterned(frame: DesignNode, name: string, node: DesignNode, names: ReadonlyMap<string, string>): Json[] | null | undefined {
  if (!frame.patterns?.some((pattern) => variants(pattern).some((changes) => Object.hasOwn(changes, name)))) return undefined;
  const every = frame.patterns.map((pattern) => {
    if (!isGroup(pattern) || !isGroup(pattern.variants)) return pattern;
    const changed = Object.entries(pattern.variants).map(([variant, changes]) => [variant, isGroup(changes) ? inside(changes, name, node, names) : changes] as const);
    return changed.some(([, changes]) => changes === null) ? null : { ...pattern, variants: Object.fromEntries(changed) as Group };
  });
  return every.includes(null) ? null : every;
}

const variants = (pattern: Json): Group[] => (isGroup(pattern) && isGroup(pattern.variants) ? Object.values(pattern.variants).filter(isGroup) : []);

/** A variant's changes: other arguments become the values of all that takes an argument; nothing else can be said so. */
function inside(changes: Group, name: string, node: DesignNode, names: ReadonlyMap<string, string>): Group | null {
  const { [name]: change, ...rest } = changes;
  if (change === undefined) return changes;
  if (!isGroup(change) || Object.keys(change).some((key) => key !== "args") || !isGroup(change.args)) return null;
  const values = bindings({ ...node, args: change.args }), found: Group = { ...rest };
  for (const [own, inner] of Object.entries(node.nodes ?? {})) {
    const spoken = Object.entries(inner).filter(([key, value]) => value !== undefined && speaks(inner, key, value as Json, node));
    if (spoken.length) found[names.get(own)!] = Object.fromEntries(spoken.map(([key]) => [key, substituted(inner, values)[key] as Json]));
  }
  return found;
}

function speaks(inner: DesignNode, key: string, value: Json, node: DesignNode): boolean {
  const only = { type: inner.type, ...(inner.params ? { params: inner.params } : {}), [key]: value } as DesignNode;
  return [...freeNames(only)].some((one) => Object.hasOwn(paramsOf(node), one));
}

/** Another value for a parameter of a composite; undefined takes it back to its default. */
export function withArg(node: DesignNode, name: string, value: Json | undefined): Json | undefined {
  const { [name]: _old, ...rest } = argsOf(node);
  const args = value === undefined ? rest : { ...rest, [name]: value };
  return Object.keys(args).length ? args : undefined;
}

/** A composite without the arguments of its place, as it is kept. Arguments that are plain become its defaults. */
export function kept(node: DesignNode, vars: Design["vars"]): DesignNode {
  const { args: _args, ...rest } = node;
  const params = Object.fromEntries(Object.entries(paramsOf(node)).map(([name, about]) => [name, { ...about, default: filled(bindings(node)[name]!, vars) }]));
  return Object.keys(params).length ? { ...rest, params: params as unknown as Json } : rest;
}
