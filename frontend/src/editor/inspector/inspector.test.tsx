import { cleanup, fireEvent, render, screen, within } from "@testing-library/react";
import { afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import type { DesignNode, Diagnostic, Json } from "../../graph/types";
import { Inspector, type InspectorProps } from "./inspector";
import { found, REGISTRY, reportOf, STRETCHED, words } from "./test-registry";

beforeAll(words);
afterEach(cleanup);

function shown(node: Partial<DesignNode> = {}, part: Partial<InspectorProps> = {}) {
  const calls = { onRename: vi.fn(() => null as string | null), onParam: vi.fn(), onFix: vi.fn(), onDelete: vi.fn(), onDuplicate: vi.fn() };
  const props: InspectorProps = { path: "layers.attn", node: { type: "Mixer", n_heads: 4, ...node }, spec: REGISTRY.Mixer, vars: { d_model: 128, heads: 8 }, report: null, readOnly: false, ...calls, ...part };
  const view = render(<Inspector {...props} />);
  const again = (next: Partial<InspectorProps>) => view.rerender(<Inspector {...props} {...next} />);
  return { ...calls, again };
}

const input = (name: RegExp | string): HTMLInputElement => screen.getByLabelText(name, { selector: "input" });
const type = (element: HTMLElement, value: string): void => {
  fireEvent.change(element, { target: { value } });
  fireEvent.blur(element);
};
const at = (part: Partial<Diagnostic>) => reportOf([found({ path: "layers.attn", ...part })]);

describe("numbers", () => {
  it("are taken over on blur and on Enter, not while they are typed", () => {
    const { onParam } = shown();
    fireEvent.change(input(/^n_heads/), { target: { value: "8" } });
    expect(onParam).not.toHaveBeenCalled();
    fireEvent.keyDown(input(/^n_heads/), { key: "Enter" });
    expect(onParam).toHaveBeenCalledExactlyOnceWith("n_heads", 8);
  });
  it("stay as typed when they cannot be taken over, with the reason and what still holds", () => {
    const { onParam } = shown();
    type(input(/^n_heads/), "5000");
    expect(input(/^n_heads/).value).toBe("5000");
    expect(screen.getByRole("alert").textContent).toMatch(/1 to 1,024.*4 still holds/);
    expect(onParam).not.toHaveBeenCalled();
    fireEvent.keyDown(input(/^n_heads/), { key: "Escape" });
    expect(input(/^n_heads/).value).toBe("4");
  });
  it("are taken over before a save by key", () => {
    const { onParam } = shown();
    fireEvent.change(input(/^n_heads/), { target: { value: "16" } });
    fireEvent.keyDown(input(/^n_heads/), { key: "s", ctrlKey: true });
    expect(onParam).toHaveBeenCalledExactlyOnceWith("n_heads", 16);
  });
  it("wait while a syllable is composed", () => {
    const { onParam } = shown();
    fireEvent.change(input(/^label/), { target: { value: "글" } });
    fireEvent.keyDown(input(/^label/), { key: "Enter", isComposing: true });
    expect(onParam).not.toHaveBeenCalled();
  });
  it("step with the arrow keys", () => {
    const { onParam } = shown();
    fireEvent.keyDown(input(/^n_heads/), { key: "ArrowUp" });
    expect(onParam).toHaveBeenCalledWith("n_heads", 5);
  });
  it("give way to a new value from outside", () => {
    const { again } = shown();
    type(input(/^n_heads/), "nonsense");
    again({ node: { type: "Mixer", n_heads: 2 } });
    expect(input(/^n_heads/).value).toBe("2");
    expect(screen.queryByRole("alert")).toBeNull();
  });
  it("go back to the default when emptied", () => {
    const { onParam } = shown({ dropout: 0.2 });
    type(input(/^dropout/), "");
    expect(onParam).toHaveBeenCalledWith("dropout", undefined);
  });
  it("show a value of the wrong kind rather than failing", () => {
    shown({ n_heads: { deep: [1] }, dropout: "much" });
    expect(screen.getByText(/"deep"/)).toBeTruthy();
    expect(input(/^dropout/).value).toBe("much");
  });
});

describe("sizes", () => {
  it("stand in for a number, with the value behind them", () => {
    shown({ n_heads: "$heads" });
    expect(input(/^n_heads/).value).toBe("$heads");
    expect(screen.getByText("= 8")).toBeTruthy();
  });
  it("are offered where they fit", () => {
    const { onParam } = shown();
    fireEvent.change(screen.getByLabelText("Use a size for n_heads"), { target: { value: "d_model" } });
    expect(onParam).toHaveBeenCalledWith("n_heads", "$d_model");
    expect(screen.queryByLabelText("Use a size for kind")).toBeNull();
  });
  it("that are not there are named", () => {
    shown();
    type(input(/^n_heads/), "$nope");
    expect(screen.getByRole("alert").textContent).toContain("no size “nope”");
  });
});

describe("choices, switches and groups", () => {
  it("choose, also numbers, and go back to the default", () => {
    const { onParam } = shown({ kind: "layer" });
    fireEvent.change(screen.getByLabelText("offset"), { target: { value: "1" } });
    expect(onParam).toHaveBeenLastCalledWith("offset", 1);
    fireEvent.click(screen.getByRole("button", { name: "kind: back to the default (rms)" }));
    expect(onParam).toHaveBeenLastCalledWith("kind", undefined);
    expect(screen.queryByRole("button", { name: /^offset: back/ })).toBeNull();
  });
  it("switch on and, being the default, off without a trace", () => {
    const { onParam, again } = shown();
    fireEvent.click(screen.getByRole("switch", { name: "bias" }));
    expect(onParam).toHaveBeenLastCalledWith("bias", true);
    again({ node: { type: "Mixer", n_heads: 4, bias: true } });
    fireEvent.click(screen.getByRole("switch", { name: "bias" }));
    expect(onParam).toHaveBeenLastCalledWith("bias", undefined);
  });
  it("open a group, set inside it, and close it", () => {
    const { onParam, again } = shown();
    fireEvent.click(screen.getByRole("switch", { name: "rope" }));
    expect(onParam).toHaveBeenLastCalledWith("rope", {});
    again({ node: { type: "Mixer", n_heads: 4, rope: {} } });
    type(input("theta"), "500000");
    expect(onParam).toHaveBeenLastCalledWith("rope", { theta: 500000 });
    fireEvent.click(screen.getByRole("switch", { name: "scaling" }));
    expect(onParam).toHaveBeenLastCalledWith("rope", { scaling: { factor: 1 } });
    fireEvent.click(screen.getByRole("switch", { name: "rope" }));
    expect(onParam).toHaveBeenLastCalledWith("rope", undefined);
  });
  it("explain a group that holds something else", () => {
    shown({ rope: 5 });
    expect(screen.getByText(/This holds 5/)).toBeTruthy();
  });
});

describe("a group that comes in several forms", () => {
  const node = (scaling: Json) => ({ type: "Stretched", scaling }) as DesignNode;
  const of = (value: Json) => shown({}, { spec: STRETCHED, node: node(value) });
  it("is given what its form needs when one is chosen", () => {
    const { onParam } = of(null);
    fireEvent.change(screen.getByLabelText(/^scaling/, { selector: "select" }), { target: { value: "linear" } });
    expect(onParam).toHaveBeenCalledExactlyOnceWith("scaling", { type: "linear", factor: 1 });
  });
  it("keeps what both forms have when the other is chosen", () => {
    const { onParam } = of({ type: "linear", factor: 4 });
    fireEvent.change(screen.getByLabelText(/^scaling/, { selector: "select" }), { target: { value: "long" } });
    expect(onParam).toHaveBeenCalledExactlyOnceWith("scaling", { type: "long", factors: [1], factor: 4 });
  });
  it("takes lists of numbers as people write them", () => {
    const { onParam } = of({ type: "long", factors: [1, 2] });
    expect(input(/^factors/).value).toBe("1, 2");
    fireEvent.change(input(/^factors/), { target: { value: "1 2.5, 4" } });
    fireEvent.blur(input(/^factors/));
    expect(onParam).toHaveBeenCalledExactlyOnceWith("scaling", { type: "long", factors: [1, 2.5, 4] });
  });
  it("says what is wrong with one of them", () => {
    const { onParam } = of({ type: "long", factors: [1, 2] });
    fireEvent.change(input(/^factors/), { target: { value: "1, two" } });
    fireEvent.blur(input(/^factors/));
    expect(screen.getByRole("alert").textContent).toContain("two");
    expect(onParam).not.toHaveBeenCalled();
  });
});

describe("findings", () => {
  it("stand under their field, and their fix sets it", () => {
    const { onFix } = shown({ n_heads: 3 }, { report: at({ attr: "n_heads", message: "3 does not divide.", fix: { action: "set", path: "layers.attn", attr: "n_heads", value: 4 } }) });
    const field = input(/^n_heads/).closest<HTMLElement>("[data-field]")!;
    expect(within(field).getByText("3 does not divide.")).toBeTruthy();
    expect(input(/^n_heads/).getAttribute("aria-invalid")).toBe("true");
    fireEvent.click(within(field).getByRole("button", { name: "Fix: set n_heads to 4" }));
    expect(onFix).toHaveBeenCalledWith(expect.objectContaining({ attr: "n_heads", value: 4 }));
  });
  it("reach into a group that is open, and stop at one that is closed", () => {
    const report = at({ attr: "rope", values: { name: "rope.theta" }, message: "Too small." });
    const { again } = shown({ rope: { theta: 0 } }, { report });
    expect(screen.getByText("Too small.").closest("[data-field]")?.getAttribute("data-field")).toBe("rope.theta");
    again({ node: { type: "Mixer", n_heads: 4 }, report });
    expect(screen.getByText("Too small.").closest("[data-field]")?.getAttribute("data-field")).toBe("rope");
  });
  it("of other blocks are left to the list of problems", () => {
    shown({}, { report: reportOf([found({ path: "elsewhere", message: "Not mine." })]) });
    expect(screen.queryByText("Not mine.")).toBeNull();
  });
});

describe("the block itself", () => {
  it("is renamed, or says why not and keeps what was typed", () => {
    const { onRename } = shown();
    onRename.mockReturnValueOnce("That name is taken.");
    type(input("Name"), "norm");
    expect(screen.getByText("That name is taken.")).toBeTruthy();
    expect(input("Name").value).toBe("norm");
    type(input("Name"), "mixer");
    expect(onRename).toHaveBeenLastCalledWith("mixer");
  });
  it("shows its costs, exact where one asks", () => {
    shown({}, { report: reportOf([], { nodes: { "layers.attn": { parameters: 165888, flops: 479232, kv_bytes: 2304, cache_bytes: 147456, training_bytes: 2654208, sequence_bytes: 0, count: 6 } }, shapes: { "layers.attn": ["B", "T", 96] } }) });
    expect(screen.getByTitle("165,888 parameters").textContent).toBe("166K6 × 27,648");
    expect(screen.getByText("[B, T, 96]")).toBeTruthy();
    expect(screen.getByTitle("2,304 bytes").textContent).toBe("2.25 KiB");
  });
  it("is duplicated and deleted", () => {
    const { onDelete, onDuplicate } = shown();
    fireEvent.click(screen.getByRole("button", { name: "Duplicate" }));
    fireEvent.click(screen.getByRole("button", { name: "Delete" }));
    expect([onDuplicate.mock.calls.length, onDelete.mock.calls.length]).toEqual([1, 1]);
  });
  it("of a kind that is not known shows what is written", () => {
    shown({ type: "Gone", secret: 42 }, { spec: undefined });
    expect(screen.getByText(/no block “Gone”/)).toBeTruthy();
    expect(screen.getByLabelText("Parameters as written").textContent).toContain('"secret": 42');
  });
  it("offers to remove a parameter that it does not know", () => {
    const { onParam } = shown({ wings: 2 });
    fireEvent.click(screen.getByRole("button", { name: "Remove wings" }));
    expect(onParam).toHaveBeenCalledWith("wings", undefined);
  });
  it("can only be read when it is another's", () => {
    const { onParam } = shown({ bias: true, rope: {} }, { readOnly: true });
    for (const box of screen.getAllByRole<HTMLInputElement>("textbox")) expect(box.readOnly).toBe(true);
    for (const box of [...screen.getAllByRole<HTMLButtonElement>("switch"), ...screen.getAllByRole<HTMLSelectElement>("combobox")]) expect(box.disabled).toBe(true);
    fireEvent.keyDown(input(/^n_heads/), { key: "ArrowUp" });
    expect(screen.queryAllByRole("button").filter((one) => !one.classList.contains("card-open"))).toEqual([]); // cards may be read
    expect(onParam).not.toHaveBeenCalled();
  });
});
