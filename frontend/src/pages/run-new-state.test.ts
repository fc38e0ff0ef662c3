import { expect, test } from "vitest";
import { inWords, notesOf, type NewRunPage } from "./run-new-state";

const words = (bf16: boolean | null, precision: string): Record<string, string> => notesOf({ bf16 } as NewRunPage, { precision }, (key) => key);

test("a precision that the machines are slow in is named, and one that they are fast in is offered", () => {
  expect(words(false, "bf16")).toEqual({ precision: "form.bf16Slow" });
  expect(words(true, "fp32")).toEqual({ precision: "form.bf16Fast" });
  for (const quiet of [words(false, "fp32"), words(true, "bf16"), words(null, "bf16"), words(null, "fp32")]) expect(quiet).toEqual({});
});

test("a problem calls an option what its label calls it", () => {
  const t = (key: string) => ({ "form.duration": "Train for", "field.betas": "Betas" })[key] ?? key;
  const told = (attr: string | null, detail: string) => inWords([{ code: "bad_option", attr, detail }], t)[0]?.detail;
  expect(told("config.max_minutes", "The option max_minutes is not right: too small.")).toBe("The option “Train for” is not right: too small.");
  expect(told("config.betas.0", "The option betas.0 is not right: too large.")).toBe("The option “Betas” is not right: too large.");
  expect(told("corpus", "There is no such corpus.")).toBe("There is no such corpus.");
  expect(told(null, "No connection.")).toBe("No connection.");
});
