import { cleanup, fireEvent, render, screen } from "@testing-library/react";
import { afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import type { Design, Report } from "../../graph/types";
import { DesignSettings } from "./design-settings";
import { renameSize } from "./sizes";
import { reportOf, words } from "./test-registry";

beforeAll(words);
afterEach(cleanup);

const TOTALS = { parameters: 707808, active_parameters: 707808, parameters_without_embeddings: 609504, trainable: 707808, flops_per_token: 1560576, kv_bytes_per_token: 2304, cache_bytes: 294912, training_bytes: 71880192, sequence_bytes: 1 };

function shown(vars: Design["vars"] = { d_model: 128, tied: true, note: "a" }, part: { readOnly?: boolean; report?: Report } = {}) {
  const calls = { onTitle: vi.fn(), onVars: vi.fn() };
  render(<DesignSettings title="Story writer" vars={vars} report={part.report ?? null} readOnly={part.readOnly ?? false} {...calls} />);
  return calls;
}

function type(label: string, value: string): void {
  fireEvent.change(screen.getByLabelText(label), { target: { value } });
  fireEvent.blur(screen.getByLabelText(label));
}

it("shows totals with their units, exact on hover", () => {
  shown({}, { report: reportOf([], { totals: TOTALS }) });
  expect(screen.getByTitle("707,808 parameters").textContent).toBe("708K");
  expect(screen.getByTitle("1,560,576 floating-point operations per token").textContent).toBe("1.56M FLOPs");
  expect(screen.getByTitle("71,880,192 bytes").textContent).toBe("68.6 MiB");
});

it("takes a new title, and refuses an empty one", () => {
  const { onTitle } = shown();
  type("Title", "  ");
  expect(screen.getByText("A title is needed.")).toBeTruthy();
  type("Title", "이야기");
  expect(onTitle).toHaveBeenCalledExactlyOnceWith("이야기");
});

describe("sizes", () => {
  it("are changed, each by its type", () => {
    const { onVars } = shown();
    type("Value of d_model", "256");
    expect(onVars).toHaveBeenLastCalledWith({ d_model: 256, tied: true, note: "a" });
    fireEvent.change(screen.getByLabelText("Value of tied"), { target: { value: "false" } });
    expect(onVars).toHaveBeenLastCalledWith({ d_model: 128, tied: false, note: "a" });
    fireEvent.change(screen.getByLabelText("Type of d_model"), { target: { value: "string" } });
    expect(onVars).toHaveBeenLastCalledWith({ d_model: "128", tied: true, note: "a" });
  });
  it("keep what was typed when it is no number", () => {
    const { onVars } = shown();
    type("Value of d_model", "wide");
    expect(screen.getByRole("alert").textContent).toContain("A number is needed");
    expect(onVars).not.toHaveBeenCalled();
  });
  it("are renamed in place; the new name travels to those who use it", () => {
    const { onVars } = shown();
    type("Name of size d_model", "$width");
    const [vars, renamed] = onVars.mock.calls[0]!;
    expect([Object.keys(vars), renamed]).toEqual([["width", "tied", "note"], { from: "d_model", to: "width" }]);
  });
  it("refuse names that are taken or out of form", () => {
    shown();
    type("Name of size d_model", "tied");
    expect(screen.getByRole("alert").textContent).toContain("“tied” already");
    type("Name of size d_model", "2x");
    expect(screen.getByRole("alert").textContent).toContain("Start with a letter");
  });
  it("are added and removed", () => {
    const { onVars } = shown({ d_model: 128 });
    fireEvent.change(screen.getByLabelText("Name of the new size"), { target: { value: "heads" } });
    fireEvent.change(screen.getByLabelText("Value of the new size"), { target: { value: "8" } });
    fireEvent.click(screen.getByRole("button", { name: "Add a size" }));
    expect(onVars).toHaveBeenLastCalledWith({ d_model: 128, heads: 8 });
    fireEvent.click(screen.getByRole("button", { name: "Remove d_model" }));
    expect(onVars).toHaveBeenLastCalledWith({});
  });
  it("can only be read in another's design", () => {
    shown(undefined, { readOnly: true });
    expect(screen.queryAllByRole("button")).toEqual([]);
    for (const box of screen.getAllByRole<HTMLInputElement>("textbox")) expect(box.readOnly).toBe(true);
  });
});

it("renames a size in blocks, groups and the variants of patterns", () => {
  const inner = { attn: { type: "Mixer", n_heads: "$h", rope: { theta: "$h" } } };
  const patterns = [{ assign: { cycle: ["a"] }, variants: { a: { attn: { window: "$h" } } } }];
  const design: Design = { format: 1, vars: { h: 4 }, nodes: { layers: { type: "Repeat", count: "$h", nodes: inner, edges: ["in -> attn"], patterns } }, edges: [], layout: {}, meta: {} };
  const text = JSON.stringify(renameSize(design, { from: "h", to: "heads" }));
  expect(text.match(/"\$heads"/g)).toHaveLength(4);
  expect(text).not.toContain('"$h"');
  expect(renameSize(design, { from: "h", to: "heads" }).vars).toEqual({ heads: 4 });
});
