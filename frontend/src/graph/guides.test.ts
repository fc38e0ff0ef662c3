import { expect, it } from "vitest";
import { snapped } from "./guides";

const box = (id: string, x: number, y: number, width = 100, height = 50) => ({ id, x, y, width, height });

it("snaps to the nearest line and draws it over both boxes", () => {
  expect(snapped(box("a", 3, 200), [box("b", 0, 0), box("c", 5, 90)], 6)).toEqual({ x: 5, y: 200, guides: [{ axis: "x", at: 5, from: 90, to: 250 }] });
});

it("lines up middles of boxes of different sizes, both ways at once", () => {
  const made = snapped(box("a", 52, 21), [box("b", 0, 0, 200, 100)], 8);
  expect([made.x, made.y]).toEqual([50, 25]);
  expect(made.guides.map((one) => [one.axis, one.at])).toEqual([["x", 100], ["y", 50]]);
});

it("leaves a box alone that is near nothing", () => {
  expect(snapped(box("a", 30, 200), [box("b", 0, 0)], 6)).toEqual({ x: 30, y: 200, guides: [] });
});
