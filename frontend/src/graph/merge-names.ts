/** Before two states are merged, the same block is called the same in both, and two new blocks are not called alike. */
import { freshName, join, pairs, rename, scopeAt, type Scope } from "./document";
import { same, type Clashes } from "./merge-values";
import type { Design, DesignNode } from "./types";

export interface Three { base: Design; mine: Design; theirs: Design }

const has = (scope: Scope, name: string): boolean => Object.hasOwn(scope.nodes, name);
const port = (name: string): boolean => name === "in" || name === "out";
const fresh = (scopes: readonly Scope[], name: string): string =>
  freshName({ nodes: Object.assign({}, ...scopes.map(({ nodes }) => nodes)) as Record<string, DesignNode>, edges: [] }, name);

/** Align the names in one scope and in all that lie inside of it. */
export function aligned(three: Three, clashes: Clashes, scope = ""): Three {
  let held = renamedAlike(three, clashes, scope);
  held = apart(held, scope);
  const inside = scopeAt(held.mine, scope);
  for (const [name, node] of Object.entries(inside?.nodes ?? {})) {
    if (node.nodes && [held.base, held.theirs].every((design) => scopeAt(design, join(scope, name)))) held = aligned(held, clashes, join(scope, name));
  }
  return held;
}

/** What one side renamed is renamed in the other two; if both did, in different ways, somebody chooses. */
function renamedAlike(three: Three, clashes: Clashes, scope: string): Three {
  const found = renames(three.base, three.mine, scope), others = renames(three.base, three.theirs, scope);
  let { base, mine, theirs } = three;
  const at = (name: string): string => join(scope, name);
  for (const [old, name] of found) {
    const other = others.get(old);
    others.delete(old);
    if (other === undefined && has(scopeAt(theirs, scope)!, name)) continue; // they have another block of that name
    const chosen = other !== undefined && other !== name ? clashes.ask({ kind: "name", path: at(old), attr: "", base: old, mine: name, theirs: other }) : "mine";
    const agreed = chosen === "mine" ? name : other!;
    base = rename(base, at(old), agreed);
    if (chosen === "theirs") mine = rename(mine, at(name), agreed);
    else if (other !== undefined || has(scopeAt(theirs, scope)!, old)) theirs = rename(theirs, at(other ?? old), agreed);
  }
  for (const [old, name] of others) {
    if (has(scopeAt(mine, scope)!, name)) continue;
    base = rename(base, at(old), name);
    if (has(scopeAt(mine, scope)!, old)) mine = rename(mine, at(old), name);
  }
  return { base, mine, theirs };
}

/** Blocks that were renamed: one is gone, and one of its kind stands where it stood. */
function renames(base: Design, side: Design, at: string): Map<string, string> {
  const from = scopeAt(base, at)!, to = scopeAt(side, at)!, found = new Map<string, string>();
  const added = Object.keys(to.nodes).filter((name) => !has(from, name));
  if (!added.length) return found;
  for (const old of Object.keys(from.nodes).filter((name) => !has(to, name))) {
    const stood = around(from, old, (name) => has(to, name) || port(name));
    const now = added.filter((name) => to.nodes[name]!.type === from.nodes[old]!.type && stood.length && same(stood, around(to, name, (one) => has(from, one) || port(one))));
    if (now.length === 1 && ![...found.values()].includes(now[0]!)) found.set(old, now[0]!);
  }
  return found;
}

/** The edges of a block, without its own name. */
function around(scope: Scope, name: string, counts: (name: string) => boolean = () => true): string[] {
  const edges = pairs(scope.edges).filter((pair) => pair.includes(name) && counts(pair[0] === name ? pair[1] : pair[0]));
  return edges.map(([from, to]) => (from === name ? `> ${to}` : `${from} >`)).sort();
}

/** Whether two blocks of one name are one: of a kind, and with an edge in common; without any edges, alike. */
function one(name: string, here: Scope, there: Scope): boolean {
  const [a, b] = [here.nodes[name]!, there.nodes[name]!], [mine, theirs] = [around(here, name), around(there, name)];
  return a.type === b.type && (mine.some((edge) => theirs.includes(edge)) || (!(mine.length && theirs.length) && same(a, b)));
}

/** Blocks that both sides added under one name are one block, as when a save came through whose answer was lost; or mine gets another name. */
function apart(three: Three, scope: string): Three {
  const { base, theirs } = three;
  let { mine } = three;
  const [from, to] = [scopeAt(base, scope)!, scopeAt(theirs, scope)!];
  for (const name of Object.keys(scopeAt(mine, scope)!.nodes)) {
    const here = scopeAt(mine, scope)!;
    if (has(from, name) || !has(to, name)) continue;
    if (one(name, here, to)) continue;
    mine = rename(mine, join(scope, name), fresh([from, here, to], name));
  }
  return { base, mine, theirs };
}
