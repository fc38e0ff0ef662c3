/** Which node of one design is which of another: by name where it has one, and by its place in the wiring. */
import { join, pairs, scopeAt, type Scope } from "./document";
import type { Design, DesignNode } from "./types";

/** Two nodes that play one part; one side is null where the other design has no such node. */
export interface Match {
  a: string | null;
  b: string | null;
}

interface Candidate { a: string; b: string; score: number; distance: number }

const NAMED = 3; // what an equal name weighs; equal neighbours on both sides weigh 4
const REPLACED = 3; // a block of another type is taken for a replacement from here on
const MOST = 300_000; // pairs of names that are weighed; beyond that only equal names are

/** All nodes of both designs, containers before what is inside them; those that only `a` has come where they stood. */
export function matched(a: Design, b: Design): Match[] {
  return scopes(a, b, "", "");
}

function scopes(a: Design, b: Design, scopeA: string, scopeB: string): Match[] {
  const heldA = scopeAt(a, scopeA), heldB = scopeAt(b, scopeB);
  if (!heldA || !heldB) return [];
  const found = paired(heldA, heldB);
  const inner = (name: string, to: string): Match[] => scopes(a, b, join(scopeA, name), join(scopeB, to));
  const kept = Object.keys(heldA.nodes).flatMap((name): Match[] => {
    const to = found.get(name);
    if (to === undefined) return alone(heldA.nodes[name]!, join(scopeA, name)).map((path) => ({ a: path, b: null }));
    return [{ a: join(scopeA, name), b: join(scopeB, to) }, ...inner(name, to)];
  });
  const taken = new Set(found.values());
  const fresh = Object.entries(heldB.nodes).filter(([name]) => !taken.has(name));
  return [...kept, ...fresh.flatMap(([name, node]) => alone(node, join(scopeB, name)).map((path) => ({ a: null, b: path })))];
}

function alone(node: DesignNode, path: string): string[] {
  return [path, ...Object.entries(node.nodes ?? {}).flatMap(([name, inner]) => alone(inner, join(path, name)))];
}

/** Names of one scope to names of another. Best pairs first; then what stands in a lost block's place is its replacement. */
function paired(a: Scope, b: Scope): Map<string, string> {
  const found = new Map<string, string>();
  const places = { a: placesOf(a), b: placesOf(b) };
  const pick = (candidates: Candidate[]): void => {
    const taken = new Set(found.values());
    candidates.sort((x, y) => y.score - x.score || Number(y.a === y.b) - Number(x.a === x.b) || x.distance - y.distance);
    for (const one of candidates) {
      if (found.has(one.a) || taken.has(one.b)) continue;
      found.set(one.a, one.b);
      taken.add(one.b);
    }
  };
  pick(candidates(a, b, places, (x, y) => x.type === y.type).filter(({ score }) => score > 0));
  const left = { a: without(a, new Set(found.keys())), b: without(b, new Set(found.values())) };
  const swappable = (x: DesignNode, y: DesignNode): boolean => x.type !== y.type && !x.nodes === !y.nodes;
  pick(candidates(left.a, left.b, places, swappable).filter(({ score }) => score >= REPLACED));
  return found;
}

const without = (scope: Scope, gone: ReadonlySet<string>): Scope =>
  ({ ...scope, nodes: Object.fromEntries(Object.entries(scope.nodes).filter(([name]) => !gone.has(name))) });

interface Place { before: string[]; after: string[]; rank: number }
type Places = Record<"a" | "b", Map<string, Place>>;

function candidates(a: Scope, b: Scope, places: Places, may: (x: DesignNode, y: DesignNode) => boolean): Candidate[] {
  const there = Object.entries(b.nodes), many = Object.keys(a.nodes).length * there.length > MOST;
  return Object.entries(a.nodes).flatMap(([name, node]) => {
    const mine = places.a.get(name)!;
    const others = !many ? there : Object.hasOwn(b.nodes, name) ? [[name, b.nodes[name]!] as const] : [];
    return others.flatMap(([other, held]): Candidate[] => {
      if (!may(node, held)) return [];
      const theirs = places.b.get(other)!;
      const around = 2 * alike(mine.before, theirs.before) + 2 * alike(mine.after, theirs.after);
      return [{ a: name, b: other, score: around + (name === other ? NAMED : 0), distance: Math.abs(mine.rank - theirs.rank) }];
    });
  });
}

/** The types of a node's neighbours, and how far down the scope it stands, from 0 to 1. */
function placesOf(scope: Scope): Map<string, Place> {
  const typeOf = (name: string): string => (Object.hasOwn(scope.nodes, name) ? scope.nodes[name]!.type : `:${name}`);
  const found = new Map<string, Place>(), order = inOrder(scope);
  for (const [at, name] of order.entries()) found.set(name, { before: [], after: [], rank: at / order.length });
  for (const [from, to] of pairs(scope.edges)) {
    found.get(from)?.after.push(typeOf(to));
    found.get(to)?.before.push(typeOf(from));
  }
  return found;
}

/** Nodes so that each comes after what feeds it; what goes in a circle comes last. */
export function inOrder(scope: Scope): string[] {
  const waiting = new Map(Object.keys(scope.nodes).map((name) => [name, 0])), after = new Map<string, string[]>();
  for (const [from, to] of pairs(scope.edges)) {
    if (!waiting.has(from) || !waiting.has(to)) continue;
    waiting.set(to, waiting.get(to)! + 1);
    after.set(from, [...(after.get(from) ?? []), to]);
  }
  const ready = [...waiting].filter(([, n]) => n === 0).map(([name]) => name);
  for (const name of ready) {
    for (const to of after.get(name) ?? []) {
      waiting.set(to, waiting.get(to)! - 1);
      if (waiting.get(to) === 0) ready.push(to);
    }
  }
  const sorted = new Set(ready);
  return [...ready, ...[...waiting.keys()].filter((name) => !sorted.has(name))];
}

/** How much of two lists is common, from 0 to 1. */
function alike(a: readonly string[], b: readonly string[]): number {
  if (!a.length && !b.length) return 0;
  const left = [...b];
  const common = a.filter((one) => { const at = left.indexOf(one); if (at >= 0) left.splice(at, 1); return at >= 0; }).length;
  return (2 * common) / (a.length + b.length);
}
