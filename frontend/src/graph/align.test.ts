import { expect, it } from "vitest";
import { alignedTo, spread } from "./align";

const box = (id: string, x: number, y: number, width = 100, height = 50) => ({ id, x, y, width, height });
const BOXES = [box("a", 0, 0), box("b", 40, 100, 200), box("c", 300, 130)];

it.each([["left", "x", [0, 0, 0]], ["centre", "x", [150, 100, 150]], ["right", "x", [300, 200, 300]], ["top", "y", [0, 0, 0]], ["middle", "y", [65, 65, 65]], ["bottom", "y", [130, 130, 130]]] as const)(
  "aligns %s", (how, axis, places) => {
    const made = alignedTo(BOXES, how);
    expect(["a", "b", "c"].map((id) => made[id]![axis])).toEqual(places);
    const other = axis === "x" ? "y" : "x";
    expect(made.b![other]).toBe(BOXES[1]![other]);
  },
);

it("spreads with equal gaps between the outer two", () => {
  expect(spread(BOXES, "down")).toEqual({ a: { x: 0, y: 0 }, b: { x: 40, y: 65 }, c: { x: 300, y: 130 } });
  expect(spread(BOXES.slice(1), "across")).toEqual({});
});
