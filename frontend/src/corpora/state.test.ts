import { expect, test } from "vitest";
import { arrivesWhole, type Corpus, type Hub } from "./state";

const corpus = (state: Corpus["state"], progress: number, streaming?: boolean) => ({ state, progress, origin: streaming === undefined ? {} : { hub: { streaming } as Hub } });

test("a data set that is not streamed is downloaded before the first row, and only then", () => {
  expect(arrivesWhole(corpus("working", 0, false))).toBe(true);
  for (const other of [corpus("waiting", 0, false), corpus("working", 0.1, false), corpus("working", 0, true), corpus("working", 0)]) expect(arrivesWhole(other)).toBe(false);
});
