import { describe, expect, it } from "vitest";
import { between, scaleOf } from "./axes";
import { appended, backTo, lastOf, NO_CURVE, withPart, type Curve } from "./curves";
import type { RunEvent } from "./events";
import { lineOf, onOneAxis, positive, smoothed, smoothingSteps } from "./lines";

const metric = (step: number, loss: number, more: Record<string, unknown> = {}): RunEvent => ({ seq: step, type: "metric", step, loss, ...more });
const curve = (...losses: number[]): Curve => appended(NO_CURVE, losses.map((loss, n) => metric(n + 1, loss)));
const wide: Curve = { first: [1, 11, 21], last: [10, 20, 30], fields: { loss: { early: [9, 5, 2], late: [4, 6, 1], mean: [6, 5.5, 1.5] } } };
const SAME = { of: (x: number) => x, step: (x: number) => x };

describe("a curve that grows", () => {
  it("takes events once, in a piece each, and their numbers by layer", () => {
    const grown = appended(appended(curve(3), [metric(2, 2, { weight: { "layers.0.attn": 4 }, text: "x" })]), [metric(2, 9)]);
    expect(grown.first).toEqual([1, 2]);
    expect(grown.fields.loss?.late).toEqual([3, 2]);
    expect(grown.fields["weight|layers.0.attn"]?.mean).toEqual([null, 4]);
    expect(lastOf(grown, "loss")).toBe(2);
  });

  it("forgets what a resume went back on", () => {
    expect(backTo(curve(1, 2, 3, 4), 2).last).toEqual([1, 2]);
    expect(backTo(wide, 15).last).toEqual([10, 20]);
  });

  it("is finer where a part was asked for", () => {
    const part: Curve = { first: [11, 12], last: [11, 20], fields: { loss: { early: [5, 6], late: [5, 5], mean: [5, 5.5] } } };
    const fine = withPart(wide, part);
    expect(fine.first).toEqual([1, 11, 12, 21]);
    expect(fine.fields.loss?.early).toEqual([9, 5, 6, 2]);
  });
});

describe("a line", () => {
  it("shows the extremes of a piece in their order", () => {
    expect(lineOf(wide, "loss", SAME, 0)).toEqual({ x: [1, 10, 11, 20, 21, 30], raw: [9, 4, 5, 6, 2, 1], smooth: [6, 6, 5.5, 5.5, 1.5, 1.5] });
  });

  it("is smoothed by steps, not by points, and starts where the values start", () => {
    const constant = curve(2, 2, 2);
    expect(smoothed(constant, constant.fields.loss!, 10).every((value) => Math.abs((value ?? 0) - 2) < 1e-12)).toBe(true);
    const dense = curve(0, ...Array<number>(200).fill(1));
    const sparse: Curve = { first: [1, 101], last: [1, 201], fields: { loss: { early: [0, 1], late: [0, 1], mean: [0, 1] } } };
    const ends = [dense, sparse].map((one) => smoothed(one, one.fields.loss!, 50).at(-1) ?? 0);
    expect(ends[0]).toBeCloseTo(ends[1] ?? 0, 6);
  });

  it("shares its axis with others", () => {
    const lines = [lineOf(curve(3, 2), "loss", SAME, 0), { x: [2, 5], raw: [8, 7], smooth: [8, 7] }];
    expect(onOneAxis(lines, (line) => [line.raw])).toEqual([[1, 2, 5], [3, 2, null], [null, 8, 7]]);
    expect(positive([1, 0, -2, null])).toEqual([1, null, null, null]);
  });

  it("is not smoothed at the beginning of the slider", () => {
    expect(smoothingSteps(0, 1000)).toBe(0);
    expect(smoothingSteps(100, 1000)).toBe(200);
    expect(smoothingSteps(1, 1000)).toBe(1);
  });
});

describe("axes", () => {
  const told = appended(NO_CURVE, [metric(1, 3, { tokens: 8, elapsed_s: 0.5 }), metric(3, 2, { tokens: 24, elapsed_s: 2.5 })]);

  it("lead from steps to tokens, seconds and FLOPs and back", () => {
    expect(scaleOf("tokens", told, null)?.of(2)).toBe(16);
    expect(scaleOf("time", told, null)?.of(2)).toBe(1.5);
    expect(scaleOf("flops", told, 10)?.of(3)).toBe(720);
    expect(scaleOf("tokens", told, null)?.step(16)).toBe(2);
    expect(scaleOf("step", told, null)?.of(7)).toBe(7);
  });

  it("are not offered where a run does not tell what they take", () => {
    expect(scaleOf("flops", told, null)).toBeNull();
    expect(scaleOf("time", curve(1, 2), null)).toBeNull();
  });

  it("go on beyond the last point and back to zero", () => {
    expect(between([2, 4], [20, 40], 6)).toBe(60);
    expect(between([2, 4], [20, 40], 0)).toBe(0);
  });
});
