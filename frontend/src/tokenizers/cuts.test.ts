import { expect, test } from "vitest";
import cases from "../../../tests/cases/cuts.json";
import { bytesOf, cutAt, textOf, visible, type History } from "./cuts";

test.each(cases as { name: string; history: History; cuts: Record<string, string[]>; ids: number[] }[])("$name is cut as the server cuts it", ({ history, cuts, ids }) => {
  for (const [size, pieces] of Object.entries(cuts)) expect(cutAt(history, Number(size)).map((piece) => piece.bytes)).toEqual(pieces.map(bytesOf));
  expect(cutAt(history, history.vocab_size).map((piece) => piece.id)).toEqual(ids);
});

test("bytes that are a part of a character are no text", () => {
  expect(textOf(bytesOf("ec9588"))).toBe("안");
  expect(textOf(bytesOf("ec95"))).toBeNull();
  expect(visible(" a\n")).toBe("·a↵\n");
});
