import { expect, it } from "vitest";
import cases from "../../../tests/cases/titles.json";
import { cleanLine, lengthOf } from "./title";

it.each(cases)("$given is kept as $shown", ({ given, shown }) => {
  expect(cleanLine(given)).toBe(shown);
});

it("counts what people see as characters, not halves of them", () => {
  expect(lengthOf("🧪🧪")).toBe(2);
});
