import type { TFunction } from "i18next";
import { expect, test } from "vitest";
import { roughly } from "./roughly";

const t = ((key: string, values?: { count: number }) => `${key.split(".").at(-1)}${values ? ` ${values.count}` : ""}`) as unknown as TFunction;

test.each([[0, "soon"], [49, "soon"], [55, "minutes 1"], [240, "minutes 4"], [2000, "minutes 35"], [5500, "hours 1.5"], [86_000, "hours 24"]])("%d seconds are told as “%s”", (seconds, words) => {
  expect(roughly(seconds, t)).toBe(words);
});
