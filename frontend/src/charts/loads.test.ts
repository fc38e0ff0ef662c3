import { describe, expect, it } from "vitest";
import { NO_CURVE } from "./curves";
import type { RunEvent } from "./events";
import { balanced, lastLoads, strength } from "./loads";

const metric = (step: number, more: Record<string, unknown> = {}): RunEvent => ({ seq: step, type: "metric", step, ...more });

describe("the load of experts", () => {
  it("is balanced at one, all along the run", () => {
    const line = balanced({ first: [1, 11], last: [10, 20], fields: {} });
    expect(line).toEqual({ first: [1, 20], last: [1, 20], fields: { balance: { early: [1, 1], late: [1, 1], mean: [1, 1] } } });
    expect(balanced(NO_CURVE)).toBe(NO_CURVE);
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
