/** Three-way merging of plain values: what only one side changed is kept, what both changed alike is taken once, the rest is a clash. */
import type { Json } from "./types";

/** A value that may be missing: a parameter left at its default, a block that is not there. */
export type Maybe = Json | undefined;
export type Side = "mine" | "theirs";
export type Ask = (at: string, base: Maybe, mine: Maybe, theirs: Maybe) => Side; // `at` is the dotted name of what clashes
export type Choices = Readonly<Record<string, Side>>;

export type ClashKind = "title" | "meta" | "size" | "param" | "type" | "removed" | "name" | "inputs";

/** One place where both sides want something else. `id` is stable, so that a choice survives another reading. */
export interface Clash {
  id: string;
  kind: ClashKind;
  path: string; // of the block; "" is the design
  attr: string; // the parameter (dotted), the size, or the port
  base: Maybe;
  mine: Maybe;
  theirs: Maybe;
}

export class Clashes {
  readonly found: Clash[] = [];
  constructor(private readonly choices: Choices) {}

  /** List a clash; mine stands until somebody chooses. */
  ask(clash: Omit<Clash, "id">): Side {
    const id = [clash.kind, clash.path, clash.attr].join("|");
    this.found.push({ id, ...clash });
    return this.choices[id] ?? "mine";
  }
}

export const record = (value: unknown): value is Record<string, Json> => typeof value === "object" && value !== null && !Array.isArray(value);

/** Whether two values say the same, in whatever order their keys are written. */
export function same(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (Array.isArray(a) && Array.isArray(b)) return a.length === b.length && a.every((one, at) => same(one, b[at]));
  if (!record(a) || !record(b)) return false;
  const keys = (value: Record<string, Json>): string[] => Object.keys(value).filter((key) => value[key] !== undefined);
  const mine = keys(a);
  return mine.length === keys(b).length && mine.every((key) => Object.hasOwn(b, key) && same(a[key], b[key]));
}

const KINDS = ["type", "kind"]; // what says of which shape a group is
const alike = (groups: readonly Record<string, Json>[]): boolean => KINDS.every((key) => groups.every((group) => same(group[key], groups[0]![key])));

/** Merge one value. `ask` is called with the dotted name of every part that clashes. */
export function mergedValue(base: Maybe, mine: Maybe, theirs: Maybe, at: string, ask: Ask): Maybe {
  if (same(mine, theirs) || same(theirs, base)) return mine;
  if (same(mine, base)) return theirs;
  if (record(mine) && record(theirs)) {
    const from = record(base) ? base : {};
    if (alike([mine, theirs]) && (!record(base) || alike([base, mine]))) return mergedGroup(from, mine, theirs, (key) => (at ? `${at}.${key}` : key), ask);
  }
  const lists = [base, mine, theirs];
  if (lists.every((list): list is Json[] => Array.isArray(list) && list.every(record) && list.length === (mine as Json[]).length)) {
    return (mine as Json[]).map((one, n) => mergedValue((base as Json[])[n], one, (theirs as Json[])[n], `${at}.${n + 1}`, ask) as Json);
  }
  return ask(at, base, mine, theirs) === "mine" ? mine : theirs;
}

/** Merge records key by key, in my order, with what is theirs behind. */
export function mergedGroup<V extends Maybe>(
  base: Readonly<Record<string, V>>, mine: Readonly<Record<string, V>>, theirs: Readonly<Record<string, V>>, name: (key: string) => string,
  ask: Ask,
): Record<string, V> {
  const own = (group: Readonly<Record<string, V>>, key: string): V | undefined => (Object.hasOwn(group, key) ? group[key] : undefined);
  const merged: [string, V][] = [];
  for (const key of new Set([...Object.keys(mine), ...Object.keys(theirs)])) {
    const value = mergedValue(own(base, key), own(mine, key), own(theirs, key), name(key), ask);
    if (value !== undefined) merged.push([key, value as V]);
  }
  return Object.fromEntries(merged);
}
