/** Which edges two designs share, given which node of one is which of the other. */
import { join, pairs, scopeAt, walk, type Pair } from "./document";
import type { Design } from "./types";

export interface EdgeEnd { scope: string; pair: Pair }

/** An edge in the names of the side that has it. `implied`: it comes or goes with a block that does. */
export interface EdgeDiff {
  status: "same" | "added" | "removed";
  a: EdgeEnd | null;
  b: EdgeEnd | null;
  implied: boolean;
}

interface Held { end: EdgeEnd; from: string; to: string }
type Key = (scope: string, name: string) => string;

const isPort = (name: string): boolean => name === "in" || name === "out";
const keyOf = ({ from, to }: Held): string => `${from}>${to}`;

/** `names` leads from the paths of `a` to those of `b`. */
export function edgeDiffs(a: Design, b: Design, names: ReadonlyMap<string, string>): EdgeDiff[] {
  const known = new Set(names.values());
  const mine = edgesOf(a, (scope, name) => translated(scope, name, names));
  const theirs = edgesOf(b, (scope, name) => (isPort(name) ? `${scope}@${name}` : join(scope, name)));
  const lost = (key: string): boolean => key.startsWith("?"), fresh = (key: string): boolean => !known.has(key) && !key.includes("@");
  const atB = new Map(theirs.map((edge) => [keyOf(edge), edge.end])), keys = new Set(mine.map(keyOf));
  const detour = { a: detours(mine, lost), b: detours(theirs, fresh) };
  const ofA = mine.map((edge): EdgeDiff => {
    const b = atB.get(keyOf(edge));
    return b ? { status: "same", a: edge.end, b, implied: false } : { status: "removed", a: edge.end, b: null, implied: touches(edge, lost) || detour.b(edge) };
  });
  const ofB = theirs.filter((edge) => !keys.has(keyOf(edge)));
  return [...ofA, ...ofB.map((edge): EdgeDiff => ({ status: "added", a: null, b: edge.end, implied: touches(edge, fresh) || detour.a(edge) }))];
}

const touches = ({ from, to }: Held, foreign: (key: string) => boolean): boolean => foreign(from) || foreign(to);

/** What an end of an edge of `a` is called in `b`: "?" and its own path where `b` has no such node. */
function translated(scope: string, name: string, names: ReadonlyMap<string, string>): string {
  const to = (path: string): string => names.get(path) ?? `?${path}`;
  return isPort(name) ? `${scope ? to(scope) : ""}@${name}` : to(join(scope, name));
}

function edgesOf(design: Design, key: Key): Held[] {
  const scopes = ["", ...walk(design).filter(([, node]) => node.nodes).map(([path]) => path)];
  return scopes.flatMap((scope) => pairs(scopeAt(design, scope)!.edges).map((pair) => ({ end: { scope, pair }, from: key(scope, pair[0]), to: key(scope, pair[1]) })));
}

/** Whether one gets from an edge's beginning to its end through foreign nodes alone: then blocks were put on it, and it was not cut. */
function detours(edges: readonly Held[], foreign: (key: string) => boolean): (edge: Held) => boolean {
  const next = new Map<string, string[]>();
  for (const { from, to } of edges) next.set(from, [...(next.get(from) ?? []), to]);
  return ({ from, to }) => {
    const seen = new Set((next.get(from) ?? []).filter(foreign));
    for (const at of seen) {
      for (const one of next.get(at) ?? []) {
        if (one === to) return true;
        if (foreign(one)) seen.add(one);
      }
    }
    return false;
  };
}
