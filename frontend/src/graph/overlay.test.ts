import { expect, it } from "vitest";
import { diffDesigns } from "./diff";
import { emptyDesign, nodeAt, removeNodes, scopeAt, setParam } from "./document";
import { flowOf } from "./flow";
import { healed, inserted } from "./mending";
import { overlaid } from "./overlay";
import { REGISTRY, writer } from "./test-designs";
import type { Design } from "./types";

const blocks = { ...REGISTRY, Dropout: { ...REGISTRY.Norm!, type: "Dropout" } };
const over = (a: Design, b: Design) => overlaid(a, b, diffDesigns(a, b));

it("draws what both have once, with what was put in and what was taken out", () => {
  const [grown] = inserted(healed(writer(), blocks, ["layers.norm1"]), blocks, "layers", ["ffn", "add2"], "Dropout");
  const made = over(writer(), setParam(grown, "layers", "count", 9));
  expect(made.status).toMatchObject({ tok: "same", layers: "changed", "layers.norm1": "removed", "layers.dropout": "added" });
  expect(made.edges).toMatchObject({ "layers in norm1": "removed", "layers norm1 attn": "removed", "layers in attn": "added", "layers ffn add2": "removed" });
  const drawn = flowOf(made.design);
  expect(drawn.nodes.filter((node) => node.data.role !== "pin")).toHaveLength(11);
  expect(made.from["layers.norm1"]).toEqual({ a: "layers.norm1", b: null });
});

it("keeps a block that goes apart from one of its name that comes", () => {
  const b = { ...emptyDesign(), nodes: { tok: { type: "Repeat", nodes: { x: { type: "Norm" } }, edges: ["in -> x -> out"] } }, edges: ["in -> tok -> out"] };
  const a = { ...emptyDesign(), nodes: { tok: { type: "TokenEmbedding" } }, edges: ["in -> tok -> out"] };
  const made = over(a, b);
  expect(Object.keys(made.design.nodes)).toEqual(["tok", "tok2"]);
  expect(made.status).toMatchObject({ tok: "added", tok2: "removed" });
});

it("shows a container that goes with all that was in it, wired as it was", () => {
  const made = over(writer(), removeNodes(writer(), ["layers"]));
  expect(made.status["layers.attn"]).toBe("removed");
  expect(scopeAt(made.design, "layers")!.edges).toContain("norm1 -> attn");
  expect(nodeAt(made.design, "layers.ffn")).not.toBeNull();
});
