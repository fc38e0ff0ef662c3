import { describe, expect, it } from "vitest";
import LAYERS from "../../../tests/cases/layers.json";
import CASES from "../../../tests/cases/patterns.json";
import { assigned, differences, faultOf, layerNodes, layersOf, patternsOf, type Assign } from "./patterns";
import type { DesignNode, Json } from "./types";

const repeat = (held: object): DesignNode => ({ type: "Repeat", edges: [], ...held }) as unknown as DesignNode;

describe("the cases that Python passes, too", () => {
  it.each(CASES)("$name", ({ assign, count, variants, code }) => {
    const read = patternsOf(repeat({ patterns: [{ assign, variants: {} }] }))![0]!.assign as Assign;
    expect(faultOf(read, count)?.code).toBe(code);
    if (variants) expect(assigned(read, count)).toEqual(variants);
  });
  it.each(LAYERS)("$name", ({ nodes, patterns, layer, count, expected }) => {
    const node = repeat({ nodes, patterns });
    expect(layerNodes(node, patternsOf(node)!, layer, count)).toEqual(expected);
  });
});

describe("what differs in a layer", () => {
  const told = (name: string): unknown => {
    const { nodes, patterns, layer, count } = LAYERS.find((one) => one.name.startsWith(name))!;
    const node = repeat({ nodes, patterns });
    return differences(node, patternsOf(node)!, layer, count);
  };
  it("is told parameter by parameter, over all patterns", () => {
    expect(told("patterns stack")).toEqual([
      { kind: "param", block: "attn", param: "window", from: undefined, to: 8 },
      { kind: "param", block: "attn", param: "qkv_bias", from: undefined, to: true },
      { kind: "param", block: "drop", param: "p", from: 0.1, to: 0.5 },
    ]);
  });
  it("is another block where the type is another", () => {
    expect(told("a new type")).toEqual([{ kind: "type", block: "ffn", from: "MoE", to: "FeedForward", params: { d_ff: 64 } }]);
  });
  it("is nothing in a layer as drawn", () => {
    expect(told("a layer of no variant")).toEqual([]);
  });
});

describe("what is out of form", () => {
  it.each<[Json, Json]>([[6, 6], ["$depth", 3], ["$gone", null], [0, null], [513, null], [2.5, null], [null, null]])("a count of %j is %j layers", (count, layers) => {
    expect(layersOf(repeat({ count }), { depth: 3 })).toBe(layers);
  });
  it("is not taken for a variant of every object", () => {
    const node = repeat({ nodes: { attn: { type: "Attention" } }, patterns: [{ assign: { cycle: ["constructor"] }, variants: {} }] });
    expect(layerNodes(node, patternsOf(node)!, 0, 1)).toEqual({ attn: { type: "Attention" } });
  });
});
