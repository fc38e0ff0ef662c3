import { describe, expect, it } from "vitest";
import { diffDesigns } from "./diff";
import { emptyDesign, nodeAt, removeNodes, setParam } from "./document";
import { begun, followed, joined } from "./mending";
import { REGISTRY } from "./test-designs";
import { currentStep, tourSteps } from "./tour";
import type { BlockSpec, Design, Json, Report } from "./types";

const needs = (type: string, required: string[]): BlockSpec => ({ ...REGISTRY.Norm!, type, params: { required, properties: {} } });
const blocks = {
  ...REGISTRY, LearnedPositionalEmbedding: needs("LearnedPositionalEmbedding", ["max_positions"]),
  Attention: needs("Attention", ["n_heads"]), FeedForward: needs("FeedForward", ["d_ff"]),
};
const sound = { valid: true, fingerprint: "gpt2", diagnostics: [], shapes: {}, nodes: {}, totals: null } as unknown as Report;

/** What a person does, one entry an action; each is what the editor's own functions make of it. */
type Act = (design: Design) => Design;
const begin = (type: string): Act => (design) => begun(design, blocks, "", type)[0];
const follow = (after: string, type: string): Act => (design) => followed(design, blocks, after, type)[0];
const draw = (scope: string, from: string, to: string): Act => (design) => joined(design, blocks, scope, [from, to]);
const set = (path: string, attr: string, value: Json): Act => (design) => setParam(design, path, attr, value);
const size = (name: string, value: number): Act => (design) => ({ ...design, vars: { ...design.vars, [name]: value } });

const ACTS: [step: number, ...acts: Act[]][] = [
  [0, begin("TokenEmbedding")], [1, follow("tok", "LearnedPositionalEmbedding")], [2, follow("pos", "Repeat")],
  [3, follow("layers", "Norm"), set("layers.norm", "kind", "layer"), set("layers.norm", "eps", 1e-5), set("layers.norm", "bias", true), follow("layers.norm", "Attention"), follow("layers.attn", "Add"), draw("layers", "in", "add")],
  [4, follow("layers.add", "Norm"), follow("layers.norm2", "FeedForward"), follow("layers.ffn", "Add"), draw("layers", "add", "add2")],
  [5, follow("layers", "Norm")], [6, follow("norm", "LMHead"), set("head", "tie_to", "tok")],
  [7, set("layers.attn", "qkv_bias", true), set("layers.attn", "out_bias", true), set("layers.ffn", "gated", false), set("layers.ffn", "activation", "gelu_tanh"), set("layers.ffn", "bias", true)],
  [8, size("d_model", 768), size("context_length", 1024), set("tok", "vocab_size", 50257), set("layers", "count", 12), set("layers.attn", "n_heads", 12), set("layers.ffn", "d_ff", 3072)],
];
const norm = { type: "Norm", kind: "layer", eps: 1e-5, bias: true };
const GPT2_SMALL: Design = { // as the preset of that name is written
  format: 1, vars: { d_model: 768, context_length: 1024 }, layout: {}, meta: {},
  nodes: {
    tok: { type: "TokenEmbedding", vocab_size: 50257, d_model: "$d_model" }, pos: { type: "LearnedPositionalEmbedding", max_positions: 1024 },
    layers: {
      type: "Repeat", count: 12, edges: ["in -> add1", "in -> norm1 -> attn -> add1", "add1 -> add2", "add1 -> norm2 -> ffn -> add2 -> out"],
      nodes: { norm1: norm, attn: { type: "Attention", n_heads: 12, qkv_bias: true, out_bias: true }, add1: { type: "Add" }, norm2: norm, ffn: { type: "FeedForward", d_ff: 3072, gated: false, activation: "gelu_tanh", bias: true }, add2: { type: "Add" } },
    },
    norm, head: { type: "LMHead", tie_to: "tok" },
  },
  edges: ["in -> tok -> pos -> layers -> norm -> head -> out"],
};
const at = (design: Design, report: Report | null = null): number => currentStep(tourSteps(design, report, "gpt2"));
const built = (): Design[] => ACTS.flatMap(([, ...acts]) => acts).reduce<Design[]>((states, act) => [...states, act(states.at(-1)!)], [emptyDesign()]);

describe("the tour", () => {
  it("goes on with each step's own actions, and not before them", () => {
    let design = emptyDesign();
    for (const [step, ...acts] of ACTS) {
      for (const act of acts) {
        expect(at(design)).toBe(step);
        design = act(design);
      }
      expect(at(design)).toBeGreaterThan(step);
    }
    expect(at(design)).toBe(9);
    expect(at(design, { ...sound, fingerprint: "other" })).toBe(9);
    expect(at(design, sound)).toBe(10);
  });

  it("ends in GPT-2 small, down to the order of an Add's inputs", () => {
    const diff = diffDesigns(GPT2_SMALL, built().at(-1)!);
    expect(diff.nodes.filter((node) => node.status !== "same")).toEqual([]);
    expect(diff.same).toBe(true);
  });

  it("finds GPT-2 small done, whatever its blocks are called", () => {
    expect(at(GPT2_SMALL, sound)).toBe(10);
  });

  it("goes back with every undo", () => {
    const steps = built().map((design) => at(design));
    expect(steps.reverse().every((step, n) => n === 0 || step <= steps[n - 1]!)).toBe(true);
    expect(steps.at(-1)).toBe(0);
  });

  it("names what is missing and where it is done", () => {
    const missing = (design: Design) => tourSteps(design, null, null).flatMap((step) => step.tasks.filter((task) => !task.done)).map(({ code, where }) => ({ code, where }))[0];
    expect(missing(emptyDesign())).toEqual({ code: "tok", where: { kind: "palette", type: "TokenEmbedding", after: null } });
    expect(missing(setParam(GPT2_SMALL, "layers.norm2", "bias", false))).toEqual({ code: "normBias", where: { kind: "field", path: "layers.norm2", attr: "bias" } });
    expect(missing({ ...GPT2_SMALL, vars: { ...GPT2_SMALL.vars, d_model: 64 } })).toEqual({ code: "width", where: { kind: "size", name: "d_model" } });
    expect(missing(removeNodes(GPT2_SMALL, ["layers.add1"]))?.code).toBe("add1");
    expect(missing(removeNodes(GPT2_SMALL, ["norm"]))).toEqual({ code: "norm", where: { kind: "palette", type: "Norm", after: "layers" } });
  });

  it("takes another order: the head and the sizes first", () => {
    const early = [size("context_length", 1024), size("d_model", 768)].reduce((design, act) => act(design), emptyDesign());
    const design = ACTS.flatMap(([, ...acts]) => acts).reduce((made, act) => act(made), early);
    expect(nodeAt(design, "pos")!.max_positions).toBe("$context_length");
    expect(at(design, sound)).toBe(10);
  });

  it.each([{ nodes: { layers: { type: "Repeat" } } }, { nodes: { layers: { type: "Attention", nodes: {} } } }, { nodes: { a: { type: "Repeat", nodes: { attn: { type: "Attention" } }, edges: ["attn -> attn"] } } }])("judges odd designs without failing: %j", (part) => {
    expect(at({ ...emptyDesign(), ...part } as Design)).toBe(0);
  });
});
