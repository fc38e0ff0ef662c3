import { describe, expect, it } from "vitest";
import { clipText, pasted, readClip, type Clipped } from "./clip";
import { emptyDesign, nodeAt, pairs, scopeAt } from "./document";
import { writer } from "./test-designs";

const clip = (paths: string[]): Clipped => readClip(clipText(writer(), paths)!) as Clipped;

describe("the clipboard", () => {
  it("carries blocks with their edges, places and sizes to another design", () => {
    const [design, paths] = pasted(emptyDesign(), "", clip(["tok", "layers", "layers.attn"])) as [ReturnType<typeof writer>, string[]];
    expect(paths).toEqual(["tok", "layers"]);
    expect(pairs(design.edges)).toEqual([["tok", "layers"]]);
    expect(design.vars).toEqual({ d_model: 128 });
    expect(nodeAt(design, "layers.attn")).toEqual({ type: "Attention", n_heads: 4 });
    expect(design.layout["layers.attn"]).toEqual([240, 150]);
  });

  it("names what is there already anew, keeps the design's own sizes, and stacks pastes beside each other", () => {
    const held = { ...clip(["tok"]), vars: { d_model: 7 } };
    const [once] = pasted(writer(), "", held) as [ReturnType<typeof writer>, string[]];
    const [twice, [path]] = pasted(once, "", held) as [ReturnType<typeof writer>, string[]];
    expect(path).toBe("tok3");
    expect(twice.vars.d_model).toBe(128);
    expect(twice.layout.tok2).not.toEqual(twice.layout.tok3);
  });

  it("lets a pasted tie speak of the pasted block", () => {
    const tied = { ...writer(), nodes: { ...writer().nodes, head: { type: "LMHead", tie_to: "tok" } } };
    const held = readClip(clipText(tied, ["tok", "head"])!) as Clipped;
    const [design] = pasted(tied, "", held) as [ReturnType<typeof writer>, string[]];
    expect(nodeAt(design, "head2")).toEqual({ type: "LMHead", tie_to: "tok2" });
  });

  it("takes a whole design, too, and puts it where it is asked to", () => {
    const held = readClip(JSON.stringify(writer())) as Clipped;
    const [design, paths] = pasted(emptyDesign(), "", held, [500, 300]) as [ReturnType<typeof writer>, string[]];
    expect(paths).toEqual(["tok", "layers", "norm", "head"]);
    expect(design.layout.tok).toEqual([500, 300]);
    expect(scopeAt(design, "layers")!.edges).toHaveLength(4);
  });

  const many = (n: number): object => Object.fromEntries(Array.from({ length: n }, (_, at) => [`n${at}`, { type: "Norm" }]));
  const ours = (part: object): string => JSON.stringify({ clipboard: "slamdunk/blocks", format: 1, nodes: {}, edges: [], ...part });
  it.each([
    ["nothing", " ", "clip_nothing"], ["words", "Once upon a time", "clip_foreign"], ["a number", "12", "clip_foreign"], ["a list", "[1]", "clip_foreign"],
    ["another's JSON", '{"a": 1}', "clip_foreign"], ["another format", ours({ format: 2 }), "clip_version"], ["a newer design", '{"format": 2, "nodes": {"a": {"type": "Norm"}}, "edges": []}', "clip_newer"], ["no blocks", ours({}), "clip_nothing"],
    ["broken blocks", ours({ nodes: { a: null } }), "clip_broken"], ["a bad name", ours({ nodes: { "<b>": { type: "Norm" } } }), "clip_broken"],
    ["a prototype", '{"clipboard":"slamdunk/blocks","format":1,"nodes":{"__proto__":{"type":"Norm"}},"edges":[]}', "clip_broken"],
    ["too many blocks", ours({ nodes: many(5001) }), "clip_many"], ["too many inside", ours({ nodes: { r: { type: "Repeat", nodes: many(5000), edges: [] } } }), "clip_many"],
    ["levels without end", "[".repeat(200_000), "clip_foreign"], ["megabytes", " x".repeat(3 * 2 ** 20), "clip_many"],
  ])("refuses %s", (_what, text, code) => expect(readClip(text)).toBe(code));

  it("refuses what would make a design too large or too deep", () => {
    expect(pasted(writer(), "", readClip(ours({ nodes: many(4995) })) as Clipped)).toBe("clip_many");
    const deep = (n: number): object => ({ r: { type: "Repeat", nodes: n ? deep(n - 1) : {}, edges: [] } });
    expect(pasted(writer(), "layers", readClip(ours({ nodes: deep(5) })) as Clipped)).toHaveLength(2);
    expect(pasted(writer(), "layers", readClip(ours({ nodes: deep(6) })) as Clipped)).toBe("clip_deep");
  });
});
