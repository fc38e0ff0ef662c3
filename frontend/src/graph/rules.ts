/** Whether two blocks may be connected, and if not, why: the same rules by which the server plans a design. */
import { isComposite, portsOf } from "./composites";
import { join, nodeAt, nameOf, pairs, parentOf, scopeAt, type Pair } from "./document";
import type { BlockSpec, Design, Port } from "./types";

export type Registry = Readonly<Record<string, BlockSpec>>;

/** The description of a type; a type may be any word of a file, "constructor" too. */
export const specOf = (registry: Registry, type: string): BlockSpec | undefined =>
  Object.hasOwn(registry, type) ? registry[type] : undefined;

export interface Refusal {
  code: "same_block" | "other_scope" | "there_already" | "cycle" | "taken" | "kind" | "out_taken" | "through" | "ports_taken";
  values: Record<string, string>;
}

type Kind = Port["kind"];

/** `scope` is where both ends lie; "in" and "out" are the scope's own ports. */
export function refusal(design: Design, registry: Registry, scope: string, [from, to]: Pair): Refusal | null {
  const held = scopeAt(design, scope);
  const values = { from, to };
  if (!held) return { code: "other_scope", values };
  if (from === to) return { code: "same_block", values };
  if ((from === "in" || held.ports?.includes(from)) && to === "out") return { code: "through", values };
  const edges = pairs(held.edges);
  if (edges.some(([a, b]) => a === from && b === to)) return { code: "there_already", values };
  if (reaches(edges, to, from)) return { code: "cycle", values };
  const fed = edges.filter(([, b]) => b === to).length, target = to === "out" ? null : nodeAt(design, join(scope, to));
  const ports = isComposite(target) ? portsOf(target) : null;
  if (ports && fed >= ports.length) return { code: "ports_taken", values: { ...values, ports: ports.join(", ") } };
  const input = ports ? { kind: portKind(design, registry, join(scope, to), ports[fed]!), many: true } : inputOf(design, registry, scope, to);
  const taken = edges.find(([, b]) => b === to)?.[0];
  if (taken !== undefined && to === "out") return { code: "out_taken", values: { ...values, taken } };
  if (taken !== undefined && input && !input.many) return { code: "taken", values: { ...values, taken } };
  const given = outputKind(design, registry, scope, from);
  if (given && input?.kind && given !== input.kind) return { code: "kind", values: { ...values, given, wanted: input.kind } };
  return null;
}

/** Whether one gets along edges from one node to another. */
export function reaches(edges: readonly Pair[], from: string, to: string): boolean {
  const seen = new Set([from]);
  for (const name of seen) for (const [a, b] of edges) if (a === name) seen.add(b);
  return seen.has(to);
}

/** What a block gives; null where nobody knows. */
export function outputKind(design: Design, registry: Registry, scope: string, name: string): Kind | null {
  const around = scope ? nodeAt(design, scope) : null;
  if (isComposite(around) && portsOf(around).includes(name)) return portKind(design, registry, scope, name);
  if (name === "in") return scope ? "stream" : "tokens";
  const path = join(scope, name), node = nodeAt(design, path);
  if (isComposite(node)) {
    const last = pairs(node.edges ?? []).find(([, b]) => b === "out")?.[0];
    return last === undefined || portsOf(node).includes(last) ? null : outputKind(design, registry, path, last);
  }
  return (node && specOf(registry, node.type)?.outputs[0]?.kind) ?? null;
}

/** What a block takes. */
export function inputOf(design: Design, registry: Registry, scope: string, name: string): { kind: Kind | null; many: boolean } | null {
  if (name === "out" && isComposite(scope ? nodeAt(design, scope) : null)) return null;
  if (name === "out") return { kind: scope ? "stream" : "logits", many: false };
  const node = nodeAt(design, join(scope, name));
  if (isComposite(node)) return { kind: portKind(design, registry, join(scope, name), portsOf(node)[0] ?? "in"), many: portsOf(node).length > 1 };
  return (node && specOf(registry, node.type)?.inputs[0]) ?? null;
}

/** What a composite takes through a port: what the block behind it takes. */
export function portKind(design: Design, registry: Registry, path: string, port: string): Kind | null {
  const behind = pairs(nodeAt(design, path)?.edges ?? []).find(([a]) => a === port)?.[1];
  return behind === undefined || behind === "out" ? null : (inputOf(design, registry, path, behind)?.kind ?? null);
}

/** The edge by which a new node follows the chosen one, where the rules allow it. */
export function spliced(design: Design, registry: Registry, after: string, added: string): Pair[] {
  const scope = parentOf(after);
  const node = nodeAt(design, added);
  if (!node || parentOf(added) !== scope) return [];
  const from = nameOf(after), name = nameOf(added);
  return refusal(design, registry, scope, [from, name]) ? [] : [[from, name]];
}
