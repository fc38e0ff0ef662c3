import { expect, it } from "vitest";
import { stepped } from "./steps";
import type { Field } from "./schema";

const field = (part: Partial<Field>): Field => ({
  name: "x", kind: "integer", required: false, nullable: false, fallback: undefined, help: { en: "", ko: "" }, choices: [], bounds: { min: 1 }, unit: "", inferred: false, divides: "", fields: [], variants: [], ...part,
});
const walk = (one: Field, from: number, direction: 1 | -1, n: number, large = false, known = {}): (number | null)[] => {
  const seen: (number | null)[] = [];
  for (let at: number | null = from; seen.length < n && at !== null;) seen.push((at = stepped(one, at, direction, large, known)));
  return seen;
};

it("goes through sizes in multiples of a power of two", () => {
  const size = field({ unit: "channels" });
  expect(walk(size, 768, 1, 3)).toEqual([832, 896, 960]);
  expect(walk(size, 100, 1, 2)).toEqual([104, 112]);
  expect(walk(size, 128, -1, 2)).toEqual([120, 112]);
  expect(walk(size, 2, -1, 3)).toEqual([1, null]);
});

it("doubles and halves them with Shift", () => {
  const size = field({ unit: "tokens", bounds: { min: 1, max: 3000 } });
  expect(walk(size, 768, 1, 3, true)).toEqual([1024, 2048, 3000]);
  expect(walk(size, 768, -1, 2, true)).toEqual([512, 256]);
});

it("goes through what divides another value", () => {
  const heads = field({ divides: "d_model" });
  expect(walk(heads, 4, 1, 4, false, { d_model: 96 })).toEqual([6, 8, 12, 16]);
  expect(walk(heads, 5, -1, 5, false, { d_model: 96 })).toEqual([4, 3, 2, 1, null]);
  expect(walk(heads, 4, 1, 1, false, {})).toEqual([5]);
});

it("counts the rest, and stays within bounds", () => {
  const count = field({ bounds: { min: 1, max: 14 } }), rate = field({ kind: "number", bounds: { min: 0, below: 1 } });
  expect([stepped(count, 4, 1, false), stepped(count, 4, 1, true), stepped(count, 4, -1, true), stepped(count, 1, -1, false)]).toEqual([5, 14, 1, null]);
  expect(stepped(rate, 0.1, 1, false)).toBe(0.11);
});
