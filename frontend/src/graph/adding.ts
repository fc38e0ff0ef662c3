/** A new block as a person wants it from the palette: a short name, required parameters filled in, a readable file. */
import { walk } from "./document";
import type { BlockSpec, Design, DesignNode, Json } from "./types";

const NAMES: Record<string, string> = {
  Attention: "attn", FeedForward: "ffn", TokenEmbedding: "tok", LMHead: "head", Repeat: "layers",
  LearnedPositionalEmbedding: "pos", SinusoidalPositionalEmbedding: "pos",
  MLA: "mla", MoE: "moe", RNN: "rnn", GatedDeltaNet: "delta", ShortConv: "conv", CausalConv1d: "conv",
};
const FIRST: Record<string, Json> = { d_model: 128, n_heads: 4, n_k_heads: 2, n_v_heads: 4, count: 2, d_out: 128, p: 0.1 };
const MAX_DEPTH = 8, MAX_LEVELS = 64, MAX_NODES = 5000; // as the server allows

export const shortName = (type: string): string => NAMES[type] ?? type.charAt(0).toLowerCase() + type.slice(1);
/** What a new block is called: an own block by its title, as far as that is made of letters and digits. */
export const nameFor = (spec: BlockSpec): string => (spec.node ? identifier(String(spec.node.name ?? "")) : shortName(spec.type));

/** A title as a name that a design may use: "Pre-norm mixer" is `preNormMixer`. */
export function identifier(title: string): string {
  const words = title.normalize("NFKD").split(/[^A-Za-z0-9]+/).filter(Boolean);
  const camel = words.map((word, at) => (at ? word.charAt(0).toUpperCase() + word.slice(1) : word === word.toUpperCase() ? word.toLowerCase() : word.charAt(0).toLowerCase() + word.slice(1))).join("").slice(0, 24);
  return /^[A-Za-z]/.test(camel) ? camel : "block";
}

export function newNode(spec: BlockSpec, vars: Design["vars"]): DesignNode {
  if (spec.node) return structuredClone(spec.node);
  const node: DesignNode = { type: spec.type };
  for (const attr of spec.params.required ?? []) {
    const size = Object.hasOwn(SIZES, attr) ? SIZES[attr]![0] : attr;
    const known = Object.hasOwn(vars, size) && typeof vars[size] === "number";
    node[attr] = known ? `$${size}` : (FIRST[attr] ?? spec.params.properties?.[attr]?.minimum ?? 1);
  }
  return spec.container ? { ...node, nodes: {}, edges: [] } : node;
}

/** Sizes that parameters take their numbers from, and what they begin with where a design has none. */
const SIZES: Record<string, readonly [size: string, first: number]> = { d_model: ["d_model", 128], max_positions: ["context_length", 128] };

/** The design with the sizes that a new block takes its numbers from: one place to change them in. */
export function withSizes(design: Design, spec: BlockSpec): Design {
  const needed = (spec.params.required ?? []).flatMap((attr) => (Object.hasOwn(SIZES, attr) ? [SIZES[attr]!] : []));
  const fresh = needed.filter(([size]) => !Object.hasOwn(design.vars, size));
  return fresh.length ? { ...design, vars: { ...design.vars, ...Object.fromEntries(fresh) } } : design;
}

/** A new block is as the last of its kind that stands in the design: three norms in a row are set once. */
export function freshNode(design: Design, spec: BlockSpec): DesignNode {
  const like = spec.container || spec.node ? undefined : walk(design).filter(([, node]) => node.type === spec.type && !node.nodes).at(-1)?.[1];
  if (!like) return newNode(spec, design.vars);
  const { tie_to: _tie, ...params } = like;
  return { ...params, type: spec.type };
}

const record = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

function soundScope(scope: Record<string, unknown>, depth: number): boolean {
  const { nodes, edges } = scope;
  if (depth > MAX_DEPTH || !record(nodes) || !Array.isArray(edges)) return false;
  if (!edges.every((edge) => typeof edge === "string")) return false;
  return Object.entries(nodes).every(
    ([name, node]) => /^[A-Za-z]\w{0,63}$/.test(name) && record(node) && typeof node.type === "string" &&
      (node.nodes === undefined || soundScope({ nodes: node.nodes, edges: node.edges ?? [] }, depth + 1)),
  );
}

/** Whether JSON goes no deeper than `levels`; asked level by level, so that no file is too deep for the question. */
function shallow(document: unknown, levels: number): boolean {
  let level: unknown[] = [document];
  for (let depth = 0; level.length; depth++) {
    if (depth > levels) return false;
    level = level.flatMap((value) => (typeof value === "object" && value !== null ? Object.values(value) : []));
  }
  return true;
}

const plain = (value: unknown): boolean => ["number", "string", "boolean"].includes(typeof value);

/** A design from the text of a file; null if the canvas could not draw it. What it means, the server says. */
export function readDesign(text: string): Design | null {
  let document: unknown;
  try {
    document = JSON.parse(text);
  } catch {
    return null;
  }
  if (!record(document) || !shallow(document, MAX_LEVELS) || !soundScope(document, 1)) return null;
  if (walk(document as unknown as Design).length > MAX_NODES) return null;
  const { vars = {}, layout = {}, meta = {}, format = 1 } = document;
  const placed = (place: unknown): boolean => Array.isArray(place) && place.length >= 2 && place.every(Number.isFinite);
  if (!record(vars) || !Object.values(vars).every(plain) || !record(meta) || !record(layout) || !Object.values(layout).every(placed)) return null;
  return { ...document, format, vars, layout, meta } as unknown as Design;
}
