import { describe, expect, it } from "vitest";
import { openedScope } from "./composites";
import { nodeAt, pairs, rename, setParam, withScope } from "./document";
import { expanded, kept, withArg } from "./expanding";
import { gathered, proposed, type Proposal } from "./gathering";
import { writer } from "./test-designs";
import type { Design, DesignNode } from "./types";

const MIXER = ["layers.norm1", "layers.attn", "layers.add1"];

function gather(design: Design, chosen = MIXER, params: string[] = ["attn:n_heads"], title = "Pre-norm mixer"): [Design, string] {
  const proposal = proposed(design, chosen) as Proposal;
  const wanted = params.map((id) => ({ id, name: proposal.candidates.find((one) => one.id === id)!.name }));
  const made = gathered(design, proposal, { title, ports: proposal.ports, params: wanted });
  if (!Array.isArray(made)) throw new Error(made.code);
  return made;
}

const flat = (design: Design, scope = "layers") => {
  const node = nodeAt(design, scope)!, { nodes, edges } = openedScope({ nodes: node.nodes!, edges: node.edges! });
  const bare = (name: string): string => name.replace(/^.*__/, "");
  return { nodes: Object.fromEntries(Object.entries(nodes).map(([name, one]) => [bare(name), one])), edges: pairs(edges).map(([a, b]) => `${bare(a)} -> ${bare(b)}`).sort() };
};

describe("gathering", () => {
  it("puts blocks under one name with one input, and the drawing computes the same", () => {
    const [made, path] = gather(writer());
    expect(path).toBe("layers.preNormMixer");
    expect(nodeAt(made, path)).toMatchObject({ type: "Composite", name: "Pre-norm mixer", inputs: ["in"], params: { n_heads: { default: 4 } }, nodes: { attn: { n_heads: "$n_heads" } } });
    expect(nodeAt(made, "layers")!.edges).toEqual(["in -> preNormMixer", "preNormMixer -> add2", "preNormMixer -> norm2", "norm2 -> ffn", "ffn -> add2", "add2 -> out"]);
    expect(flat(made)).toEqual(flat(writer()));
  });

  it("names an input for each source, in the order in which they feed it", () => {
    const proposal = proposed(writer(), ["layers.add2", "layers.ffn"]) as Proposal;
    expect(proposal.ports).toEqual([{ source: "add1", name: "add1" }, { source: "norm2", name: "norm2" }]);
    const [first, second] = proposal.ports as [{ source: string; name: string }, { source: string; name: string }];
    const [made, path] = gathered(writer(), proposal, { title: "MLP", ports: [{ ...second, name: "x" }, { ...first, name: "skip" }], params: [] }) as [Design, string];
    expect(nodeAt(made, path)).toMatchObject({ inputs: ["x", "skip"], edges: ["skip -> add2", "x -> ffn", "ffn -> add2", "add2 -> out"] });
    expect(pairs(nodeAt(made, "layers")!.edges!).filter(([, b]) => b === "mlp")).toEqual([["norm2", "mlp"], ["add1", "mlp"]]);
    expect(flat(made)).toEqual(flat(writer()));
  });

  it("takes a size of the design as a parameter that stands for itself elsewhere", () => {
    const [made, path] = gather(writer(), ["tok"], ["$d_model"], "Stem");
    expect(nodeAt(made, path)).toMatchObject({ params: { d_model: { default: 128 } }, args: { d_model: "$d_model" } });
    expect(kept(nodeAt(made, path)!, made.vars)).not.toHaveProperty("args");
  });

  it("lets a head outside go on sharing a table inside", () => {
    const tied = setParam(writer(), "head", "tie_to", "tok");
    const [made, path] = gather(tied, ["tok"], [], "Stem");
    expect(nodeAt(made, "head")!.tie_to).toBe("stem.tok");
    expect(nodeAt(rename(made, path, "front"), "head")!.tie_to).toBe("front.tok");
    expect((expanded(made, path) as { design: Design }).design.nodes.head!.tie_to).toBe("tok");
  });

  it.each([
    [[], "nothing"],
    [["tok", "layers.attn"], "scopes"],
    [["layers.norm1", "layers.norm2"], "outputs"],
    [["layers.add1", "layers.ffn"], "outputs"],
  ])("%j: %s", (chosen, code) => {
    expect(proposed(writer(), chosen)).toMatchObject({ code });
  });

  it.each([
    [{ ports: [{ source: "in", name: "attn" }] }, "sameName"],
    [{ ports: [{ source: "in", name: "a b" }] }, "badName"],
    [{ params: [{ id: "attn:n_heads", name: "2" }] }, "badName"],
  ])("refuses names that cannot be: %j", (change, code) => {
    const proposal = proposed(writer(), MIXER) as Proposal;
    expect(gathered(writer(), proposal, { title: "x", ports: proposal.ports, params: [], ...change })).toMatchObject({ code });
  });

  it("does not let a parameter take the place of a size that others inside speak of", () => {
    const spoken = setParam(writer(), "layers.norm1", "eps", "$d_model"), proposal = proposed(spoken, MIXER) as Proposal;
    expect(gathered(spoken, proposal, { title: "x", ports: proposal.ports, params: [{ id: "attn:n_heads", name: "d_model" }] })).toMatchObject({ code: "captures" });
  });
});

describe("expanding", () => {
  it("brings back what was put under one name, with its arguments and its places", () => {
    const [made, path] = gather(writer()), given = setParam(made, path, "args", withArg(nodeAt(made, path)!, "n_heads", 8));
    const { design, paths } = expanded(given, path) as { design: Design; paths: string[] };
    expect(paths).toEqual(MIXER);
    expect(nodeAt(design, "layers.attn")).toEqual({ type: "Attention", n_heads: 8 });
    const [plain, eight] = [flat(writer()), flat(design)];
    expect(eight.edges).toEqual(plain.edges);
    expect(Object.keys(design.layout).sort()).toEqual(Object.keys(writer().layout).sort());
    const at = (one: Design, name: string): number[] => one.layout[`layers.${name}`]!;
    for (const name of ["attn", "add1"]) expect(at(design, name).map((n, k) => n - at(design, "norm1")[k]!)).toEqual(at(writer(), name).map((n, k) => n - at(writer(), "norm1")[k]!));
  });

  it("gives what a pattern gave the composite to the blocks inside", () => {
    const [made, path] = gather(writer()), patterns = [{ assign: { cycle: ["a", "b"] }, variants: { a: {}, b: { preNormMixer: { args: { n_heads: 2 } } } } }];
    const { design } = expanded(setParam(made, "layers", "patterns", patterns), path) as { design: Design };
    expect(nodeAt(design, "layers")!.patterns).toEqual([{ assign: { cycle: ["a", "b"] }, variants: { a: {}, b: { attn: { n_heads: 2 } } } }]);
    const replaced = [{ assign: { cycle: ["a"] }, variants: { a: { preNormMixer: { type: "Norm" } } } }];
    expect(expanded(setParam(made, "layers", "patterns", replaced), path)).toMatchObject({ code: "varied" });
  });

  it("finds other names where its own are taken", () => {
    const [made, path] = gather(writer());
    const crowded = withScope(made, "layers", (s) => ({ ...s, nodes: { ...s.nodes, attn: { type: "Norm" } as DesignNode } }));
    expect((expanded(crowded, path) as { paths: string[] }).paths).toEqual(["layers.norm1", "layers.attn2", "layers.add1"]);
  });
});
