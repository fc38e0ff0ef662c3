import { describe, expect, it } from "vitest";
import { asWay, boundsOf, recipe, RECIPES, removeVariant, renameVariant, withBlock, withOverride, withRange } from "./pattern-edits";
import { assigned, faultOf, type Pattern } from "./patterns";

const HYBRID: Pattern = { assign: { cycle: ["local", "local", "global"] }, variants: { local: { attn: { window: 32 } }, global: {} } };
const RANGES: Pattern = { assign: { ranges: { "0-1": "a", "3": "b" }, default: "c" }, variants: { a: {}, b: {}, c: {} } };

describe("a pattern told in another way", () => {
  it.each(["cycle", "list", "ranges"] as const)("leaves every layer what it was: %s", (way) => {
    for (const pattern of [HYBRID, RANGES]) {
      const told = asWay(pattern, way, 6);
      expect(Object.keys(told.assign)).toContain(way);
      expect(assigned(told.assign, 6)).toEqual(assigned(pattern.assign, 6));
    }
  });
  it("is as short as can be", () => {
    expect(asWay(asWay(HYBRID, "list", 6), "cycle", 6).assign).toEqual(HYBRID.assign);
    expect(asWay({ assign: { list: ["a", "b", "b", "a", "a", "a", "b"] }, variants: { a: {}, b: {} } }, "ranges", 7).assign).toEqual({ ranges: { "1-2": "b", "6": "b" }, default: "a" });
  });
  it("keeps layers that are as drawn as a variant without changes", () => {
    expect(asWay({ assign: { ranges: { "1": "a" } }, variants: { a: {} } }, "list", 2)).toEqual({ assign: { list: ["plain", "a"] }, variants: { a: {}, plain: {} } });
  });
});

describe("changes to a pattern", () => {
  it("rename and remove variants where they are assigned", () => {
    expect(renameVariant(HYBRID, "local", "near").assign).toEqual({ cycle: ["near", "near", "global"] });
    expect(removeVariant(HYBRID, "local").assign).toEqual({ cycle: ["global", "global", "global"] });
  });
  it("set and take back parameters, and a block's all", () => {
    expect(withOverride(HYBRID, "local", "attn", "window", undefined).variants.local).toEqual({});
    expect(withBlock(HYBRID, "global", "ffn", { type: "MoE", n_experts: 4 }).variants.global).toEqual({ ffn: { type: "MoE", n_experts: 4 } });
    expect(withBlock(HYBRID, "local", "attn", undefined).variants.local).toEqual({});
  });
  it("rename, recolour and remove ranges in place", () => {
    expect(withRange(RANGES, "0-1", { text: "0-2" }).assign).toEqual({ ranges: { "0-2": "a", "3": "b" }, default: "c" });
    expect(withRange(RANGES, "3", { name: "a" }).assign).toEqual({ ranges: { "0-1": "a", "3": "a" }, default: "c" });
    expect(withRange({ ...RANGES, assign: { ranges: { "3": "b" } } }, "3", undefined).assign).toEqual({ ranges: {}, default: "a" });
  });
});

describe("recipes", () => {
  const special = (kind: (typeof RECIPES)[number], n: number): number[] =>
    assigned(recipe(kind, n, 12).assign, 12).flatMap((name, layer) => (name === "special" ? [layer] : []));
  it("make the layers special that they name", () => {
    expect(special("every", 6)).toEqual([5, 11]);
    expect(special("first", 3)).toEqual([0, 1, 2]);
    expect(special("from", 3)).toEqual([3, 4, 5, 6, 7, 8, 9, 10, 11]);
    expect(special("ends", 0)).toEqual([0, 11]);
  });
  it.each(RECIPES)("are sound at both ends of what n may be, for every depth: %s", (kind) => {
    for (const layers of [1, 2, 3, 12, 512]) for (const n of boundsOf(kind, layers)) {
      const fault = faultOf(recipe(kind, n, layers).assign, layers);
      if (!(kind === "from" && layers === 1)) expect([layers, n, fault]).toEqual([layers, n, null]);
    }
  });
});
