import { expect, it } from "vitest";
import { difference, faultAt, largestShare, shapeAt, shareAt } from "./facts";
import type { Diagnostic, NodeCost, Report } from "./types";

const cost = (parameters: number, kv_bytes = 0): NodeCost => ({ parameters, flops: 2 * parameters, kv_bytes, cache_bytes: 0, training_bytes: 0, sequence_bytes: 0, count: 1 });
const says = (path: string, severity: Diagnostic["severity"], message: string): Diagnostic => ({ code: "x", severity, path, attr: null, values: {}, fix: null, message });
const report = (part: Partial<Report> = {}): Report => ({
  valid: true, diagnostics: [], fingerprint: "", implied: {}, load: null, fit: null,
  shapes: { tok: ["B", "T", 64], layers: ["B", "T", 64], "layers.ffn": ["B", "T", 64], head: ["B", "T", 1024] },
  nodes: { tok: cost(30), layers: cost(60, 8), "layers.attn": cost(20, 8), "layers.ffn": cost(40), head: cost(10) },
  totals: { parameters: 100, flops_per_token: 200, kv_bytes_per_token: 8 } as Report["totals"],
  ...part,
});

it("tells the shape of what leaves a block, and of what enters a scope", () => {
  const told = report();
  expect(["tok", "head", "@in", "layers@in", "gone", "constructor"].map((id) => shapeAt(told, id))).toEqual(["B × T × 64", "B × T × 1024", "B × T", "B × T × 64", undefined, undefined]);
  expect(shapeAt(null, "@in")).toBeUndefined();
});

it("tells shares of the whole, and the largest of a block that holds no others", () => {
  const told = report();
  expect([shareAt(told, "layers", "parameters"), shareAt(told, "tok", "flops"), shareAt(told, "layers.attn", "kv"), shareAt(told, "tok", "kv")]).toEqual([0.6, 0.3, 1, 0]);
  expect([largestShare(told, "parameters"), largestShare(told, "kv")]).toEqual([0.4, 1]);
  const unsound = report({ totals: null, nodes: {} });
  expect([shareAt(unsound, "tok", "kv"), largestShare(unsound, "kv")]).toEqual([undefined, 0]);
});

it("gathers what is found at a block", () => {
  const told = report({ diagnostics: [says("tok", "warning", "Odd."), says("tok", "error", "Bad."), says("head", "info", "Note.")] });
  expect([faultAt(told, "tok"), faultAt(told, "head"), faultAt(told, "layers")]).toEqual([{ worst: "error", says: "Odd. Bad." }, { worst: "", says: "Note." }, { worst: "", says: "" }]);
  expect(faultAt(told, "layers")).toBe(faultAt(null, "tok"));
});

it("tells what was added, and what part of before that is", () => {
  expect([difference(110, 100), difference(90, 100), difference(5, 0), difference(3, 3), difference(undefined, 3)]).toEqual([{ added: 10, part: 0.1 }, { added: -10, part: -0.1 }, { added: 5, part: null }, null, null]);
});
