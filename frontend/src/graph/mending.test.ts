import { describe, expect, it } from "vitest";
import { nodeAt, pairs, scopeAt, setParam } from "./document";
import { flowOf } from "./flow";
import { begun, followed, healed, inserted, insertRefusal, joined, outermost, siblings } from "./mending";
import { REGISTRY, writer } from "./test-designs";
import type { Design } from "./types";

const edges = (design: Design, scope = ""): string[] => pairs(scopeAt(design, scope)!.edges).map((pair) => pair.join(">"));

describe("deleting", () => {
  it("heals the chain around a block with one input", () => {
    const left = healed(writer(), REGISTRY, ["layers.attn"]);
    expect(edges(left, "layers")).toContain("norm1>add1");
    expect(nodeAt(left, "layers.attn")).toBeNull();
  });

  it("heals over several blocks in a row", () => {
    expect(edges(healed(writer(), REGISTRY, ["layers", "norm"]))).toEqual(["in>tok", "tok>head", "head>out"]);
  });

  it("leaves the gap where a join had two inputs, or where the ends would not fit", () => {
    expect(edges(healed(writer(), REGISTRY, ["layers.add1"]), "layers").filter((edge) => edge.endsWith("add2"))).toEqual(["ffn>add2"]);
    expect(edges(healed(writer(), REGISTRY, ["tok"]))).toEqual(["layers>norm", "norm>head", "head>out"]);
  });

  it("takes a frame with all inside it once", () => {
    expect(outermost(["layers", "layers.attn", "norm"])).toEqual(["layers", "norm"]);
    expect(edges(healed(writer(), REGISTRY, ["layers.attn", "layers"]))).toContain("tok>norm");
  });
});

describe("inserting", () => {
  it("puts a block on an edge and moves what is below out of its way", () => {
    const [grown, path] = inserted(writer(), REGISTRY, "layers", ["attn", "add1"], "Norm");
    expect(path).toBe("layers.norm");
    expect(edges(grown, "layers")).toEqual(expect.arrayContaining(["attn>norm", "norm>add1"]));
    expect(edges(grown, "layers")).not.toContain("attn>add1");
    const at = (name: string): number => flowOf(grown).nodes.find((node) => node.id === `layers.${name}`)!.position.y;
    expect(at("attn")).toBeLessThan(at("norm"));
    expect(at("add1")).toBeGreaterThan(at("norm"));
    expect(at("norm2") - at("add1")).toBe(80);
  });

  it("says why a block cannot stand there, and leaves the design as it is", () => {
    expect(insertRefusal(writer(), REGISTRY, "", ["layers", "norm"], "TokenEmbedding")).toMatchObject({ code: "kind", values: { wanted: "tokens" } });
    const design = writer();
    expect(inserted(design, REGISTRY, "", ["layers", "norm"], "LMHead")).toEqual([design, ""]);
    expect(inserted(design, REGISTRY, "", ["a", "b"], "Norm")).toEqual([design, ""]);
  });

  it("follows the chosen block: into its only edge, or as a branch", () => {
    expect(edges(followed(writer(), REGISTRY, "layers", "Norm")[0])).toEqual(expect.arrayContaining(["layers>norm2", "norm2>norm"]));
    const [branched] = followed(writer(), REGISTRY, "layers.add1", "Norm");
    expect(edges(branched, "layers")).toEqual(expect.arrayContaining(["add1>norm", "add1>add2", "add1>norm2"]));
  });

  it("knows the blocks beside the chosen one", () => {
    expect(siblings(writer(), "layers.attn")).toHaveLength(6);
    expect(siblings(writer(), undefined)).toEqual(["tok", "layers", "norm", "head"]);
  });
});

describe("building from nothing", () => {
  const empty = (): Design => ({ format: 1, vars: {}, nodes: {}, edges: [], layout: {}, meta: {} });
  const frame = (): Design => begun(empty(), REGISTRY, "", "Repeat")[0];

  it("wires the first block of a scope as far as the kinds agree, and later ones where they follow", () => {
    const [first] = begun(empty(), REGISTRY, "", "TokenEmbedding");
    expect(edges(first)).toEqual(["in>tok"]);
    expect(edges(followed(first, REGISTRY, "tok", "LMHead")[0])).toEqual(["in>tok", "tok>head", "head>out"]);
    expect(edges(begun(first, REGISTRY, "", "Norm")[0])).toEqual(["in>tok"]);
    expect(edges(begun(empty(), REGISTRY, "", "Norm")[0])).toEqual([]);
  });

  it("goes into a chosen frame that is empty, and after one that is not", () => {
    const [inside, path] = followed(frame(), REGISTRY, "layers", "Norm");
    expect([path, edges(inside, "layers")]).toEqual(["layers.norm", ["in>norm", "norm>out"]]);
    expect(followed(inside, REGISTRY, "layers", "Norm")[1]).toBe("norm");
  });

  it("makes the sizes that a block takes its numbers from, once", () => {
    const [design] = begun(empty(), REGISTRY, "", "TokenEmbedding");
    expect([design.vars, nodeAt(design, "tok")!.d_model]).toEqual([{ d_model: 128 }, "$d_model"]);
    expect(begun({ ...empty(), vars: { d_model: 64 } }, REGISTRY, "", "TokenEmbedding")[0].vars).toEqual({ d_model: 64 });
  });

  it("makes a block like the last of its kind, but for what it is tied to", () => {
    const tied = setParam(setParam(writer(), "head", "tie_to", "tok"), "head", "logit_scale", 2);
    expect(nodeAt(...begun(tied, REGISTRY, "", "LMHead"))).toEqual({ type: "LMHead", logit_scale: 2 });
  });

  it("lets the stream that leads to all others come first in an Add, and makes way for it", () => {
    const chain = ["Norm", "Attention", "Add"].reduce<[Design, string]>(([design, after], type) => followed(design, REGISTRY, after, type), [frame(), "layers"]);
    const drawn = joined(chain[0], REGISTRY, "layers", ["in", "add"]);
    expect(edges(drawn, "layers").filter((edge) => edge.endsWith(">add"))).toEqual(["in>add", "attn>add"]);
    expect(["norm", "attn", "add"].map((name) => drawn.layout[`layers.${name}`]![0])).toEqual([240, 240, 0]);
    const other = joined(joined(writer(), REGISTRY, "layers", ["norm1", "add1"]), REGISTRY, "layers", ["in", "add2"]);
    expect(edges(other, "layers").filter((edge) => edge.endsWith(">add1"))).toEqual(["in>add1", "attn>add1", "norm1>add1"]);
  });
});
