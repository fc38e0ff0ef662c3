import { cleanup, fireEvent, render, screen, within } from "@testing-library/react";
import { afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import type { DesignNode, Json } from "../../graph/types";
import { assigned, asWay, patternsOf, removeVariant, renameVariant, valueOf, type Pattern } from "./patterns-model";
import { Patterns } from "./patterns";
import { words } from "./test-registry";

beforeAll(words);
afterEach(cleanup);

const HYBRID: Pattern = { assign: { cycle: ["local", "local", "global"] }, variants: { local: { attn: { window: 32 } }, global: {} } };
const nodeOf = (patterns: unknown, count: Json = 6): DesignNode => ({ type: "Repeat", count, nodes: { attn: { type: "Mixer" } }, edges: [], ...(patterns ? { patterns: patterns as Json[] } : {}) });

describe("patterns", () => {
  it("assign variants by cycle, list and ranges, of which the last counts", () => {
    expect(assigned(HYBRID.assign, 4)).toEqual(["local", "local", "global", "local"]);
    expect(assigned({ ranges: { "0-2": "a", "2-": "b" } }, 5)).toEqual(["a", "a", "b", "b", "b"]);
    expect(assigned({ ranges: { "1": "a" }, default: "d" }, 2)).toEqual(["d", "a"]);
  });
  it("turn into a list and back without changing a layer", () => {
    const list = asWay(HYBRID, "list", 6);
    expect(list.assign).toEqual({ list: ["local", "local", "global", "local", "local", "global"] });
    expect(asWay(list, "cycle", 6).assign).toEqual(HYBRID.assign);
  });
  it("keep layers that are as drawn as a variant without changes", () => {
    expect(asWay({ assign: { ranges: { "1": "a" } }, variants: { a: {} } }, "list", 2)).toEqual({ assign: { list: ["plain", "a"] }, variants: { a: {}, plain: {} } });
  });
  it("rename and remove variants where they are assigned", () => {
    expect(renameVariant(HYBRID, "local", "near").assign).toEqual({ cycle: ["near", "near", "global"] });
    expect(removeVariant(HYBRID, "local").assign).toEqual({ cycle: ["global", "global", "global"] });
  });
  it.each([[[5]], ["x"], [[{ assign: { cycle: [] }, variants: {} }]], [[{ assign: {}, variants: {} }]], [[{ assign: { cycle: ["a"] }, variants: { a: 1 } }]]])("that are out of form are not edited: %j", (patterns) => {
    expect(patternsOf(nodeOf(patterns))).toBeNull();
  });
  it("read values as JSON, else as text", () => {
    expect(["32", "true", "{}", "relu2", "$d", "", "1e999"].map(valueOf)).toEqual([32, true, {}, "relu2", "$d", null, "1e999"]);
  });
});

function shown(node: DesignNode, readOnly = false) {
  const onParam = vi.fn();
  render(<Patterns node={node} vars={{ depth: 3 }} readOnly={readOnly} found={[]} onParam={onParam} />);
  return onParam;
}

describe("their editor", () => {
  it("shows the layers in order, counting by a size", () => {
    shown(nodeOf([HYBRID], "$depth"));
    expect(within(screen.getByRole("list", { name: "Layers in order" })).getAllByRole("listitem").map((one) => one.textContent)).toEqual(["local", "local", "global"]);
    expect(screen.getByText("attn.window = 32")).toBeTruthy();
  });
  it("adds a pattern, and removes the last without a trace", () => {
    const onParam = shown(nodeOf(null));
    fireEvent.click(screen.getByRole("button", { name: "Add a pattern" }));
    expect(onParam).toHaveBeenCalledWith("patterns", [{ assign: { cycle: ["a", "b"] }, variants: { a: {}, b: {} } }]);
    cleanup();
    const again = shown(nodeOf([HYBRID]));
    fireEvent.click(screen.getByRole("button", { name: "Remove pattern 1" }));
    expect(again).toHaveBeenCalledWith("patterns", undefined);
  });
  it("changes steps and parameters of a variant", () => {
    const onParam = shown(nodeOf([HYBRID]));
    fireEvent.change(screen.getByLabelText("Step 2"), { target: { value: "global" } });
    expect(onParam.mock.lastCall![1][0].assign).toEqual({ cycle: ["local", "global", "global"] });
    fireEvent.change(screen.getAllByLabelText("Parameter")[1]!, { target: { value: "n_heads" } });
    fireEvent.change(screen.getAllByLabelText("Value")[1]!, { target: { value: "8" } });
    fireEvent.click(screen.getAllByRole("button", { name: "Change a parameter" })[1]!);
    expect(onParam.mock.lastCall![1][0].variants.global).toEqual({ attn: { n_heads: 8 } });
    fireEvent.click(screen.getByRole("button", { name: "Remove attn.window" }));
    expect(onParam.mock.lastCall![1][0].variants.local).toEqual({});
  });
  it("fits a list to the layers", () => {
    const onParam = shown(nodeOf([{ assign: { list: ["a", "b"] }, variants: { a: {}, b: {} } }], 3));
    expect(screen.getByText("The list has 2 entries, but there are 3 layers.")).toBeTruthy();
    fireEvent.click(screen.getByRole("button", { name: "Fit to 3 layers" }));
    expect(onParam.mock.lastCall![1][0].assign).toEqual({ list: ["a", "b", "b"] });
  });
  it("keeps what it cannot draw", () => {
    shown(nodeOf([{ odd: true }]));
    expect(screen.getByText(/not in a form that can be drawn/)).toBeTruthy();
  });
  it("changes nothing in a design that can only be read", () => {
    shown(nodeOf([HYBRID]), true);
    expect(screen.queryAllByRole("button")).toEqual([]);
  });
});
