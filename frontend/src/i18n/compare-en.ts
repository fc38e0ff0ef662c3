/** Words of comparing two designs; the pages put them under `compare`. */
export const en = {
  status: { added: "added", removed: "removed", changed: "changed", same: "same" },
  value: { none: "not set", on: "on", off: "off" },
  becomes: "becomes", sizes: "Sizes", blocks: "Blocks", edges: "Connections", usedBy: "used by", show: "Show {{path}} on the drawing",
  inside_one: "with {{count}} block inside", inside_other: "with {{count}} blocks inside", within: "in {{name}}",
  reordered: "Its inputs come in another order.",
  patterns: { before: "Layer patterns before:", after: "Layer patterns after:", none: "none" },
  same: "Nothing differs.", sameModel: "The same model: only the drawing or its notes differ.",
  pin: { in: "input", out: "output" }, title: "Compare two designs", from: "From", to: "To", swap: "Swap the sides", send: "Copy the address", copied: "Copied", open: "Open", openOf: "Open {{title}}", by: "by {{owner}}", change: "{{title}}: choose another design",
  mode: "How to show them", beside: "Side by side", over: "In one drawing", legend: "Green with +: added. Red with −: removed. Amber with a pencil: changed.", view: "View", zoomIn: "Zoom in", zoomOut: "Zoom out", whole: "See the whole design", both: "{{a}} and {{b}} in one drawing",
  differences: "Differences", totals: "Totals", difference: "Difference", unsound: "Not counted, as it is not sound yet: {{titles}}.",
  total: { parameters: "Parameters", parameters_without_embeddings: "Without embeddings", active_parameters: "Active per token", flops_per_token: "FLOPs per token", kv_bytes_per_token: "KV cache per token" },
  choose: "Compare with…", search: "Search designs and presets", loading: "Loading…", close: "Close", preset: "preset", design: "design", designOf: "design by {{owner}}", version: "version {{number}}", parameters: "{{count}} parameters",
  walk: {
    title: "The classic walk", invite: "The classic walk: GPT-2 → Llama → Qwen3 → Gemma 3", previous: "Previous step", next: "Next step",
    step0: { title: "GPT-2 → Llama 3.2", text: "Five years lie between these two, and the plan stayed: norm, attention, add, norm, feed-forward, add. What changed are the parts. GPT-2 looks positions up in a table of 1,024 rows; Llama turns queries and keys by an angle that grows with the position, so attention sees distances, and a stretched version of that reaches 131,072 tokens. Layer norm, which subtracts the mean and adds a bias, became RMS norm, which only rescales: cheaper and as good. The feed-forward with GELU became SwiGLU, where a third matrix decides how much of each channel passes. Biases are gone. And 32 query heads share 8 heads of keys and values, which makes the cache that grows while writing a quarter of the size." },
    step1: { title: "Llama 3.2 → Qwen3", text: "Qwen3 keeps Llama's blocks and makes attention steadier: an RMS norm over every single query and key before they are rotated. Their lengths can no longer run away, so the scores stay in a range where training does not break down. Its heads are 128 wide whatever the stream is: 16 of them make 2,048 channels out of a stream of 1,024. The small model is also slimmer and deeper, 28 layers in place of 16, and reaches long texts with a slower rotation (theta of one million) instead of stretching." },
    step2: { title: "Qwen3 → Gemma 3", text: "Gemma 3 asks how often a layer must see the whole text. Five layers in a row look back 512 tokens only, then one looks at everything; the local ones rotate faster (theta 10,000), the global one slowly. For long texts that saves most of the cache. Each part is normalised before and after, so what is added to the stream has a known size; the norm's weight is stored as its distance from one. The gate uses GELU again, a single head of keys and values serves all four query heads, and embeddings are scaled by the root of the width. A vocabulary of 262,144 tokens makes the embedding table some 63 % of this small model." },
  },
};
