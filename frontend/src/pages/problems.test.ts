import { expect, test } from "vitest";
import { bytesOf } from "../corpora/generated-form";
import { numberOf, typed } from "./problems";

test("numbers are read with or without separators of thousands", () => {
  expect(["1000", "1,000", " 20,000 ", "1,234,567.5", "1e-3", "-4"].map(typed)).toEqual([1000, 1000, 20_000, 1_234_567.5, 0.001, -4]);
});

test("what may be meant otherwise, or is no number, stays as it was typed", () => {
  for (const text of ["0,001", "1,5", "1,00", "1000,000", "abc", "12 apples"]) expect(typed(text)).toBe(text);
  expect([typed(""), typed("  ")]).toEqual([null, null]);
  expect([numberOf("1,000"), numberOf("many"), numberOf("")]).toEqual([1000, 0, 0]);
});

test("megabytes become bytes only where they are a number", () => {
  expect(["1,000", "0.5", "", "0,5", "much"].map(bytesOf)).toEqual([1_000_000_000, 500_000, null, "0,5", "much"]);
});
