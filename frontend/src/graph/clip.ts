/** Blocks on the clipboard, as JSON; what comes back from there may be anything. */
import { readDesign } from "./adding";
import { copy, join, nameOf, paste, parentOf, scopeAt, walk, type Clip } from "./document";
import { outermost } from "./mending";
import type { Design } from "./types";

const MARK = "slamdunk/blocks", FORMAT = 1;
export const MAX_NODES = 5000, MAX_DEPTH = 8; // as the server allows
const MAX_TEXT = 4 * 2 ** 20; // characters; more is no drawing

export type ClipRefusal = "clip_nothing" | "clip_foreign" | "clip_version" | "clip_newer" | "clip_broken" | "clip_many" | "clip_deep";
export interface Clipped { clip: Clip; vars: Design["vars"] }

/** The chosen blocks of one scope as text, with the sizes that they speak of. */
export function clipText(design: Design, chosen: readonly string[]): string | null {
  const paths = outermost(chosen), clip = copy(design, paths);
  if (!clip || !Object.keys(clip.nodes).length) return null;
  const spoken = JSON.stringify(clip.nodes);
  const vars = Object.fromEntries(Object.entries(design.vars).filter(([name]) => spoken.includes(`"$${name}"`)));
  const edges = clip.edges.map((pair) => pair.join(" -> "));
  return JSON.stringify({ clipboard: MARK, format: FORMAT, vars, nodes: clip.nodes, edges, layout: clip.places }, null, 1);
}

/** What clipboard text holds: blocks that were copied here, or a whole design; or why it cannot be pasted. */
export function readClip(text: string): Clipped | ClipRefusal {
  if (!text.trim()) return "clip_nothing";
  if (text.length > MAX_TEXT) return "clip_many";
  const held = parsed(text);
  if (!held || (held.clipboard !== MARK && !("nodes" in held))) return "clip_foreign";
  if (held.clipboard === MARK && held.format !== FORMAT) return "clip_version";
  if (typeof held.format === "number" && held.format > FORMAT) return "clip_newer";
  if (counted(held.nodes) > MAX_NODES) return "clip_many";
  const design = readDesign(text);
  if (!design) return "clip_broken";
  const clip = copy(design, Object.keys(design.nodes));
  return clip && Object.keys(clip.nodes).length ? { clip, vars: design.vars } : "clip_nothing";
}

function parsed(text: string): Record<string, unknown> | null {
  try {
    const held: unknown = JSON.parse(text);
    return typeof held === "object" && held !== null && !Array.isArray(held) ? (held as Record<string, unknown>) : null;
  } catch {
    return null;
  }
}

/** How many nodes there are, counted level by level: no depth is too much for the question. */
function counted(nodes: unknown): number {
  let level: unknown[] = [nodes], count = 0;
  for (let depth = 0; level.length && depth <= 2 * MAX_DEPTH && count <= MAX_NODES; depth++) {
    const found = level.flatMap((one) => (typeof one === "object" && one !== null ? Object.values(one) : []));
    count += found.length;
    level = found.map((node) => (node as { nodes?: unknown } | null)?.nodes);
  }
  return count;
}

/** Paste into a scope, at a place or beside what was copied; sizes that are missing come along. */
export function pasted(design: Design, scope: string, { clip, vars }: Clipped, at?: [number, number]): [Design, string[]] | ClipRefusal {
  if (!scopeAt(design, scope)) return "clip_broken";
  if (walk(design).length + counted(clip.nodes) > MAX_NODES) return "clip_many";
  const [grown, paths] = paste({ ...design, vars: { ...vars, ...design.vars } }, scope, moved(clip, design, scope, at), 0);
  return walk(grown).some(([path, node]) => path.split(".").length + Number(!!node.nodes) > MAX_DEPTH) ? "clip_deep" : [grown, paths];
}

const STEP = 40;

/** The clip with its corner at a place; without one, a step beside where it was, and another for each that lies there. */
function moved(clip: Clip, design: Design, scope: string, at?: [number, number]): Clip {
  const corners = Object.keys(clip.nodes).map((name) => (Object.hasOwn(clip.places, name) && clip.places[name]) || [0, 0]);
  const left = Math.min(...corners.map(([x]) => x!)), top = Math.min(...corners.map(([, y]) => y!));
  const there = (x: number, y: number): boolean =>
    Object.entries(design.layout).some(([path, [a, b]]) => parentOf(path) === scope && path === join(scope, nameOf(path)) && a === x && b === y);
  let shift: [number, number] = at ? [at[0] - left, at[1] - top] : [STEP, STEP];
  while (there(left + shift[0], top + shift[1])) shift = [shift[0] + STEP, shift[1] + STEP];
  const places = Object.fromEntries(
    Object.entries(clip.places).map(([key, [x = 0, y = 0, ...size]]) => [key, key.includes(".") ? [x, y, ...size] : [x + shift[0], y + shift[1], ...size]]),
  );
  for (const name of Object.keys(clip.nodes)) places[name] ??= [left + shift[0], top + shift[1]];
  return { ...clip, places };
}
