import ELK from "elkjs/lib/elk.bundled.js";
import { expect, it } from "vitest";
import { addNode, pairs, scopeAt, walk } from "./document";
import { flowOf, type FlowNode } from "./flow";
import { layered } from "./layered";
import { writer } from "./test-designs";
import type { Design } from "./types";

const elk = new ELK();
const boxes = (design: Design, scope: string): FlowNode[] => flowOf(design).nodes.filter((node) => node.data.scope === scope && node.data.role !== "pin");

function overlap(design: Design, scope: string): string[] {
  const held = boxes(design, scope);
  const meet = (a: FlowNode, b: FlowNode): boolean =>
    a.position.x < b.position.x + b.width! && b.position.x < a.position.x + a.width! && a.position.y < b.position.y + b.height! && b.position.y < a.position.y + a.height!;
  return held.flatMap((a, at) => held.slice(at + 1).filter((b) => meet(a, b)).map((b) => `${a.id} on ${b.id}`));
}

it("arranges every frame: feeders above, nothing on top of anything, the stream straight down", async () => {
  const design = await layered(writer(), elk);
  expect(Object.keys(design.layout).sort()).toEqual(walk(design).map(([path]) => path).sort());
  for (const scope of ["", "layers"]) {
    expect(overlap(design, scope)).toEqual([]);
    const y = (name: string): number => boxes(design, scope).find((node) => node.data.name === name)!.position.y;
    for (const [from, to] of pairs(scopeAt(design, scope)!.edges)) if (from !== "in" && to !== "out") expect(y(from), `${from} above ${to}`).toBeLessThan(y(to));
  }
  const column = (path: string): number => design.layout[path]![0]!;
  expect([column("layers.add1"), column("layers.add2"), column("tok"), column("layers"), column("head")]).toEqual([0, 0, 0, 0, 0]);
  expect(column("layers.attn")).toBeGreaterThan(200);
});

it("makes room for frames within frames, and for blocks that nothing feeds", async () => {
  const inner = { ...writer(), layout: {} };
  const nested: Design = { ...inner, nodes: { outer: { type: "Repeat", count: 2, nodes: inner.nodes, edges: [] }, alone: { type: "Norm" } }, edges: ["in -> outer -> out", "ghost -> outer"] };
  const [design] = addNode(nested, "outer", "empty", { type: "Repeat", count: 1, nodes: {}, edges: [] }, [0, 0]);
  const made = await layered(design, elk);
  for (const scope of ["", "outer", "outer.layers"]) expect(overlap(made, scope), scope).toEqual([]);
  expect(made.nodes).toEqual(design.nodes);
});
