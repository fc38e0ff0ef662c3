/** Patterns of a Repeat as people edit them. Mirrors `architectures/core/patterns.py`; nothing here mutates. */
import type { Design, DesignNode, Json } from "../../graph/types";
import { isRecord, sizeIn } from "./fields/schema";

export type Overrides = Record<string, Record<string, Json>>;
export type Assign = { cycle: string[] } | { list: string[] } | { ranges: Record<string, string>; default?: string };

export interface Pattern {
  assign: Assign;
  variants: Record<string, Overrides>;
}

const MAX_LAYERS = 512; // of one Repeat; what is drawn stays bounded whatever a file says
const RANGE = /^(\d{1,5})(-(\d{1,5})?)?$/;

/** The patterns of a node; null if they are not in a form that can be edited. */
export function patternsOf(node: DesignNode): Pattern[] | null {
  if (node.patterns === undefined) return [];
  if (!Array.isArray(node.patterns)) return null;
  const read = node.patterns.map(patternOf);
  return read.every((one) => one !== null) ? read : null;
}

function patternOf(value: Json): Pattern | null {
  if (!isRecord(value) || !isRecord(value.variants)) return null;
  const assign = assignOf(value.assign);
  const variants = Object.values(value.variants);
  const sound = variants.every((overrides) => isRecord(overrides) && Object.values(overrides).every(isRecord));
  return assign && sound ? { assign, variants: value.variants as Record<string, Overrides> } : null;
}

const isNames = (value: unknown): value is string[] =>
  Array.isArray(value) && value.length > 0 && value.length <= 1024 && value.every((name) => typeof name === "string");

function assignOf(value: Json | undefined): Assign | null {
  if (!isRecord(value)) return null;
  if (isNames(value.cycle)) return { cycle: value.cycle };
  if (isNames(value.list)) return { list: value.list };
  const ranges = value.ranges ?? {};
  if (!isRecord(ranges) || !isNames([...Object.values(ranges), "x"])) return null;
  if (value.default === undefined) return value.ranges === undefined ? null : { ranges: ranges as Record<string, string> };
  return typeof value.default === "string" ? { ranges: ranges as Record<string, string>, default: value.default } : null;
}

/** How many layers there are; null while nobody can say. */
export function layersOf(node: DesignNode, vars: Design["vars"]): number | null {
  const size = sizeIn(node.count as Json | undefined);
  const value = size !== null && Object.hasOwn(vars, size) ? vars[size] : node.count;
  return typeof value === "number" && Number.isInteger(value) && value >= 1 && value <= MAX_LAYERS ? value : null;
}

/** Which variant each layer is; null where the pattern leaves a layer as it is drawn. */
export function assigned(assign: Assign, layers: number): (string | null)[] {
  return Array.from({ length: layers }, (_, layer) => {
    if ("cycle" in assign) return assign.cycle[layer % assign.cycle.length] ?? null;
    if ("list" in assign) return assign.list[layer] ?? null;
    const fitting = Object.entries(assign.ranges).flatMap(([text, name]) => {
      const range = rangeOf(text, layers);
      return range && range.first <= layer && layer <= range.last ? [{ ...range, text, name }] : [];
    });
    fitting.sort((a, b) => a.last - a.first - (b.last - b.first) || b.first - a.first || (a.text < b.text ? -1 : 1));
    return fitting[0]?.name ?? assign.default ?? null;
  });
}

function rangeOf(text: string, layers: number): { first: number; last: number } | null {
  const found = RANGE.exec(text);
  if (!found) return null;
  const first = Number(found[1]);
  return { first, last: found[3] ? Number(found[3]) : found[2] ? layers - 1 : first };
}

export function freshVariant(pattern: Pattern | null): string {
  const taken = pattern ? Object.keys(pattern.variants) : [];
  for (let at = 0; ; at++) {
    const name = at < 26 ? String.fromCharCode(97 + at) : `v${at}`;
    if (!taken.includes(name)) return name;
  }
}

export const freshPattern = (): Pattern => ({ assign: { cycle: ["a", "b"] }, variants: { a: {}, b: {} } });

/** From a cycle to a list and back: the layers stay what they are, as far as that can be said. */
export function asWay(pattern: Pattern, way: "cycle" | "list", layers: number): Pattern {
  const first = Object.keys(pattern.variants)[0] ?? "a";
  const names = assigned(pattern.assign, layers).map((name) => name ?? "plain");
  const variants = names.includes("plain") && !Object.hasOwn(pattern.variants, "plain") ? { ...pattern.variants, plain: {} } : pattern.variants;
  return { variants, assign: way === "list" ? { list: names } : { cycle: shortest(names.length ? names : [first]) } };
}

/** The shortest beginning that, repeated, gives the whole. */
function shortest(names: string[]): string[] {
  const period = names.findIndex((_, at) => at > 0 && names.every((name, i) => name === names[i % at]));
  return names.slice(0, period > 0 ? period : names.length);
}

/** A list as long as there are layers: cut, or filled up with its last name. */
export function fitted(list: readonly string[], layers: number): string[] {
  return Array.from({ length: layers }, (_, at) => list[at] ?? list.at(-1) ?? "a");
}

function reassigned(assign: Assign, swap: (name: string) => string): Assign {
  if ("cycle" in assign) return { cycle: assign.cycle.map(swap) };
  if ("list" in assign) return { list: assign.list.map(swap) };
  const ranges = Object.fromEntries(Object.entries(assign.ranges).map(([text, name]) => [text, swap(name)]));
  return { ranges, ...(assign.default === undefined ? {} : { default: swap(assign.default) }) };
}

export function renameVariant(pattern: Pattern, from: string, to: string): Pattern {
  const variants = Object.fromEntries(Object.entries(pattern.variants).map(([name, overrides]) => [name === from ? to : name, overrides]));
  return { assign: reassigned(pattern.assign, (name) => (name === from ? to : name)), variants };
}

/** Layers of a variant that goes become those of the first that stays. */
export function removeVariant(pattern: Pattern, gone: string): Pattern {
  const { [gone]: _gone, ...variants } = pattern.variants;
  const heir = Object.keys(variants)[0] ?? gone;
  return { assign: reassigned(pattern.assign, (name) => (name === gone ? heir : name)), variants };
}

export function withOverride(pattern: Pattern, variant: string, block: string, param: string, value: Json | undefined): Pattern {
  const overrides = pattern.variants[variant] ?? {};
  const { [param]: _old, ...rest } = overrides[block] ?? {};
  const changed = value === undefined ? rest : { ...rest, [param]: value };
  const { [block]: _block, ...others } = overrides;
  const next = Object.keys(changed).length ? { ...overrides, [block]: changed } : others;
  return { ...pattern, variants: { ...pattern.variants, [variant]: next } };
}

/** What a person typed as a value: JSON if it is JSON, else text. Empty is null, "nothing". */
export function valueOf(text: string): Json {
  const typed = text.trim();
  if (typed === "") return null;
  try {
    const value = JSON.parse(typed) as Json;
    return typeof value === "number" && !Number.isFinite(value) ? typed : value;
  } catch {
    return typed;
  }
}
