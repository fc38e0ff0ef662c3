/** Three-way merging of edges. The order in which a block takes its inputs is part of the design. */
import { pairs, without, type Pair, type Scope } from "./document";
import { same, type Clashes } from "./merge-values";

const key = ([from, to]: Pair): string => `${from} ${to}`;
const sources = (list: readonly Pair[], target: string): string[] => list.filter(([, to]) => to === target).map(([from]) => from);

export interface Sides { base: Scope; mine: Scope; theirs: Scope }

export interface EdgeRules {
  scope: string; // its path, for the names of clashes
  there: (name: string) => boolean; // what is in the merged scope
  back: ReadonlySet<string>; // blocks that one side removed and that stay
  many: (name: string) => boolean; // whether a block takes more than one input
  clashes: Clashes;
}

/** The edges of a scope as they are written, merged. */
export function mergedEdges(sides: Sides, rules: EdgeRules): string[] {
  const base = pairs(sides.base.edges), mine = pairs(sides.mine.edges), theirs = pairs(sides.theirs.edges);
  const kept = keptOf(base, mine, theirs, rules);
  const wanted = new Map<string, string[]>();
  for (const target of new Set([...mine, ...theirs].map(([, to]) => to))) {
    const list = inputsOf(target, kept.filter(([, to]) => to === target).map(([from]) => from), [base, mine, theirs], rules);
    if (list.length) wanted.set(target, list);
  }
  return written(wanted, [sides.mine.edges, sides.theirs.edges]);
}

/** An edge stays if nobody took it away, and comes if somebody drew it. Edges to what is gone go with it. */
function keptOf(base: Pair[], mine: Pair[], theirs: Pair[], { there, back }: EdgeRules): Pair[] {
  const [b, m, t] = [base, mine, theirs].map((list) => new Set(list.map(key))) as [Set<string>, Set<string>, Set<string>];
  const bypass = new Set(bypasses(base, back).map(key));
  const stays = (pair: Pair): boolean => {
    const at = key(pair);
    if (pair.some((end) => !there(end)) && !(m.has(at) && t.has(at) && b.has(at))) return false;
    if (pair.some((end) => back.has(end))) return m.has(at) || t.has(at);
    if (bypass.has(at) && !b.has(at) && m.has(at) !== t.has(at)) return false; // drawn to close a gap that is closed no more
    return m.has(at) ? t.has(at) || !b.has(at) : !b.has(at);
  };
  const seen = new Set<string>();
  return [...mine, ...theirs].filter((pair) => !seen.has(key(pair)) && seen.add(key(pair)) && stays(pair));
}

/** What leads past the blocks that stay: from what fed them to what they fed. */
function bypasses(base: readonly Pair[], back: ReadonlySet<string>): Pair[] {
  const found: Pair[] = [];
  for (const [from, first] of base) {
    if (back.has(from) || !back.has(first)) continue;
    const passed = new Set([first]);
    for (const name of passed) {
      for (const [, to] of base.filter(([source]) => source === name)) back.has(to) ? passed.add(to) : found.push([from, to]);
    }
  }
  return found;
}

type Lists = readonly [base: Pair[], mine: Pair[], theirs: Pair[]];

/** The inputs of one block in order. Only if both sides gave it another single input, or another order, is there a choice. */
function inputsOf(target: string, kept: string[], lists: Lists, rules: EdgeRules): string[] {
  const [base, mine, theirs] = lists.map((list) => sources(list, target)) as [string[], string[], string[]];
  const ask = (): "mine" | "theirs" => rules.clashes.ask({ kind: "inputs", path: rules.scope, attr: target, base, mine, theirs });
  const here = (list: string[]): string[] => list.filter((name) => kept.includes(name));
  if (!rules.many(target) && kept.length > 1 && mine.length < 2 && theirs.length < 2) return here(ask() === "mine" ? mine : theirs);
  const both = (list: string[]): string[] => list.filter((name) => mine.includes(name) && theirs.includes(name) && kept.includes(name));
  if (same(both(mine), both(theirs)) || same(both(theirs), both(base))) return woven(here(mine), here(theirs));
  if (same(both(mine), both(base))) return woven(here(theirs), here(mine));
  return ask() === "mine" ? woven(here(mine), here(theirs)) : woven(here(theirs), here(mine));
}

/** The first list with what only the second has, each behind the one that it follows there. */
function woven(first: string[], second: string[]): string[] {
  const list = [...first];
  second.forEach((name, at) => {
    if (list.includes(name)) return;
    const before = second.slice(0, at).reverse().find((one) => list.includes(one));
    list.splice(before === undefined ? (at === 0 ? 0 : list.length) : list.indexOf(before) + 1, 0, name);
  });
  return list;
}

const ordered = (edges: readonly string[], wanted: Map<string, string[]>): boolean => {
  const list = pairs(edges), targets = new Set(list.map(([, to]) => to));
  return targets.size === wanted.size && [...wanted].every(([target, from]) => same(sources(list, target), from));
};

/** Write edges as one side has written them, as far as they are the same; what is new comes as chains behind. */
function written(wanted: Map<string, string[]>, sides: readonly (readonly string[])[]): string[] {
  for (const edges of sides) if (ordered(edges, wanted)) return [...edges];
  const [edges] = sides as [readonly string[]];
  const whole = pairs(edges);
  const begins = (target: string): string[] => { // how much of the order stands already
    const from = wanted.get(target) ?? [], held = sources(whole, target).filter((name) => from.includes(name));
    const upto = held.findIndex((name, at) => from[at] !== name);
    return upto < 0 ? held : held.slice(0, upto);
  };
  const left = without(edges, ([from, to]) => !begins(to).includes(from));
  const rest = [...wanted].flatMap(([target, from]) => from.filter((name) => !begins(target).includes(name)).map((name): Pair => [name, target]));
  return [...left, ...chained(rest)];
}

/** Pairs as chains: one that begins where another ends goes on with it, unless that would change the order of inputs. */
function chained(list: readonly Pair[]): string[] {
  const chains: string[][] = [];
  for (const [from, to] of list) {
    const alone = list.filter(([, target]) => target === to).length === 1;
    const chain = chains.find((one) => alone && one.at(-1) === from && !one.includes(to));
    chain ? chain.push(to) : chains.push([from, to]);
  }
  return chains.map((chain) => chain.join(" -> "));
}
