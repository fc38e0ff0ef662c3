import { expect, test } from "vitest";
import { notesOf, type NewRunPage } from "./run-new-state";

const words = (bf16: boolean | null, precision: string): Record<string, string> => notesOf({ bf16 } as NewRunPage, { precision }, (key) => key);

test("a precision that the machines are slow in is named, and one that they are fast in is offered", () => {
  expect(words(false, "bf16")).toEqual({ precision: "form.bf16Slow" });
  expect(words(true, "fp32")).toEqual({ precision: "form.bf16Fast" });
  for (const quiet of [words(false, "fp32"), words(true, "bf16"), words(null, "bf16"), words(null, "fp32")]) expect(quiet).toEqual({});
});
