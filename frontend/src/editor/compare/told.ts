/** The differences of two designs as a list that is worth reading: nothing said twice. Knows nothing of React. */
import type { DesignDiff, NodeDiff, VarDiff } from "../../graph/diff";
import type { EdgeDiff } from "../../graph/diff-edges";
import { inside } from "../../graph/document";
import type { Json } from "../../graph/types";

export interface SizeLine extends VarDiff { users: { a: string | null; b: string | null }[] }
export interface BlockLine extends NodeDiff { inner: number } // how many blocks come or go inside it
export interface Told { sizes: SizeLine[]; blocks: BlockLine[]; edges: EdgeDiff[] }

export function told(diff: DesignDiff): Told {
  const blocks = diff.nodes.filter((node) => node.status !== "same" && !bySizeAlone(node));
  return {
    sizes: diff.vars.map((size) => ({ ...size, users: usersOf(diff, size.name) })),
    blocks: blocks.filter((node) => !held(blocks, node)).map((node) => ({ ...node, inner: innerOf(blocks, node) })),
    edges: diff.edges.filter((edge) => edge.status !== "same" && !edge.implied),
  };
}

/** What is changed by nothing but a size is told with the size. */
const bySizeAlone = ({ status, typeA, typeB, params, patterns, reordered }: NodeDiff): boolean =>
  status === "changed" && typeA === typeB && !patterns && !reordered && params.every((one) => one.bySize);

const usersOf = (diff: DesignDiff, name: string): SizeLine["users"] =>
  diff.nodes.filter((node) => node.params.some((one) => one.bySize && one.a.written === `$${name}`)).map(({ a, b }) => ({ a, b }));

const within = (node: NodeDiff, other: NodeDiff): boolean =>
  other !== node && other.status === node.status && (node.status === "removed" ? inside(node.a!, other.a!) : node.status === "added" && inside(node.b!, other.b!));
const held = (all: readonly NodeDiff[], node: NodeDiff): boolean => all.some((other) => within(node, other));
const innerOf = (all: readonly NodeDiff[], node: NodeDiff): number => all.filter((other) => within(other, node)).length;

/** How many differences the list shows. */
export const countOf = ({ sizes, blocks, edges }: Told): number => sizes.length + blocks.length + edges.length;

const isGroup = (value: unknown): value is Record<string, Json> => typeof value === "object" && value !== null && !Array.isArray(value);

/** One pattern as names and numbers: "local × 5, global", and what a variant changes. */
export interface PatternLine { order: string; overrides: { variant: string; block: string; attr: string; value: Json }[] }

export function patternLine(pattern: Json): PatternLine {
  if (!isGroup(pattern)) return { order: JSON.stringify(pattern), overrides: [] };
  const variants = isGroup(pattern.variants) ? pattern.variants : {};
  const overrides = Object.entries(variants).flatMap(([variant, blocks]) =>
    Object.entries(isGroup(blocks) ? blocks : {}).flatMap(([block, params]) => Object.entries(isGroup(params) ? params : {}).map(([attr, value]) => ({ variant, block, attr, value }))));
  return { order: orderOf(pattern.assign), overrides };
}

function orderOf(assign: Json | undefined): string {
  const names = isGroup(assign) ? (assign.cycle ?? assign.list) : undefined;
  if (Array.isArray(names)) return runs(names.map(String)).map(([name, times]) => (times > 1 ? `${name} × ${times}` : name)).join(", ");
  if (!isGroup(assign)) return "";
  const ranges = Object.entries(isGroup(assign.ranges) ? assign.ranges : {}).map(([range, name]) => `${range}: ${String(name)}`);
  return [...ranges, ...(typeof assign.default === "string" ? [`…: ${assign.default}`] : [])].join(", ");
}

function runs(names: readonly string[]): [name: string, times: number][] {
  const found: [string, number][] = [];
  for (const name of names) {
    const last = found.at(-1);
    if (last?.[0] === name) last[1]++;
    else found.push([name, 1]);
  }
  return found;
}
