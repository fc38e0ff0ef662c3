import { expect, it } from "vitest";
import { addNode, nodeAt, pairs, scopeAt } from "./document";
import { movedInto } from "./moving";
import { REGISTRY, writer } from "./test-designs";
import type { Design } from "./types";

const edges = (design: Design, scope = ""): string[] => pairs(scopeAt(design, scope)!.edges).map((pair) => pair.join(">"));
const moved = (path: string, scope: string, design = writer()) => movedInto(design, REGISTRY, path, scope, [10, 20]) as [Design, string];

it("takes a block out of its frame; the chain there closes", () => {
  const [design, path] = moved("layers.attn", "");
  expect(path).toBe("attn");
  expect(nodeAt(design, "attn")).toEqual({ type: "Attention", n_heads: 4 });
  expect(nodeAt(design, "layers.attn")).toBeNull();
  expect(edges(design, "layers")).toContain("norm1>add1");
  expect(design.layout).toMatchObject({ attn: [10, 20] });
  expect(design.layout["layers.attn"]).toBeUndefined();
});

it("takes a block into a frame, under a name that is free there", () => {
  const [start] = addNode(writer(), "", "attn", { type: "Attention" }, [0, 0]);
  expect(moved("attn", "layers", start)[1]).toBe("layers.attn2");
  expect(edges(moved("norm", "layers")[0])).toEqual(["in>tok", "tok>layers", "layers>head", "head>out"]);
});

it("takes a frame with its inside and the places there", () => {
  const [start] = addNode(writer(), "", "outer", { type: "Repeat", count: 2, nodes: {}, edges: [] }, [500, 0]);
  const [design, path] = moved("layers", "outer", start);
  expect(path).toBe("outer.layers");
  expect(design.layout["outer.layers.attn"]).toEqual([240, 150]);
  expect(design.layout["layers.attn"]).toBeUndefined();
});

it("leaves the design as it is where there is nothing to do, and goes no deeper than is allowed", () => {
  const design = writer();
  expect(moved("layers", "layers", design)).toEqual([design, "layers"]);
  expect(moved("tok", "nowhere", design)).toEqual([design, "tok"]);
  const deep = (n: number): Design["nodes"] => ({ r: { type: "Repeat", nodes: n ? deep(n - 1) : {}, edges: [] } });
  const both = { ...design, nodes: { ...deep(4), ...{ s: deep(2).r! } } };
  expect(movedInto(both, REGISTRY, "s", "r.r.r.r.r", [0, 0])).toBe("tooDeep");
  expect((movedInto(both, REGISTRY, "s", "r.r.r.r", [0, 0]) as [Design, string])[1]).toBe("r.r.r.r.s");
});
