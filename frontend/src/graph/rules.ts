/** Whether two blocks may be connected, and if not, why: the same rules by which the server plans a design. */
import { join, nodeAt, nameOf, pairs, parentOf, scopeAt, type Pair } from "./document";
import type { BlockSpec, Design, Port } from "./types";

export type Registry = Readonly<Record<string, BlockSpec>>;

/** The description of a type; a type may be any word of a file, "constructor" too. */
export const specOf = (registry: Registry, type: string): BlockSpec | undefined =>
  Object.hasOwn(registry, type) ? registry[type] : undefined;

export interface Refusal {
  code: "same_block" | "other_scope" | "there_already" | "cycle" | "taken" | "kind" | "out_taken" | "through";
  values: Record<string, string>;
}

type Kind = Port["kind"];

/** `scope` is where both ends lie; "in" and "out" are the scope's own ports. */
export function refusal(design: Design, registry: Registry, scope: string, [from, to]: Pair): Refusal | null {
  const held = scopeAt(design, scope);
  const values = { from, to };
  if (!held) return { code: "other_scope", values };
  if (from === to) return { code: "same_block", values };
  if (from === "in" && to === "out") return { code: "through", values };
  const edges = pairs(held.edges);
  if (edges.some(([a, b]) => a === from && b === to)) return { code: "there_already", values };
  if (reaches(edges, to, from)) return { code: "cycle", values };
  const input = inputOf(design, registry, scope, to);
  const taken = edges.find(([, b]) => b === to)?.[0];
  if (taken !== undefined && to === "out") return { code: "out_taken", values: { ...values, taken } };
  if (taken !== undefined && input && !input.many) return { code: "taken", values: { ...values, taken } };
  const given = outputKind(design, registry, scope, from);
  if (given && input && given !== input.kind) return { code: "kind", values: { ...values, given, wanted: input.kind } };
  return null;
}

function reaches(edges: readonly Pair[], from: string, to: string): boolean {
  const seen = new Set([from]);
  for (const name of seen) for (const [a, b] of edges) if (a === name) seen.add(b);
  return seen.has(to);
}

function outputKind(design: Design, registry: Registry, scope: string, name: string): Kind | null {
  if (name === "in") return scope ? "stream" : "tokens";
  const node = nodeAt(design, join(scope, name));
  return (node && specOf(registry, node.type)?.outputs[0]?.kind) ?? null;
}

function inputOf(design: Design, registry: Registry, scope: string, name: string): Pick<Port, "kind" | "many"> | null {
  if (name === "out") return { kind: scope ? "stream" : "logits", many: false };
  const node = nodeAt(design, join(scope, name));
  return (node && specOf(registry, node.type)?.inputs[0]) ?? null;
}

/** The edge by which a new node follows the chosen one, where the rules allow it. */
export function spliced(design: Design, registry: Registry, after: string, added: string): Pair[] {
  const scope = parentOf(after);
  const node = nodeAt(design, added);
  if (!node || parentOf(added) !== scope) return [];
  const from = nameOf(after), name = nameOf(added);
  return refusal(design, registry, scope, [from, name]) ? [] : [[from, name]];
}
