import { describe, expect, it } from "vitest";
import { addNode, emptyDesign, walk } from "./document";
import { below, endOf, flowOf, layoutPlace, placeAt, placeOf, FOLDED_H, GAP, NODE_H, NODE_W, PIN_W, type FlowNode } from "./flow";
import { writer } from "./test-designs";
import type { Design } from "./types";

interface Box { left: number; top: number; right: number; bottom: number }

function absolute(nodes: readonly FlowNode[], id: string): Box {
  const node = nodes.find((one) => one.id === id)!;
  const parent = node.parentId ? absolute(nodes, node.parentId) : { left: 0, top: 0 };
  const left = parent.left + node.position.x, top = parent.top + node.position.y;
  return { left, top, right: left + node.width!, bottom: top + node.height! };
}

const boxes = (design: Design): Map<string, Box> => {
  const { nodes } = flowOf(design);
  return new Map(nodes.map((node) => [node.id, absolute(nodes, node.id)]));
};
const apart = (a: Box, b: Box): boolean => a.right <= b.left || b.right <= a.left || a.bottom <= b.top || b.bottom <= a.top;

/** Siblings that overlap, and blocks that stick out of their frame. */
function faults(design: Design): string[] {
  const { nodes } = flowOf(design), at = boxes(design), wrong: string[] = [];
  for (const a of nodes) {
    const frame = a.parentId ? at.get(a.parentId)! : null, box = at.get(a.id)!;
    if (frame && (box.left < frame.left || box.top < frame.top || box.right > frame.right || box.bottom > frame.bottom)) wrong.push(`${a.id} sticks out`);
    for (const b of nodes) if (a.id < b.id && a.data.scope === b.data.scope && !apart(box, at.get(b.id)!)) wrong.push(`${a.id} on ${b.id}`);
  }
  return wrong;
}

describe("the drawing of a preset", () => {
  it("has every block, two pins a scope, and every edge, frames before their inside", () => {
    const { nodes, edges } = flowOf(writer());
    const ids = nodes.map((node) => node.id);
    expect(ids.filter((id) => !id.includes("@")).sort()).toEqual(walk(writer()).map(([path]) => path).sort());
    expect(ids.filter((id) => id.includes("@")).sort()).toEqual(["@in", "@out", "layers@in", "layers@out"]);
    for (const node of nodes) if (node.parentId) expect(ids.indexOf(node.parentId)).toBeLessThan(ids.indexOf(node.id));
    expect(edges).toHaveLength(14);
    expect(edges.every((edge) => ids.includes(edge.source) && ids.includes(edge.target))).toBe(true);
    expect(nodes.find((node) => node.id === "layers")!.data.count).toBe("4");
  });

  it("draws frames around their inside, and nothing over anything else", () => {
    expect(faults(writer())).toEqual([]);
  });

  it("keeps room for a frame's title, with nothing inside too", () => {
    const design: Design = { ...emptyDesign(), nodes: { r: { type: "Repeat", count: 2, nodes: {}, edges: [] } } };
    expect(flowOf(design).nodes[0]!.width).toBeGreaterThan(2 * NODE_W);
  });

  it("lets the residual stream run straight down, through the frame", () => {
    const at = boxes(writer());
    const middle = (id: string): number => (at.get(id)!.left + at.get(id)!.right) / 2;
    for (const id of ["tok", "norm", "head", "layers.add1", "layers.add2", "layers@in", "layers@out", "@in", "@out"]) expect([id, middle(id)]).toEqual([id, NODE_W / 2]);
    expect(PIN_W).toBeLessThan(NODE_W);
  });
});

describe("arranging", () => {
  it("gives places to what has none, without overlaps", () => {
    const bare = { ...writer(), layout: {} };
    expect(faults(bare)).toEqual([]);
  });

  it.each([["a -> b -> a"], ["a -> a"], ["a -> ghost -> b"], ["constructor -> a"]])("draws what is not sound: %s", (chain) => {
    const design: Design = { ...emptyDesign(), nodes: { a: { type: "Norm" }, b: { type: "constructor" } }, edges: [chain] };
    for (const node of flowOf(design).nodes) expect(Number.isFinite(node.position.x + node.position.y)).toBe(true);
  });

  it("draws blocks that are called as what every object has", () => {
    const design: Design = { ...emptyDesign(), nodes: { constructor: { type: "Norm" }, toString: { type: "Norm" } }, edges: ["constructor -> toString"] };
    expect(faults(design)).toEqual([]);
    expect(flowOf(design).nodes.every((node) => Number.isFinite(node.position.x))).toBe(true);
  });
});

describe("places", () => {
  it("reads back what a drawing shows, of blocks and frames, inside and outside", () => {
    for (const node of flowOf(writer()).nodes) {
      if (node.data.role === "pin") continue;
      expect([node.id, layoutPlace(node.data.scope, node.position, node.data.role === "frame")]).toEqual([node.id, writer().layout[node.id]]);
    }
  });

  it("finds the innermost frame under a point", () => {
    const { nodes } = flowOf(writer()), attn = absolute(nodes, "layers.attn");
    expect(placeAt(nodes, { x: attn.left, y: attn.top })).toEqual({ scope: "layers", place: [240, 150] });
    expect(placeAt(nodes, { x: -500, y: 7 })).toEqual({ scope: "", place: [-500, 7] });
  });

  it.each([["", "layers"], ["", "head"], ["", null], ["layers", "layers.attn"], ["layers", null]])("finds room in %j after %j", (scope, after) => {
    const design = writer();
    const [grown] = addNode(design, scope, "fresh", { type: "Norm" }, below(design, scope, after));
    expect(faults(grown).filter((fault) => fault.includes("fresh"))).toEqual([]);
  });

  it("knows the scope and the name of an end", () => {
    expect([endOf("layers.attn"), endOf("tok"), endOf("layers@in"), endOf("@out")]).toEqual([["layers", "attn"], ["", "tok"], ["layers", "in"], ["", "out"]]);
    expect(NODE_H).toBeGreaterThan(0);
  });
});

describe("a folded frame", () => {
  const folded = new Set(["layers"]), at = (nodes: ReturnType<typeof flowOf>["nodes"], id: string) => nodes.find((node) => node.id === id)!;
  it("is one block, met by its edges, and what is below closes up", () => {
    const { nodes, edges } = flowOf(writer(), folded);
    expect(nodes.map((node) => node.id)).toEqual(["tok", "layers", "norm", "head", "@in", "@out"]);
    expect(edges.map((edge) => edge.id)).toEqual(["@in>tok", "tok>layers", "layers>norm", "norm>head", "head>@out"]);
    expect(at(nodes, "layers")).toMatchObject({ type: "folded", width: NODE_W, position: { x: 0, y: 140 }, data: { count: "4" } });
    expect(at(nodes, "norm").position.y).toBe(140 + FOLDED_H + GAP);
    expect(at(nodes, "head").position.y - at(nodes, "norm").position.y).toBe(140);
  });
  it("leaves the design's places what they are, wherever something is put", () => {
    const { nodes } = flowOf(writer(), folded), head = at(nodes, "head");
    expect(placeOf(nodes, "head", head.position)).toEqual([0, 1060]);
    expect(placeOf(nodes, "layers", { x: 10, y: 150 })).toEqual([10, 150]);
    expect(placeAt(nodes, { x: 0, y: head.position.y + 200 })).toEqual({ scope: "", place: [0, 1260] });
  });
  it("may lie in another, which becomes smaller by it", () => {
    const design = writer();
    const outer: typeof design = { ...design, layout: {}, nodes: { all: { type: "Repeat", count: 2, nodes: design.nodes, edges: ["in -> layers -> out"] } }, edges: ["in -> all -> out"] };
    const [wide] = flowOf(outer).nodes, [small, ...others] = flowOf(outer, new Set(["all.layers"])).nodes;
    expect(small!.height!).toBeLessThan(wide!.height!);
    expect(others.map((node) => node.id)).not.toContain("all.layers.attn");
  });
});
