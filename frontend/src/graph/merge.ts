/** Three-way merging of designs: both sides' changes since they were one, and a list of what cannot be had together. */
import { commentsOf } from "./comments";
import { parentOf, scopeAt, type Scope } from "./document";
import { mergedComments } from "./merge-comments";
import { mergedEdges } from "./merge-edges";
import { aligned } from "./merge-names";
import { Clashes, mergedGroup, same, type Ask, type Choices, type Clash, type ClashKind, type Side } from "./merge-values";
import type { Design, DesignNode, Json } from "./types";

export type { Choices, Clash, Side } from "./merge-values";

export interface Merge {
  design: Design;
  clashes: Clash[];
}

export interface Options {
  choices?: Choices; // by the clashes' ids; without one, mine stands
  takesMany?: (type: string) => boolean; // whether blocks of a type take more than one input
}

type Params = Record<string, Json | undefined>;
interface Work { clashes: Clashes; takesMany: (type: string) => boolean }
const notComments = ({ meta: { comments: _comments, ...rest } }: Design): Params => rest;
type Nodes = Record<string, DesignNode>;
const NOTHING: Scope = { nodes: {}, edges: [] };

/** Merge two states that were made from `base`. Where blocks lie is never asked: mine wins. */
export function mergeDesigns(base: Design, mine: Design, theirs: Design, { choices = {}, takesMany = () => true }: Options = {}): Merge {
  const clashes = new Clashes(choices), work: Work = { clashes, takesMany };
  if (same(mine, theirs) || same(base, theirs)) return { design: mine, clashes: [] };
  if (same(base, mine)) return { design: theirs, clashes: [] };
  const three = aligned({ base, mine, theirs }, clashes);
  const asking = (kind: ClashKind): Ask => (attr, b, m, t) => clashes.ask({ kind, path: "", attr, base: b, mine: m, theirs: t });
  const group = (part: (design: Design) => Params, kind: ClashKind): Params => mergedGroup<Json | undefined>(part(three.base), part(three.mine), part(three.theirs), (key) => key, asking(kind));
  const vars = group((one) => one.vars, "size") as Design["vars"];
  const comments = mergedComments(commentsOf(three.base), commentsOf(three.mine), commentsOf(three.theirs), asking("meta"));
  const meta = { ...group(notComments, "meta"), ...(comments.length ? { comments } : {}) } as Design["meta"];
  const design: Design = { ...three.theirs, ...three.mine, vars, meta, ...mergedScope(three.base, three.mine, three.theirs, "", work) };
  return { design: placed(design, three.base, three.mine, three.theirs), clashes: clashes.found };
}

function mergedScope(base: Scope, mine: Scope, theirs: Scope, path: string, work: Work): Scope {
  const nodes: Nodes = {}, back = new Set<string>();
  const at = (scope: Scope, name: string): DesignNode | undefined => (Object.hasOwn(scope.nodes, name) ? scope.nodes[name] : undefined);
  for (const name of new Set([...Object.keys(mine.nodes), ...Object.keys(theirs.nodes)])) {
    const [b, m, t] = [at(base, name), at(mine, name), at(theirs, name)];
    const node = mergedNode(b, m, t, path ? `${path}.${name}` : name, work);
    if (node) nodes[name] = node;
    if (node && b && (!m || !t)) back.add(name);
  }
  const there = (name: string): boolean => name === "in" || name === "out" || Object.hasOwn(nodes, name);
  const many = (name: string): boolean => Object.hasOwn(nodes, name) && work.takesMany(nodes[name]!.type);
  return { nodes, edges: mergedEdges({ base, mine, theirs }, { scope: path, there, back, many, clashes: work.clashes }) };
}

function mergedNode(base: DesignNode | undefined, mine: DesignNode | undefined, theirs: DesignNode | undefined, path: string, work: Work): DesignNode | undefined {
  if (same(mine, theirs) || same(theirs, base)) return mine;
  if (same(mine, base)) return theirs;
  const whole = (kind: ClashKind): DesignNode | undefined =>
    work.clashes.ask({ kind, path, attr: "", base: base as Json | undefined, mine: mine as Json | undefined, theirs: theirs as Json | undefined }) === "mine" ? mine : theirs;
  if (!mine || !theirs) return whole("removed");
  if (mine.type !== theirs.type) return whole("type");
  const [b, m, t] = [base?.type === mine.type ? params(base) : {}, params(mine), params(theirs)];
  const ask = (attr: string, was: Json | undefined, here: Json | undefined, there: Json | undefined): Side => work.clashes.ask({ kind: "param", path, attr, base: was, mine: here, theirs: there });
  const merged = { type: mine.type, ...mergedGroup<Json | undefined>(b, m, t, (attr) => attr, ask) } as DesignNode;
  if (!mine.nodes && !theirs.nodes) return merged;
  return { ...merged, ...mergedScope(inside(base), inside(mine), inside(theirs), path, work) };
}

const params = ({ type: _type, nodes: _nodes, edges: _edges, ...rest }: DesignNode): Params => rest as Params;
const inside = (node: DesignNode | undefined): Scope => (node?.nodes ? { nodes: node.nodes, edges: node.edges ?? [] } : NOTHING);

/** Where everything lies: as I moved it, else as they did; only for what is there. */
function placed(design: Design, base: Design, mine: Design, theirs: Design): Design {
  const layout = mergedGroup<number[] | undefined>(base.layout, mine.layout, theirs.layout, (key) => key, () => "mine") as Design["layout"];
  const lost = (path: string): boolean => Object.hasOwn(theirs.layout, path) && !Object.hasOwn(layout, path);
  for (const path of Object.keys(theirs.layout)) if (lost(path)) layout[path] = theirs.layout[path]!; // what came back lies where it lay
  const there = (path: string): boolean => Object.hasOwn(scopeAt(design, parentOf(path))?.nodes ?? {}, path.slice(path.lastIndexOf(".") + 1));
  return { ...design, layout: Object.fromEntries(Object.entries(layout).filter(([path]) => there(path) || !wasThere(path, [base, mine, theirs]))) };
}

/** Places of what was never a block, such as of the ends of a frame, are left as they are. */
const wasThere = (path: string, designs: readonly Design[]): boolean =>
  designs.some((design) => Object.hasOwn(scopeAt(design, parentOf(path))?.nodes ?? {}, path.slice(path.lastIndexOf(".") + 1)));
