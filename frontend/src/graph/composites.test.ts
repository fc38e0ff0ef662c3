import { describe, expect, it } from "vitest";
import cases from "../../../tests/cases/composites.json";
import { freeNames, openedScope, portRefusal, withPorts } from "./composites";
import { emptyDesign, nodeAt } from "./document";
import type { Scope } from "./document";
import type { Design, DesignNode } from "./types";

const NORM: DesignNode = { type: "Norm" };
const two: DesignNode = { type: "Composite", inputs: ["x", "skip"], nodes: { add: { type: "Add" } }, edges: ["skip -> add", "x -> add -> out"] };
const design: Design = { ...emptyDesign(), nodes: { a: NORM, b: NORM, join: two }, edges: ["in -> a -> join -> out", "in -> b -> join"] };

describe("opening", () => {
  it.each(cases)("opens as the planner does: $name", ({ nodes, edges, open }) => {
    const made = openedScope({ nodes, edges } as unknown as Scope);
    expect(made).toEqual(open);
    expect(Object.keys(made.nodes)).toEqual(Object.keys(open.nodes));
  });

  it("knows what a node speaks of and does not explain itself", () => {
    const node = { type: "Composite", params: { heads: { default: "$n" } }, args: { heads: "$m" }, nodes: { attn: { type: "Attention", n_heads: "$heads", rope: { theta: "$theta" } } }, edges: [] };
    expect([...freeNames(node as unknown as DesignNode)].sort()).toEqual(["m", "n", "theta"]);
  });
});

describe("ports", () => {
  it("are renamed inside, and nothing moves outside", () => {
    const made = withPorts(design, "join", ["x", "skip"], ["x", "stream"]);
    expect(nodeAt(made, "join")).toMatchObject({ inputs: ["x", "stream"], edges: ["stream -> add", "x -> add", "add -> out"] });
    expect(made.edges).toEqual(design.edges);
  });

  it("change their order, and the edges into them with it, so that the same feeds the same", () => {
    const made = withPorts(design, "join", ["skip", "x"], ["skip", "x"]);
    expect(nodeAt(made, "join")!.inputs).toEqual(["skip", "x"]);
    expect(made.edges).toEqual(["in -> a", "b -> join", "a -> join", "join -> out", "in -> b"]);
  });

  it.each([["1x", "name_form"], ["out", "name_port"], ["skip", "name_taken"], ["add", "name_taken"], ["x", null], ["stream", null]])("%s: %s", (name, code) => {
    expect(portRefusal(two, "x", name)).toBe(code);
  });
});
