import { describe, expect, it } from "vitest";
import { defaultsOf } from "./defaults";
import { diffDesigns, equal, type DesignDiff } from "./diff";
import { addNode, connect, disconnect, emptyDesign, move, removeNodes, rename, setParam, withScope } from "./document";
import { inserted } from "./mending";
import { REGISTRY, writer } from "./test-designs";
import type { BlockSpec, Design } from "./types";

const spec = (properties: BlockSpec["params"]["properties"], $defs = {}): BlockSpec => ({ ...REGISTRY.Attention!, params: { properties: properties!, $defs } });
const registry = {
  ...REGISTRY,
  Norm: spec({ kind: { default: "rms" }, eps: { default: 1e-6 } }),
  FeedForward: spec({ activation: { default: "silu" }, gated: { default: true } }),
  Attention: spec({ rope: { default: null, anyOf: [{ $ref: "#/$defs/Rope" }, { type: "null" }] }, window: { default: null } }, {
    Rope: { properties: { theta: { default: 10000 }, scaling: { default: null, anyOf: [{ discriminator: { propertyName: "type" }, oneOf: [{ $ref: "#/$defs/Linear" }, { $ref: "#/$defs/Yarn" }] }, { type: "null" }] } } },
    Linear: { properties: { type: { const: "linear" }, factor: { default: 2 } } },
    Yarn: { properties: { type: { const: "yarn" }, factor: { default: 3 } } },
  }),
};
const defaults = defaultsOf(registry);
const node = (diff: DesignDiff, path: string) => diff.nodes.find((one) => one.a === path || one.b === path)!;
const changes = (diff: DesignDiff): string[] => diff.nodes.filter((one) => one.status !== "same").map((one) => `${one.status} ${one.a ?? ""}|${one.b ?? ""}`);
const told = (diff: DesignDiff, status: string): string[] => diff.edges.filter((one) => one.status === status && !one.implied).map(({ a, b }) => [(a ?? b)!.scope, ...(a ?? b)!.pair].join(" "));

describe("two designs", () => {
  it("are the same where nothing but places and notes differ", () => {
    const moved = { ...move(writer(), { tok: [9, 9] }), meta: { title: "Other" } };
    const diff = diffDesigns(writer(), moved);
    expect([diff.same, diff.drawn, changes(diff), diff.vars]).toEqual([true, false, [], []]);
    expect(diffDesigns(writer(), writer()).drawn).toBe(true);
    expect(diffDesigns(emptyDesign(), emptyDesign()).same).toBe(true);
  });

  it("are the same under other names, where the wiring tells who is who", () => {
    let other = writer();
    for (const [from, to] of [["layers.norm1", "before"], ["layers.norm2", "between"], ["layers.add1", "join"], ["layers", "tower"], ["norm", "last"], ["tok", "words"]] as const) other = rename(other, from, to);
    const diff = diffDesigns(setParam(writer(), "head", "tie_to", "tok"), setParam(other, "head", "tie_to", "words"));
    expect(diff.same).toBe(true);
    expect([node(diff, "layers.norm1").b, node(diff, "layers.norm2").b, node(diff, "layers.add1").b, node(diff, "layers.add2").b]).toEqual(["tower.before", "tower.between", "tower.join", "tower.add2"]);
  });

  it("believes the wiring more than names that were given the other way round", () => {
    const other = [["layers.norm1", "x"], ["layers.norm2", "norm1"], ["layers.x", "norm2"]].reduce((made, [from, to]) => rename(made, from!, to!), writer());
    const diff = diffDesigns(writer(), other);
    expect(diff.same).toBe(true);
    expect(node(diff, "layers.norm1").b).toBe("layers.norm2");
  });
});

describe("parameters", () => {
  it("are told with what is written and what it comes to", () => {
    const other = { ...setParam(writer(), "layers.attn", "n_heads", 8), vars: { d_model: 256, context_length: 128 } };
    const diff = diffDesigns(writer(), other);
    expect(node(diff, "layers.attn").params).toEqual([{ attr: "n_heads", a: { written: 4, value: 4 }, b: { written: 8, value: 8 }, bySize: false }]);
    expect(node(diff, "tok").params).toEqual([{ attr: "d_model", a: { written: "$d_model", value: 128 }, b: { written: "$d_model", value: 256 }, bySize: true }]);
    expect(diff.vars).toEqual([{ name: "d_model", a: 128, b: 256 }]);
    expect(changes(diff)).toEqual(["changed tok|tok", "changed layers.attn|layers.attn"]);
  });

  it("are the same if one is written by its size and one as a number", () => {
    expect(node(diffDesigns(writer(), setParam(writer(), "tok", "d_model", 128)), "tok").status).toBe("same");
  });

  it("count a default that is written as one that is left out, inside groups too", () => {
    const written = setParam(setParam(writer(), "norm", "eps", 1e-6), "layers.attn", "rope", { theta: 10000 });
    const left = setParam(writer(), "layers.attn", "rope", {});
    expect(diffDesigns(left, written, defaults).same).toBe(true);
    expect(diffDesigns(left, written).same).toBe(false);
  });

  it("are told from inside their groups, with the default of the form that is meant", () => {
    const rope = (value: object): Design => setParam(writer(), "layers.attn", "rope", value as never);
    const params = (a: object, b: object) => node(diffDesigns(rope(a), rope(b), defaults), "layers.attn").params.map(({ attr, a: x, b: y }) => [attr, x.value, y.value]);
    expect(params({ theta: 5 }, {})).toEqual([["rope.theta", 5, 10000]]);
    expect(params({ scaling: { type: "linear" } }, { scaling: { type: "yarn", factor: 3 } })).toEqual([["rope.scaling.type", "linear", "yarn"], ["rope.scaling.factor", 2, 3]]);
    expect(node(diffDesigns(writer(), rope({ theta: 5 }), defaults), "layers.attn").params).toEqual([{ attr: "rope", a: { written: undefined, value: null }, b: { written: { theta: 5 }, value: { theta: 5 } }, bySize: false }]);
  });

  it.each(["constructor", "__proto__"])("of a hostile name %j are only compared", (name) => {
    const odd = JSON.parse(JSON.stringify(writer()).replace('"n_heads"', `"${name}"`)) as Design;
    expect(node(diffDesigns(odd, odd, defaults), "layers.attn").status).toBe("same");
    expect(node(diffDesigns(writer(), odd, defaults), "layers.attn").status).toBe("changed");
  });
});

describe("blocks and edges", () => {
  it("tell of a block put in, without calling its edge cut", () => {
    const [other] = inserted(writer(), REGISTRY, "layers", ["attn", "add1"], "Norm");
    const diff = diffDesigns(writer(), other);
    expect(changes(diff)).toEqual(["added |layers.norm"]);
    expect([told(diff, "added"), told(diff, "removed")]).toEqual([[], []]);
    expect(diff.edges.filter((one) => one.status !== "same")).toHaveLength(3);
    const back = diffDesigns(other, writer());
    expect(changes(back)).toEqual(["removed layers.norm|"]);
    expect([told(back, "added"), told(back, "removed")]).toEqual([[], []]);
  });

  it("tell of an edge that is drawn or cut between blocks that stay", () => {
    const other = connect(disconnect(writer(), "layers", [["add1", "norm2"]]), "layers", ["in", "norm2"]);
    const diff = diffDesigns(writer(), other);
    expect([told(diff, "added"), told(diff, "removed"), changes(diff)]).toEqual([["layers in norm2"], ["layers add1 norm2"], []]);
  });

  it("tell of inputs in another order, as the model would be another", () => {
    const other = withScope(writer(), "layers", (scope) => ({ ...scope, edges: [scope.edges[1]!, scope.edges[0]!, ...scope.edges.slice(2)] }));
    const diff = diffDesigns(writer(), other);
    expect(node(diff, "layers.add1")).toMatchObject({ status: "changed", reordered: true, params: [] });
    expect(diff.same).toBe(false);
  });

  it("take a block of another type in the same place for its replacement, named so or not", () => {
    const swapped = withScope(writer(), "layers", (scope) => ({ ...scope, nodes: { ...scope.nodes, attn: { type: "MLA" } } }));
    expect(node(diffDesigns(writer(), swapped), "layers.attn")).toMatchObject({ status: "changed", typeA: "Attention", typeB: "MLA" });
    expect(node(diffDesigns(writer(), rename(swapped, "layers.attn", "mla")), "layers.attn")).toMatchObject({ b: "layers.mla", typeB: "MLA" });
  });

  it("tell of a container with all that is inside it, and of an empty side", () => {
    expect(changes(diffDesigns(writer(), removeNodes(writer(), ["layers"])))).toHaveLength(7);
    expect(changes(diffDesigns(emptyDesign(), writer())).every((line) => line.startsWith("added"))).toBe(true);
    expect(diffDesigns(addNode(emptyDesign(), "", "a", { type: "Norm" }, [0, 0])[0], emptyDesign()).nodes).toHaveLength(1);
  });

  it("stay comparable where there are thousands", () => {
    const nodes = Object.fromEntries(Array.from({ length: 3000 }, (_, n) => [`n${n}`, { type: "Norm" }]));
    const large = { ...emptyDesign(), nodes, edges: [["in", ...Object.keys(nodes), "out"].join(" -> ")] };
    expect(changes(diffDesigns(large, removeNodes(large, ["n7"])))).toEqual(["removed n7|"]);
  });

  it("finish with edges that go in a circle", () => {
    const round = connect(connect(writer(), "layers", ["add2", "norm1"]), "", ["norm", "norm"]);
    expect(told(diffDesigns(writer(), round), "added")).toEqual([" norm norm", "layers add2 norm1"]);
  });
});

describe("patterns", () => {
  const patterns = (block: string) => [{ assign: { cycle: ["a", "b"] }, variants: { a: { [block]: { window: 8 } }, b: {} } }];
  const patterned = setParam(writer(), "layers", "patterns", patterns("attn"));

  it("are told where they differ", () => {
    expect(node(diffDesigns(writer(), patterned), "layers")).toMatchObject({ status: "changed", patterns: { a: [], b: patterns("attn") } });
  });

  it("speak of blocks by who they are", () => {
    expect(diffDesigns(patterned, rename(patterned, "layers.attn", "mixer")).same).toBe(true);
  });

  it.each([[null], [[null]], [[{ variants: 3 }]]])("that are none are only compared: %j", (broken) => {
    const odd = setParam(writer(), "layers", "patterns", broken as never);
    expect(diffDesigns(odd, odd).same).toBe(true);
  });
});

it("values are equal in whatever order a group is written", () => {
  expect(equal({ a: 1, b: [1, { c: 2 }] }, { b: [1, { c: 2 }], a: 1 })).toBe(true);
  expect(equal({ a: 1 }, { a: 1, b: null })).toBe(false);
  expect(equal([1], { 0: 1 })).toBe(false);
});
