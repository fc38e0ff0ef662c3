import { describe, expect, it } from "vitest";
import { called, runs, stripOf } from "./strip";
import type { DesignNode, Json } from "./types";

const repeat = (count: Json, patterns: Json[]): DesignNode => ({ type: "Repeat", count, nodes: { attn: { type: "Attention", window: 8 } }, edges: [], patterns });

describe("the strip of layers", () => {
  it("groups layers that the same variants of all patterns make", () => {
    const strip = stripOf(repeat(6, [
      { assign: { cycle: ["local", "local", "global"] }, variants: { local: {}, global: { attn: { window: null } } } },
      { assign: { ranges: { "0": "first" } }, variants: { first: { attn: { n_heads: 2 } } } },
    ]), {})!;
    expect(strip.of).toEqual([0, 1, 2, 1, 1, 2]);
    expect(strip.kinds.map(called)).toEqual(["local + first", "local", "global"]);
    expect(strip.kinds.map((kind) => kind.differs.length)).toEqual([1, 0, 1]);
    expect(strip.kinds[1]!.layers).toEqual([1, 3, 4]);
  });
  it("is one kind without a name where nothing differs", () => {
    expect(stripOf(repeat("$n", []), { n: 3 })).toEqual({ kinds: [{ names: [], layers: [0, 1, 2], differs: [] }], of: [0, 0, 0] });
  });
  it.each([repeat("$none", []), repeat(3, [5]), { type: "Repeat", count: 3 }])("is not there while nobody can say", (node) => {
    expect(stripOf(node as DesignNode, {})).toBeNull();
  });
  it("tells layers in runs", () => {
    expect(runs([0, 1, 2, 5, 7, 8])).toEqual([[0, 2], [5, 5], [7, 8]]);
  });
});
