import { cleanup, fireEvent, render, screen, within } from "@testing-library/react";
import { afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import type { DesignNode, Json } from "../../graph/types";
import { patternsOf, type Pattern } from "../../graph/patterns";
import { useEditor } from "../../store/editor";
import { Patterns } from "./patterns";
import { found, REGISTRY, reportOf, words } from "./test-registry";

beforeAll(words);
beforeAll(() => useEditor.setState({ registry: REGISTRY }));
afterEach(cleanup);

const HYBRID: Pattern = { assign: { cycle: ["local", "local", "global"] }, variants: { local: { attn: { window: 32 } }, global: {} } };
const nodeOf = (patterns: unknown, count: Json = 6): DesignNode => ({ type: "Repeat", count, nodes: { attn: { type: "Mixer" } }, edges: [], ...(patterns ? { patterns: patterns as Json[] } : {}) });

describe("patterns", () => {
  it.each([[[5]], ["x"], [[{ assign: { cycle: [] }, variants: {} }]], [[{ assign: {}, variants: {} }]], [[{ assign: { cycle: ["a"] }, variants: { a: 1 } }]]])("that are out of form are not edited: %j", (patterns) => {
    expect(patternsOf(nodeOf(patterns))).toBeNull();
  });
});

function shown(node: DesignNode, readOnly = false, report = reportOf([])) {
  const onParam = vi.fn();
  render(<Patterns path="layers" node={node} vars={{ depth: 3 }} readOnly={readOnly} report={report} onParam={onParam} />);
  return onParam;
}

const strip = (): HTMLElement => screen.getByRole("listbox", { name: /layers/ });
const layers = (): (string | null)[] => within(strip()).getAllByRole("option").map((one) => one.getAttribute("aria-label"));
const variant = (name: string) => within(screen.getByRole("group", { name }));

describe("their strip", () => {
  it("shows the layers in order, counting by a size", () => {
    shown(nodeOf([HYBRID], "$depth"));
    expect(layers()).toEqual(["Layer 0: local", "Layer 1: local", "Layer 2: global"]);
    expect(screen.getByText("layers 0–1")).toBeTruthy();
  });
  it("tells what differs in a chosen layer, by key and by pointer, over all patterns", () => {
    const wide: Pattern = { assign: { ranges: { "2": "wide" } }, variants: { wide: { attn: { n_heads: 8, window: 64 } } } };
    shown(nodeOf([HYBRID, wide], 4));
    expect(screen.getByRole("status").textContent).toBe("Layer 0: localattn.window is 32 instead of the default, nothing");
    fireEvent.click(within(strip()).getAllByRole("option")[2]!);
    expect(screen.getByRole("status").textContent).toContain("global + wideattn.n_heads is 8");
    expect(screen.getByRole("status").textContent).toContain("attn.window is 64");
    fireEvent.keyDown(strip(), { key: "End" });
    expect(screen.getByRole("status").textContent).toContain("Layer 3: local");
    fireEvent.keyDown(strip(), { key: "ArrowRight" });
    expect(strip().getAttribute("aria-activedescendant")).toBe(within(strip()).getByRole("option", { selected: true }).id);
    expect(screen.getByRole("status").textContent).toContain("Layer 0: local");
  });
  it("says that nothing differs, and when nobody can know", () => {
    shown(nodeOf(null));
    expect(screen.getByText("Built as drawn.")).toBeTruthy();
    cleanup();
    shown(nodeOf(null, "$none"));
    expect(screen.getByText("The layers can be drawn once the count is known.")).toBeTruthy();
  });
});

describe("their editor", () => {
  it("begins with a recipe: every third layer", () => {
    const onParam = shown(nodeOf(null));
    fireEvent.change(screen.getByLabelText("n"), { target: { value: "9" } });
    expect(screen.getByText("A whole number from 2 to 6.")).toBeTruthy();
    expect(screen.getByRole("button", { name: "Make the pattern" })).toHaveProperty("disabled", true);
    fireEvent.change(screen.getByLabelText("n"), { target: { value: "3" } });
    expect(screen.getByText(/layers 2, 5, …/)).toBeTruthy();
    fireEvent.click(screen.getByRole("button", { name: "Make the pattern" }));
    expect(onParam).toHaveBeenCalledWith("patterns", [{ assign: { cycle: ["usual", "usual", "special"] }, variants: { usual: {}, special: {} } }]);
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
  it("changes steps, and parameters of a variant by the fields of their block", () => {
    const onParam = shown(nodeOf([HYBRID]));
    fireEvent.change(screen.getByLabelText("Step 2"), { target: { value: "global" } });
    expect(onParam.mock.lastCall![1][0].assign).toEqual({ cycle: ["local", "global", "global"] });
    fireEvent.change(variant("global").getByLabelText("Block"), { target: { value: "attn" } });
    fireEvent.change(variant("global").getByLabelText("Parameter"), { target: { value: "n_heads" } });
    expect(onParam.mock.lastCall![1][0].variants.global).toEqual({ attn: { n_heads: 1 } });
    fireEvent.click(screen.getByRole("button", { name: "attn.window: as drawn again" }));
    expect(onParam.mock.lastCall![1][0].variants.local).toEqual({});
  });
  it("checks a value as the block's form does, and shows what the check found on the very field", () => {
    const heads: Pattern = { assign: { cycle: ["a"] }, variants: { a: { attn: { n_heads: 3 } } } };
    const onParam = shown(nodeOf([heads]), false, reportOf([found({ path: "layers.attn", attr: "n_heads", message: "3 heads do not divide 128." })]));
    const field = screen.getByLabelText("n_heads*");
    expect(field.getAttribute("aria-invalid")).toBe("true");
    expect(screen.getByText("3 heads do not divide 128.")).toBeTruthy();
    fireEvent.change(field, { target: { value: "0" } });
    fireEvent.blur(field);
    expect(screen.getByText(/outside what is allowed/)).toBeTruthy();
    expect(onParam).not.toHaveBeenCalled();
  });
  it("puts another block in the place of one", () => {
    const onParam = shown(nodeOf([HYBRID]));
    fireEvent.change(variant("global").getByLabelText("Block"), { target: { value: "attn" } });
    fireEvent.change(variant("global").getByLabelText("Parameter"), { target: { value: "type" } });
    expect(onParam.mock.lastCall![1][0].variants.global).toEqual({ attn: { type: "Mixer", n_heads: 4 } });
    cleanup();
    const again = shown(nodeOf([{ ...HYBRID, variants: { local: {}, global: { attn: { type: "Mixer", n_heads: 4 } } } }]));
    fireEvent.change(screen.getByLabelText("attn.type"), { target: { value: "Norm" } });
    expect(again.mock.lastCall![1][0].variants.global).toEqual({ attn: { type: "Norm" } });
  });
  it("writes ranges, and says on the field why one names no layer", () => {
    const onParam = shown(nodeOf([{ assign: { ranges: { "0": "a" } }, variants: { a: {}, b: {} } }]));
    const field = screen.getByLabelText("Layers of range 1");
    fireEvent.change(field, { target: { value: "9-" } });
    fireEvent.blur(field);
    expect(screen.getByRole("alert").textContent).toContain("names no layer. Write 0-2, 3- or 5, from 0 to 5.");
    fireEvent.change(field, { target: { value: "0-2" } });
    fireEvent.blur(field);
    expect(onParam.mock.lastCall![1][0].assign).toEqual({ ranges: { "0-2": "a" } });
    fireEvent.change(screen.getByLabelText("All others"), { target: { value: "b" } });
    expect(onParam.mock.lastCall![1][0].assign).toEqual({ ranges: { "0": "a" }, default: "b" });
    fireEvent.click(screen.getByRole("button", { name: "Add a range" }));
    expect(onParam.mock.lastCall![1][0].assign).toEqual({ ranges: { "0": "a", "1": "a" } });
  });
  it("fits a list to the layers", () => {
    const onParam = shown(nodeOf([{ assign: { list: ["a", "b"] }, variants: { a: {}, b: {} } }], 3));
    expect(screen.getByText("The list has 2 entries, but there are 3 layers.")).toBeTruthy();
    fireEvent.click(screen.getByRole("button", { name: "Fit to 3 layers" }));
    expect(onParam.mock.lastCall![1][0].assign).toEqual({ list: ["a", "b", "b"] });
  });
  it("keeps what it cannot draw, and changes of blocks that are gone until they are removed", () => {
    shown(nodeOf([{ odd: true }]));
    expect(screen.getByText(/not in a form that can be drawn/)).toBeTruthy();
    cleanup();
    const onParam = shown(nodeOf([{ assign: { cycle: ["a"] }, variants: { a: { lost: { p: 1 } } } }]));
    fireEvent.click(screen.getByRole("button", { name: "lost: as drawn again" }));
    expect(onParam.mock.lastCall![1][0].variants.a).toEqual({});
  });
  it("changes nothing in a design that can only be read", () => {
    shown(nodeOf([HYBRID]), true);
    expect(screen.queryAllByRole("button").filter((one) => !one.classList.contains("card-open"))).toEqual([]);
  });
});
