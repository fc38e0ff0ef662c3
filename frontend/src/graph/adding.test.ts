import { describe, expect, it } from "vitest";
import { newNode, readDesign, shortName } from "./adding";
import { REGISTRY, writer } from "./test-designs";

describe("a new block", () => {
  it("follows the design's sizes, or takes a first value", () => {
    expect(newNode(REGISTRY.TokenEmbedding!, { d_model: 64 })).toEqual({ type: "TokenEmbedding", d_model: "$d_model" });
    expect(newNode(REGISTRY.TokenEmbedding!, { d_model: "wide" })).toEqual({ type: "TokenEmbedding", d_model: 128 });
    expect(newNode(REGISTRY.TokenEmbedding!, {})).toEqual({ type: "TokenEmbedding", d_model: 128 });
  });

  it("has an inside of its own where it is a container", () => {
    expect(newNode(REGISTRY.Repeat!, {})).toEqual({ type: "Repeat", count: 2, nodes: {}, edges: [] });
  });

  it.each([["Attention", "attn"], ["Norm", "norm"], ["LMHead", "head"], ["RNN", "rnn"], ["Mamba2", "mamba2"]])("calls %s %s", (type, name) => expect(shortName(type)).toBe(name));
});

describe("reading a file", () => {
  const file = (part: object): string => JSON.stringify({ ...writer(), ...part });

  it("takes a design as it is", () => {
    expect(readDesign(JSON.stringify(writer()))).toEqual(writer());
  });

  it("fills in what a file may leave out", () => {
    expect(readDesign('{"nodes": {}, "edges": []}')).toEqual({ nodes: {}, edges: [], format: 1, vars: {}, layout: {}, meta: {} });
  });

  it.each([
    ["nothing", ""], ["words", "Once upon a time"], ["null", "null"], ["a number", "3"], ["a list", "[]"], ["a list of designs", `[${file({})}]`],
    ["no nodes", "{}"], ["nodes as a list", file({ nodes: [] })], ["edges as an object", file({ edges: {} })], ["edges of numbers", file({ edges: [1] })],
    ["null nodes", file({ nodes: null })], ["a null node", file({ nodes: { a: null } })], ["a node without a type", file({ nodes: { a: {} } })],
    ["a node that is a list", file({ nodes: { a: ["Norm"] } })], ["a type that is no word", file({ nodes: { a: { type: { en: "x" } } } })],
    ["a bad name", file({ nodes: { "a.b": { type: "Norm" } } })], ["a prototype", '{"nodes": {"__proto__": {"type": "Norm"}}, "edges": []}'],
    ["a null inside", file({ nodes: { a: { type: "Repeat", nodes: null } } })], ["edges inside as a word", file({ nodes: { a: { type: "Repeat", nodes: {}, edges: "x" } } })],
    ["a place that is none", file({ layout: { tok: null } })], ["one number as a place", file({ layout: { tok: [1] } })], ["NaN as a place", file({ layout: { tok: [NaN, 0] } })],
    ["words as a place", file({ layout: { tok: ["1", "2"] } })], ["a place beyond numbers", file({}).replace("[0,0]", "[1e999,0]")], ["layout as a list", file({ layout: [] })],
    ["null sizes", file({ vars: null })], ["a size that is an object", file({ vars: { d_model: { deep: 1 } } })], ["meta as words", file({ meta: "x" })],
  ])("refuses %s", (_what, text) => {
    expect(readDesign(text)).toBeNull();
  });

  it("refuses frames within frames beyond what the server takes, and levels without end", () => {
    const nested = (depth: number): object => (depth ? { nodes: { r: { type: "Repeat", ...nested(depth - 1) } }, edges: [] } : { nodes: {}, edges: [] });
    expect(readDesign(JSON.stringify(nested(7)))).not.toBeNull();
    expect(readDesign(JSON.stringify(nested(9)))).toBeNull();
    const levels = "[".repeat(5000) + "]".repeat(5000);
    expect(readDesign(`{"nodes": {"a": {"type": "Norm", "eps": ${levels}}}, "edges": []}`)).toBeNull();
    expect(readDesign("[".repeat(200_000))).toBeNull();
  });

  it("refuses more blocks than a design may have", () => {
    const many = Object.fromEntries(Array.from({ length: 5001 }, (_, n) => [`n${n}`, { type: "Norm" }]));
    expect(readDesign(JSON.stringify({ nodes: many, edges: [] }))).toBeNull();
  });
});
