/** For tests: the preset "Tiny story writer" as the server ships it, and the blocks that it uses. */
import type { BlockSpec, Design, Port } from "./types";

type Kind = Port["kind"];

function block(type: string, gives: Kind = "stream", takes: Kind = "stream", part: Partial<BlockSpec> = {}): BlockSpec {
  const words = { en: type, ko: type };
  return {
    type, title: words, summary: words, category: "plumbing", colour: "#2563eb", icon: "box", icon_svg: "", container: false,
    inputs: [{ name: "x", kind: takes, many: type === "Add" }], outputs: [{ name: "y", kind: gives, many: true }],
    params: { type: "object", properties: {} }, ...part,
  };
}

export const REGISTRY: Record<string, BlockSpec> = {
  TokenEmbedding: block("TokenEmbedding", "stream", "tokens", { params: { required: ["d_model"], properties: { d_model: { type: "integer", minimum: 1 } } } }),
  Repeat: block("Repeat", "stream", "stream", { container: true, params: { required: ["count"], properties: { count: { type: "integer" } } } }),
  Norm: block("Norm"), Attention: block("Attention"), FeedForward: block("FeedForward"), Add: block("Add"),
  LMHead: block("LMHead", "logits"),
};

export const writer = (): Design => ({
  format: 1,
  vars: { d_model: 128, context_length: 128 },
  nodes: {
    tok: { type: "TokenEmbedding", d_model: "$d_model" },
    layers: {
      type: "Repeat", count: 4,
      nodes: {
        norm1: { type: "Norm" }, attn: { type: "Attention", n_heads: 4 }, add1: { type: "Add" },
        norm2: { type: "Norm" }, ffn: { type: "FeedForward", d_ff: 512 }, add2: { type: "Add" },
      },
      edges: ["in -> add1", "in -> norm1 -> attn -> add1", "add1 -> add2", "add1 -> norm2 -> ffn -> add2 -> out"],
    },
    norm: { type: "Norm" },
    head: { type: "LMHead" },
  },
  edges: ["in -> tok -> layers -> norm -> head -> out"],
  layout: {
    tok: [0, 0], layers: [0, 140], norm: [0, 920], head: [0, 1060],
    "layers.norm1": [240, 40], "layers.attn": [240, 150], "layers.add1": [0, 260],
    "layers.norm2": [240, 340], "layers.ffn": [240, 450], "layers.add2": [0, 560],
  },
  meta: { title: "Tiny story writer" },
});
