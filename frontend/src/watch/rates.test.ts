import { expect, test } from "vitest";
import { rateUnit } from "./rates";

test("a rate of arithmetic has the unit that suits the largest of a curve, so that all of its ticks have the same", () => {
  const laptop = rateUnit([null, 4.2e10, 187_654_321_000]);
  expect([laptop.unit, laptop.format(4.2e10), laptop.format(187_654_321_000), laptop.format(0)]).toEqual(["GFLOP/s", "42", "188", "0"]);
  const gpu = rateUnit([4.1234e14]);
  expect([gpu.unit, gpu.format(4.1234e14)]).toEqual(["TFLOP/s", "412"]);
  expect(rateUnit([1e15]).unit).toBe("PFLOP/s");
  expect(rateUnit([998e12]).unit).toBe("TFLOP/s");
  const rounded = rateUnit([999.9e12]);
  expect([rounded.unit, rounded.format(999.9e12)]).toEqual(["PFLOP/s", "1"]);
});

test("before anything is told there is no unit", () => {
  expect(rateUnit([]).unit).toBe("");
  expect(rateUnit([null]).unit).toBe("");
});
