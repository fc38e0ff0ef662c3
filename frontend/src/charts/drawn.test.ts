import { describe, expect, it } from "vitest";
import { scaleOf, type Axis } from "./axes";
import type { ChartLine } from "./chart-card";
import { appended, NO_CURVE } from "./curves";
import { drawn, near } from "./drawn";

const metric = appended(NO_CURVE, [[1, 4], [2, 2], [3, 4], [4, 2]].map(([step = 0, loss]) => ({ seq: step, type: "metric", step, loss, tokens: 512 * step, elapsed_s: 0.25 * step })));
const evals = appended(NO_CURVE, [{ seq: 9, type: "eval", step: 2, val_loss: 3 }]);
const LOSS: ChartLine = { curve: metric, field: "loss", label: "Training loss", color: "--series-1", smooth: true };
const VAL: ChartLine = { curve: evals, field: "val_loss", label: "Validation loss", color: "--series-2", points: true };
const view = (axis: Axis, smoothing = 0) => ({ scale: scaleOf(axis, metric, 1000)!, smoothing });

describe("what a chart draws", () => {
  it("lies over steps, tokens, seconds of training or FLOPs, whichever is chosen", () => {
    const places = (axis: Axis) => drawn([LOSS], view(axis), false).columns[0];
    expect(places("step")).toEqual([1, 2, 3, 4]);
    expect(places("tokens")).toEqual([512, 1024, 1536, 2048]);
    expect(places("time")).toEqual([0.25, 0.5, 0.75, 1]);
    expect(places("flops")).toEqual([512, 1024, 1536, 2048].map((tokens) => 3 * 1000 * tokens));
  });

  it("puts evaluations at the tokens and the time of their steps, beside the metrics", () => {
    expect(drawn([LOSS, VAL], view("tokens"), false).columns).toEqual([[512, 1024, 1536, 2048], [4, 2, 4, 2], [null, 3, null, null]]);
    expect(drawn([VAL], view("time"), false).columns[0]).toEqual([0.5]);
  });

  it("has the raw line, faint, beneath the smoothed one, and the legend tells the smoothed", () => {
    const { columns, series, values } = drawn([LOSS], view("step", 10), false);
    expect(series.map((one) => Boolean(one.faint))).toEqual([true, false]);
    expect(columns[1]).toEqual([4, 2, 4, 2]);
    const spread = (line: (number | null)[] = []) => Math.max(...line.map((v) => v ?? 0)) - Math.min(...line.map((v) => v ?? Infinity));
    expect(spread(columns[2]?.slice(1))).toBeLessThan(spread(columns[1]) / 2);
    expect(values).toEqual([columns[2]]);
  });

  it("smooths only measurements of each step, and nothing where the slider is at its beginning", () => {
    const both = drawn([LOSS, VAL], view("step", 10), false);
    expect(both.series.map((one) => [one.label, Boolean(one.faint)])).toEqual([["Training loss", true], ["Training loss", false], ["Validation loss", false]]);
    expect(both.values[1]).toEqual([null, 3, null, null]);
    expect(drawn([LOSS], view("step"), false).series).toHaveLength(1);
  });

  it("leaves out of a logarithmic chart what has no logarithm", () => {
    const zero = appended(NO_CURVE, [{ seq: 1, type: "metric", step: 1, loss: 0 }, { seq: 2, type: "metric", step: 2, loss: 5 }]);
    expect(drawn([{ ...LOSS, curve: zero }], view("step"), true).columns[1]).toEqual([null, 5]);
  });

  it("tells at a place the nearest value before it", () => {
    expect(near([null, 3, null, null], 3)).toBe(3);
    expect(near([null, 3], 0)).toBeNull();
  });
});
