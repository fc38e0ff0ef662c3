/** Patterns of a Repeat: which layer is which variant, and what differs there. Agrees with `architectures/core/patterns.py`. */
import { isGroup } from "./document";
import type { Design, DesignNode, Json } from "./types";

export type Overrides = Record<string, Record<string, Json>>;
export type Assign = { cycle: string[] } | { list: string[] } | { ranges: Record<string, string>; default?: string };

export interface Pattern {
  assign: Assign;
  variants: Record<string, Overrides>;
}

export const MAX_LAYERS = 512, MAX_ASSIGNED = 1024, MAX_PATTERNS = 32; // as the server allows
const RANGE = /^(\d{1,5})(-(\d{1,5})?)?$/;

/** The patterns of a node; null if they are not in a form that can be edited. */
export function patternsOf(node: DesignNode): Pattern[] | null {
  if (node.patterns === undefined) return [];
  if (!Array.isArray(node.patterns)) return null;
  const read = node.patterns.map(patternOf);
  return read.every((one) => one !== null) ? read : null;
}

function patternOf(value: Json): Pattern | null {
  if (!isGroup(value) || !isGroup(value.variants)) return null;
  const assign = assignOf(value.assign);
  const sound = Object.values(value.variants).every((overrides) => isGroup(overrides) && Object.values(overrides).every(isGroup));
  return assign && sound ? { assign, variants: value.variants as Record<string, Overrides> } : null;
}

const isNames = (value: unknown): value is string[] =>
  Array.isArray(value) && value.length > 0 && value.length <= MAX_ASSIGNED && value.every((name) => typeof name === "string");

function assignOf(value: Json | undefined): Assign | null {
  if (!isGroup(value)) return null;
  if (isNames(value.cycle)) return { cycle: value.cycle };
  if (isNames(value.list)) return { list: value.list };
  const ranges = value.ranges ?? {};
  if (!isGroup(ranges) || !isNames([...Object.values(ranges), "x"])) return null;
  if (value.default === undefined) return value.ranges === undefined ? null : { ranges: ranges as Record<string, string> };
  return typeof value.default === "string" ? { ranges: ranges as Record<string, string>, default: value.default } : null;
}

/** How many layers there are; null while nobody can say. */
export function layersOf(node: DesignNode, vars: Design["vars"]): number | null {
  const count = node.count as Json | undefined, size = typeof count === "string" && count.startsWith("$") ? count.slice(1) : null;
  const value = size !== null && Object.hasOwn(vars, size) ? vars[size] : count;
  return typeof value === "number" && Number.isInteger(value) && value >= 1 && value <= MAX_LAYERS ? value : null;
}

/** Which variant each layer is; null where the pattern leaves a layer as it is drawn. What is at fault is passed over: see `faultOf`. */
export function assigned(assign: Assign, layers: number): (string | null)[] {
  if ("cycle" in assign) return Array.from({ length: layers }, (_, layer) => assign.cycle[layer % assign.cycle.length] ?? null);
  if ("list" in assign) return Array.from({ length: layers }, (_, layer) => assign.list[layer] ?? null);
  const ranges = Object.entries(assign.ranges).flatMap(([text, name]) => {
    const range = rangeOf(text, layers);
    return range ? [{ ...range, text, name }] : [];
  });
  ranges.sort((a, b) => a.last - a.first - (b.last - b.first) || b.first - a.first || (a.text < b.text ? -1 : 1));
  return Array.from({ length: layers }, (_, layer) =>
    ranges.find(({ first, last }) => first <= layer && layer <= last)?.name ?? assign.default ?? null);
}

/** The layers that a range such as "0-2", "3-" or "5" speaks of, counted from 0; null if it speaks of none. */
export function rangeOf(text: string, layers: number): { first: number; last: number } | null {
  const found = RANGE.exec(text);
  if (!found) return null;
  const first = Number(found[1]), last = found[3] ? Number(found[3]) : found[2] ? layers - 1 : first;
  return first > last || first >= layers ? null : { first, last };
}

export type PatternFault = { code: "pattern_list_length"; length: number } | { code: "pattern_bad_range"; range: string };

/** Why a pattern cannot be applied to so many layers; null if it can. */
export function faultOf(assign: Assign, layers: number): PatternFault | null {
  if ("list" in assign) return assign.list.length === layers ? null : { code: "pattern_list_length", length: assign.list.length };
  const bad = "ranges" in assign ? Object.keys(assign.ranges).find((text) => !rangeOf(text, layers)) : undefined;
  return bad === undefined ? null : { code: "pattern_bad_range", range: bad };
}

/** The nodes of one layer. An override replaces a whole parameter; a new type, the node. */
export function layerNodes(node: DesignNode, patterns: readonly Pattern[], layer: number, layers: number): Record<string, DesignNode> {
  const made = { ...node.nodes };
  for (const { assign, variants } of patterns) {
    const name = assigned(assign, layers)[layer];
    const overrides = name != null && Object.hasOwn(variants, name) ? variants[name]! : {};
    for (const [block, changes] of Object.entries(overrides)) {
      const was = Object.hasOwn(made, block) ? made[block] : undefined;
      if (!was) continue; // the check says that there is no such block
      const replaced = (changes.type ?? was.type) !== was.type;
      made[block] = (replaced ? { ...changes } : { ...was, ...changes }) as DesignNode;
    }
  }
  return made;
}

/** One thing that differs in a layer from the layer as it is drawn. A block of another type is one difference. */
export type Difference =
  | { kind: "param"; block: string; param: string; from: Json | undefined; to: Json | undefined }
  | { kind: "type"; block: string; from: string; to: string; params: Record<string, Json> };

export function differences(node: DesignNode, patterns: readonly Pattern[], layer: number, layers: number): Difference[] {
  const made = layerNodes(node, patterns, layer, layers);
  return Object.entries(node.nodes ?? {}).flatMap(([block, drawn]): Difference[] => {
    const { type, ...params } = made[block] as DesignNode & Record<string, Json>;
    if (type !== drawn.type) return [{ kind: "type", block, from: drawn.type, to: type, params }];
    const told = drawn as unknown as Record<string, Json>;
    const names = Object.keys(params).filter((param) => JSON.stringify(params[param]) !== JSON.stringify(told[param]));
    return names.map((param) => ({ kind: "param", block, param, from: told[param], to: params[param] }));
  });
}
