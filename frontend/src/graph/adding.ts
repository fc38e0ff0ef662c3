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

export function newNode(spec: BlockSpec, vars: Design["vars"]): DesignNode {
  const node: DesignNode = { type: spec.type };
  for (const attr of spec.params.required ?? []) {
    const known = Object.hasOwn(vars, attr) && typeof vars[attr] === "number";
    node[attr] = known ? `$${attr}` : (FIRST[attr] ?? spec.params.properties?.[attr]?.minimum ?? 1);
  }
  return spec.container ? { ...node, nodes: {}, edges: [] } : node;
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
