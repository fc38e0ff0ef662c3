/** Changes to a pattern, one for each thing that people do to it. Nothing here mutates. */
import { assigned, type Assign, type Pattern } from "./patterns";
import type { Json } from "./types";

export function freshVariant(pattern: Pattern | null): string {
  const taken = pattern ? Object.keys(pattern.variants) : [];
  for (let at = 0; ; at++) {
    const name = at < 26 ? String.fromCharCode(97 + at) : `v${at}`;
    if (!taken.includes(name)) return name;
  }
}

export const freshPattern = (): Pattern => ({ assign: { cycle: ["a", "b"] }, variants: { a: {}, b: {} } });

export type Way = "cycle" | "list" | "ranges";
export const wayOf = (assign: Assign): Way => ("cycle" in assign ? "cycle" : "list" in assign ? "list" : "ranges");

/** From one way to another: the layers stay what they are, as far as that can be said. */
export function asWay(pattern: Pattern, way: Way, layers: number): Pattern {
  if (way === wayOf(pattern.assign)) return pattern;
  const first = Object.keys(pattern.variants)[0] ?? "a", found = assigned(pattern.assign, layers);
  if (way === "ranges") return { variants: pattern.variants, assign: asRanges(found) };
  const names = found.map((name) => name ?? "plain");
  const variants = names.includes("plain") && !Object.hasOwn(pattern.variants, "plain") ? { ...pattern.variants, plain: {} } : pattern.variants;
  return { variants, assign: way === "list" ? { list: names } : { cycle: shortest(names.length ? names : [first]) } };
}

/** The commonest variant is that of the rest; every run of another is a range. */
function asRanges(names: readonly (string | null)[]): Assign {
  const counts = new Map<string | null, number>();
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
  const rest = [...counts].sort((a, b) => b[1] - a[1])[0]?.[0] ?? null, ranges: Record<string, string> = {};
  for (let first = 0, last = 0; first < names.length; first = last + 1) {
    last = first;
    while (last + 1 < names.length && names[last + 1] === names[first]) last++;
    const name = names[first];
    if (name != null && name !== rest) ranges[first === last ? String(first) : `${first}-${last === names.length - 1 ? "" : last}`] = name;
  }
  return { ranges, ...(rest === null ? {} : { default: rest }) };
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

/** All that a variant changes in one block; undefined leaves the block as it is drawn. */
export function withBlock(pattern: Pattern, variant: string, block: string, changes: Record<string, Json> | undefined): Pattern {
  const { [block]: _block, ...others } = pattern.variants[variant] ?? {};
  return { ...pattern, variants: { ...pattern.variants, [variant]: changes ? { ...others, [block]: changes } : others } };
}

/** A range under another name, or with another variant; the order stays. Undefined takes it away. */
export function withRange(pattern: Pattern, text: string, next: { text?: string; name?: string } | undefined): Pattern {
  if (!("ranges" in pattern.assign)) return pattern;
  const ranges = Object.entries(pattern.assign.ranges).flatMap(([key, name]) => (key !== text ? [[key, name]] : next ? [[next.text ?? key, next.name ?? name]] : []));
  const made = Object.fromEntries(ranges) as Record<string, string>, { default: rest } = pattern.assign;
  const needed = !Object.keys(made).length && rest === undefined ? { default: Object.keys(pattern.variants)[0] ?? "a" } : {};
  return { ...pattern, assign: { ranges: made, ...(rest === undefined ? needed : { default: rest }) } };
}

export type Recipe = "every" | "first" | "from" | "ends";
export const RECIPES: readonly Recipe[] = ["every", "first", "from", "ends"];

/** A pattern for what people most often want: every n-th layer, the first n, those from n on, or both ends are special. */
export function recipe(kind: Recipe, n: number, layers: number): Pattern {
  const variants = { usual: {}, special: {} };
  if (kind === "every") return { assign: { cycle: [...Array.from({ length: n - 1 }, () => "usual"), "special"] }, variants };
  const ranges: Record<string, string> =
    kind === "first" ? { [n === 1 ? "0" : `0-${n - 1}`]: "special" } : kind === "from" ? { [`${n}-`]: "special" } : { 0: "special", [layers - 1]: "special" };
  return { assign: { ranges, default: "usual" }, variants };
}

/** The least and the most that `n` may be. */
export function boundsOf(kind: Recipe, layers: number): [low: number, high: number] {
  return kind === "every" ? [2, Math.max(2, Math.min(layers, 64))] : kind === "from" ? [1, Math.max(1, layers - 1)] : [1, layers];
}
