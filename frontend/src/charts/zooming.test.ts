import { expect, test } from "vitest";
import { FARTHER, NEARER, zoomed } from "./zooming";

const xs = [0, 25, 50, 75, 100];

test("half of the span is left, around the place, or the middle where none is in sight", () => {
  expect(zoomed(xs, null, 40, NEARER)).toEqual([15, 65]);
  expect(zoomed(xs, [20, 60], 30, NEARER)).toEqual([20, 40]);
  expect(zoomed(xs, null, null, NEARER)).toEqual([25, 75]);
  expect(zoomed(xs, [0, 40], 90, NEARER)).toEqual([10, 30]);
});

test("the part stays within the points, and away from it all of them come back", () => {
  expect(zoomed(xs, null, 100, NEARER)).toEqual([50, 100]);
  expect(zoomed(xs, [0, 20], 0, FARTHER)).toEqual([0, 40]);
  expect(zoomed(xs, [25, 75], 50, FARTHER)).toBeNull();
});
