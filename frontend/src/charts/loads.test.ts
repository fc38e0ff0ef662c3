import { describe, expect, it } from "vitest";
import type { RunEvent } from "./events";
import { lastLoads, loadColumns, strength } from "./loads";

const metric = (step: number, more: Record<string, unknown> = {}): RunEvent => ({ seq: step, type: "metric", step, ...more });

describe("the load of experts", () => {
  it("is a line of the largest load beside the balanced one", () => {
    const metrics = [metric(1, { router_load: 2.5 }), metric(2), metric(3, { router_load: 1.2 })];
    expect(loadColumns(metrics)).toEqual([[1, 2, 3], [2.5, null, 1.2], [1, 1, 1]]);
  });

  it("is not there for a run without experts", () => {
    expect(loadColumns([metric(1, { loss: 3 }), metric(2)])).toBeNull();
    expect(loadColumns([])).toBeNull();
    expect(lastLoads([metric(1)])).toEqual([]);
  });

  it("is shown as it was told last", () => {
    const metrics = [metric(1, { expert_load: { "layers.0.ffn": [1, 0] } }), metric(2, { expert_load: { "layers.0.ffn": [0.4, 0.6] } }), metric(3)];
    expect(lastLoads(metrics)).toEqual([{ path: "layers.0.ffn", shares: [0.4, 0.6] }]);
  });

  it("leaves out what is no share", () => {
    const told = { a: [0.5, null], b: "much", c: [], d: [0.25, 0.75] };
    expect(lastLoads([metric(1, { expert_load: told })])).toEqual([{ path: "d", shares: [0.25, 0.75] }]);
    expect(lastLoads([metric(1, { expert_load: [1] })])).toEqual([]);
  });

  it("is half as strong as can be where it is equal", () => {
    expect(strength(0.25, 4)).toBe(0.5);
    expect(strength(0, 4)).toBe(0);
    expect(strength(0.9, 4)).toBe(1);
  });
});
