import { expect, it } from "vitest";
import { move, setParam } from "./document";
import { flowOf } from "./flow";
import { alike, stable } from "./stable";
import { writer } from "./test-designs";

it("tells what is written alike", () => {
  expect(alike({ a: [1, { b: null }] }, { a: [1, { b: null }] })).toBe(true);
  expect([alike({ a: 1 }, { a: 1, b: undefined }), alike([1], [1, 2]), alike(null, {}), alike({ a: 1 }, { b: 1 })]).toEqual([false, false, false, false]);
});

it("keeps every block the same object but the one that moved", () => {
  const keep = stable(), before = keep(flowOf(writer()).nodes);
  expect(keep(flowOf(writer()).nodes)).toBe(before);
  const after = keep(flowOf(move(writer(), { norm: [500, 500] })).nodes);
  const changed = after.filter((node, at) => node !== before[at]).map((node) => node.id);
  expect(changed).toContain("norm");
  expect(changed).not.toContain("layers.attn");
  expect(changed.length).toBeLessThan(4); // and the pin below everything
});

it("draws nothing anew for a parameter", () => {
  const keep = stable();
  expect(keep(flowOf(setParam(writer(), "layers.attn", "n_heads", 2)).nodes)).toBe(keep(flowOf(writer()).nodes));
});
