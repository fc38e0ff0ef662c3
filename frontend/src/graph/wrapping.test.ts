import { describe, expect, it } from "vitest";
import { nodeAt, pairs, setParam } from "./document";
import { flowOf } from "./flow";
import { REGISTRY, writer } from "./test-designs";
import type { Design, Json } from "./types";
import { unrolled } from "./unrolling";
import { wrapped } from "./wrapping";

const wrap = (design: Design, ...paths: string[]) => wrapped(design, REGISTRY, paths);
const done = (made: ReturnType<typeof wrapped>): Design => {
  if (!Array.isArray(made)) throw new Error(made.code);
  return made[0];
};
const inner = ["norm2", "ffn", "add2"].map((name) => `layers.${name}`);

/** No block lies on another of its scope. */
function tidy(design: Design): boolean {
  const nodes = flowOf(design).nodes.filter((node) => node.data.role !== "pin");
  return nodes.every((a) => nodes.every((b) => a === b || a.data.scope !== b.data.scope ||
    a.position.x + a.width! <= b.position.x || b.position.x + b.width! <= a.position.x ||
    a.position.y + a.height! <= b.position.y || b.position.y + b.height! <= a.position.y));
}

describe("blocks wrapped in a Repeat", () => {
  it("keep their wiring, with the order of inputs, and their edges to the rest are healed", () => {
    const design = done(wrap(writer(), ...inner)), frame = nodeAt(design, "layers.layers")!;
    expect(Object.keys(frame.nodes!)).toEqual(["norm2", "ffn", "add2"]);
    expect([frame.type, frame.count]).toEqual(["Repeat", 2]);
    expect(frame.edges).toEqual(["in -> add2", "in -> norm2", "norm2 -> ffn", "ffn -> add2", "add2 -> out"]);
    expect(nodeAt(design, "layers")!.edges).toEqual(["in -> add1", "in -> norm1", "norm1 -> attn", "attn -> add1", "add1 -> layers", "layers -> out"]);
    expect(tidy(design)).toBe(true);
  });
  it("may be a single block, or one that is connected to nothing", () => {
    expect(done(wrap(writer(), "norm")).edges).toEqual(["in -> tok", "tok -> layers", "layers -> layers2", "layers2 -> head", "head -> out"]);
    const apart: Design = { ...writer(), edges: [] };
    expect(nodeAt(done(wrap(apart, "norm")), "layers2")!.edges).toEqual(["in -> norm", "norm -> out"]);
  });
  it("take a frame along with all places inside it", () => {
    const design = done(wrap(writer(), "layers", "norm"));
    expect(design.layout["layers2.layers.attn"]).toEqual([240, 150]);
    expect(tidy(design)).toBe(true);
  });
  it.each<[string, Design, string[], object]>([
    ["nothing", writer(), [], {}],
    ["scopes", writer(), ["norm", "layers.attn"], {}],
    ["outputs", { ...writer(), edges: ["in -> tok -> norm -> layers -> head", "norm -> head"] }, ["norm", "layers"], { names: "layers, norm" }],
    ["inputs", writer(), ["layers.add1"], { names: "in, attn" }],
    ["inputs", { ...writer(), edges: [] }, ["norm", "layers"], { names: "norm, layers" }],
    ["kind", writer(), ["tok"], { name: "tok", kind: "tokens" }],
    ["kind", writer(), ["norm", "head"], { name: "head", kind: "logits" }],
    ["varied", setParam(writer(), "layers", "patterns", [{ assign: { cycle: ["a"] }, variants: { a: { ffn: { d_ff: 8 } } } }] as Json), inner, { name: "ffn", frame: "layers" }],
  ])("are refused with a reason: %s", (code, design, paths, values) => {
    expect(wrapped(design, REGISTRY, paths)).toEqual({ code, values });
  });
});

describe("a Repeat unwrapped", () => {
  it("undoes wrapping", () => {
    const before = writer(), made = wrap(before, ...inner) as [Design, string];
    const { design, paths } = unrolled(made[0], made[1], false) as { design: Design; paths: string[] };
    expect(design.nodes).toEqual(before.nodes.layers ? { ...before.nodes, layers: { ...before.nodes.layers, edges: nodeAt(design, "layers")!.edges } } : {});
    expect(new Set(pairs(nodeAt(design, "layers")!.edges!).map(String))).toEqual(new Set(pairs(before.nodes.layers!.edges!).map(String)));
    expect(paths).toEqual(inner);
    expect(tidy(design)).toBe(true);
  });
  it("leaves the first layer as its variants make it, under names that are free", () => {
    const varied = setParam(writer(), "layers", "patterns", [{ assign: { ranges: { "0": "wide" } }, variants: { wide: { ffn: { d_ff: 9 } } } }] as Json);
    const made = unrolled({ ...varied, nodes: { ...varied.nodes, attn: { type: "Norm" } } }, "layers", false) as { design: Design; layers: number };
    expect(made.layers).toBe(4);
    expect(made.design.nodes.ffn).toEqual({ type: "FeedForward", d_ff: 9 });
    expect(made.design.nodes.attn2).toMatchObject({ type: "Attention" });
    expect(made.design.edges).toEqual(["in -> tok", "tok -> add1", "tok -> norm1", "norm1 -> attn2", "attn2 -> add1", "add1 -> add2", "add1 -> norm2", "norm2 -> ffn", "ffn -> add2", "add2 -> norm", "norm -> head", "head -> out"]);
    expect(tidy(made.design)).toBe(true);
  });
});

describe("a Repeat unrolled", () => {
  it("is its layers one after the other, each as its variants make it", () => {
    const varied = setParam(writer(), "layers", "patterns", [{ assign: { cycle: ["local", "global"] }, variants: { local: { attn: { window: 4 } }, global: {} } }] as Json);
    const { design, paths } = unrolled(varied, "layers", true) as { design: Design; paths: string[] };
    expect(paths).toHaveLength(24);
    expect([0, 1, 2, 3].map((layer) => design.nodes[`attn_${layer}`]!.window)).toEqual([4, undefined, 4, undefined]);
    expect(design.edges).toContain("add2_0 -> add1_1");
    expect(design.edges).toContain("add2_3 -> norm");
    expect(design.edges).toHaveLength(4 + 4 * 8);
    expect(Object.keys(design.nodes).slice(0, 2)).toEqual(["tok", "norm1_0"]);
    expect(tidy(design)).toBe(true);
  });
  it.each<[string, Design, string]>([
    ["notRepeat", writer(), "norm"],
    ["count", setParam(writer(), "layers", "count", "$none"), "layers"],
    ["many", setParam(writer(), "layers", "count", 100), "layers"],
  ])("is refused with a reason: %s", (code, design, path) => {
    expect(unrolled(design, path, true)).toMatchObject({ code });
  });
  it("is refused where a pattern around it changes the frame itself", () => {
    const made = wrap(writer(), ...inner) as [Design, string];
    const varied = setParam(made[0], "layers", "patterns", [{ assign: { cycle: ["a"] }, variants: { a: { layers: { count: 3 } } } }] as Json);
    expect(unrolled(varied, made[1], false)).toEqual({ code: "varied", values: { name: "layers", frame: "layers" } });
  });
});
