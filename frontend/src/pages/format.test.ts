import { expect, test } from "vitest";
import { AXIS_FORMATS } from "../watch/axis-formats";
import { bytes, exact, perplexity } from "./format";

test("steps are written out, and neighbouring ticks of any axis of whole numbers differ", () => {
  expect(exact(12_345)).toBe("12,345");
  expect(exact(null)).toBe("–");
  expect([12_000, 12_050].map(AXIS_FORMATS.step)).toEqual(["12,000", "12,050"]);
  expect([3_000_000, 3_000_500].map(AXIS_FORMATS.tokens)).toEqual(["3M", "3.0005M"]);
  expect(AXIS_FORMATS.step(1_234_567)).toBe("1.234567M");
});

test("a perplexity has decimals while they say something", () => {
  expect([1.5, 42.424, 99.99, 1096.6, 123_456].map(perplexity)).toEqual(["1.50", "42.42", "99.99", "1,097", "123K"]);
  expect([null, Infinity].map(perplexity)).toEqual(["–", "–"]);
});

test("bytes are told in three digits, and between a thousand and the next unit in four", () => {
  const MIB = 1024 ** 2;
  expect([512, 1536, 100 * MIB, 1000 * MIB, 1023.4 * MIB, 2 ** 30].map(bytes)).toEqual(["512 B", "1.50 KiB", "100 MiB", "1000 MiB", "1023 MiB", "1.00 GiB"]);
});
