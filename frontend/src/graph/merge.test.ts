import { describe, expect, it } from "vitest";
import type { Comment } from "./comments";
import { addNode, connect, disconnect, move, nodeAt, pairs, removeNodes, rename, scopeAt, setParam, walk } from "./document";
import { followed, healed, inserted } from "./mending";
import { mergeDesigns, type Choices } from "./merge";
import { same } from "./merge-values";
import { REGISTRY, writer } from "./test-designs";
import type { Design } from "./types";

const takesMany = (type: string): boolean => REGISTRY[type]?.inputs[0]?.many ?? true;
const base = writer();
const merge = (mine: Design, theirs: Design, choices: Choices = {}) => mergeDesigns(base, mine, theirs, { choices, takesMany });
const told = (mine: Design, theirs: Design) => merge(mine, theirs).clashes.map(({ id, base: was, mine: m, theirs: t }) => [id, was, m, t]);
const into = (design: Design, scope: string, name: string): string[] => pairs(scopeAt(design, scope)!.edges).filter(([, to]) => to === name).map(([from]) => from);
const param = (design: Design, path: string, attr: string) => nodeAt(design, path)?.[attr];
const heads = (design: Design, value: number): Design => setParam(design, "layers.attn", "n_heads", value);
const size = (design: Design, name: string, value: number): Design => ({ ...design, vars: { ...design.vars, [name]: value } });
const dropout = (design: Design, scope: string, pair: [string, string]): Design => inserted(design, { ...REGISTRY, Dropout: { ...REGISTRY.Norm!, type: "Dropout" } }, scope, pair, "Dropout")[0];

describe("what only one side changed", () => {
  it("is taken from either side", () => {
    expect(merge(base, heads(base, 8)).design).toEqual(heads(base, 8));
    expect(merge(heads(base, 8), base).design).toEqual(heads(base, 8));
  });

  it("is kept from both: parameters of one block, sizes, blocks in another frame, notes", () => {
    const mine = size(setParam(heads(base, 8), "layers.attn", "window", 64), "d_ff", 512);
    const theirs = { ...dropout(setParam(size(base, "d_model", 256), "layers.attn", "bias", false), "", ["norm", "head"]), meta: { ...base.meta, notes: "Try this." } };
    const { design, clashes } = merge(mine, theirs);
    expect(clashes).toEqual([]);
    expect(nodeAt(design, "layers.attn")).toEqual({ type: "Attention", n_heads: 8, window: 64, bias: false });
    expect(design.vars).toEqual({ d_model: 256, d_ff: 512, context_length: 128 });
    expect(design.meta.notes).toBe("Try this.");
    expect([into(design, "", "dropout"), into(design, "", "head")]).toEqual([["norm"], ["dropout"]]);
    expect(design.layout.dropout).toEqual(theirs.layout.dropout);
  });

  it("is kept inside of one group of parameters, but not across two kinds of group", () => {
    const with_ = (rope: object): Design => setParam(base, "layers.attn", "rope", rope as never);
    const from = with_({ theta: 1e4, scaling: { type: "linear", factor: 2 } });
    const run = (mine: object, theirs: object) => mergeDesigns(from, with_(mine), with_(theirs));
    const apart = run({ theta: 5e5, scaling: { type: "linear", factor: 2 } }, { theta: 1e4, scaling: { type: "linear", factor: 4 } });
    expect([param(apart.design, "layers.attn", "rope"), apart.clashes]).toEqual([{ theta: 5e5, scaling: { type: "linear", factor: 4 } }, []]);
    const kinds = run({ theta: 1e4, scaling: { type: "linear", factor: 8 } }, { theta: 1e4, scaling: { type: "yarn", factor: 2 } });
    expect(kinds.clashes.map(({ id }) => id)).toEqual(["param|layers.attn|rope.scaling"]);
    expect(run({ theta: 1, scaling: null }, { theta: 2, scaling: null }).clashes.map(({ id }) => id)).toEqual(["param|layers.attn|rope.theta"]);
  });

  it("that was done by both is done once", () => {
    const both = dropout(heads(base, 8), "layers", ["attn", "add1"]);
    expect(merge(both, structuredClone(both))).toEqual({ design: both, clashes: [] });
    const mine = setParam(both, "layers", "count", 2), { design, clashes } = merge(mine, size(structuredClone(both), "d_model", 64));
    expect(clashes).toEqual([]);
    expect(walk(design).filter(([, { type }]) => type === "Dropout")).toHaveLength(1);
    expect(into(design, "layers", "add1")).toEqual(["in", "dropout"]);
  });
});

describe("a clash", () => {
  it("is listed with its three values, and mine stands until somebody chooses", () => {
    const [mine, theirs] = [heads(base, 8), heads(base, 2)];
    expect(told(mine, theirs)).toEqual([["param|layers.attn|n_heads", 4, 8, 2]]);
    expect(param(merge(mine, theirs).design, "layers.attn", "n_heads")).toBe(8);
    expect(param(merge(mine, theirs, { "param|layers.attn|n_heads": "theirs" }).design, "layers.attn", "n_heads")).toBe(2);
  });

  it("of a parameter that one side took back to its default knows both", () => {
    expect(told(setParam(base, "layers.attn", "n_heads", undefined), heads(base, 2))).toEqual([["param|layers.attn|n_heads", 4, undefined, 2]]);
  });

  it("of sizes, kinds and notes", () => {
    expect(told(size(base, "d_model", 64), size(base, "d_model", 256))).toEqual([["size||d_model", 128, 64, 256]]);
    const typed = (type: string): Design => ({ ...base, nodes: { ...base.nodes, norm: { type } } });
    expect(told(typed("Dropout"), typed("Linear"))[0]![0]).toBe("type|norm|");
    expect(told({ ...base, meta: { notes: "a" } }, { ...base, meta: { notes: "b" } }).map(([id]) => id)).toEqual(["meta||notes"]);
  });

  it("of a block removed here and changed there brings it back with its edges, or leaves it out", () => {
    const mine = healed(base, REGISTRY, ["layers.norm1"]), theirs = setParam(base, "layers.norm1", "eps", 1e-6), id = "removed|layers.norm1|";
    expect(into(mine, "layers", "attn")).toEqual(["in"]);
    expect(told(mine, theirs).map(([one]) => one)).toEqual([id]);
    expect(merge(mine, theirs).design).toEqual(mine);
    const back = merge(mine, theirs, { [id]: "theirs" }).design;
    expect(nodeAt(back, "layers.norm1")).toEqual({ type: "Norm", eps: 1e-6 });
    expect([into(back, "layers", "norm1"), into(back, "layers", "attn")]).toEqual([["in"], ["norm1"]]);
    expect(back.layout["layers.norm1"]).toEqual(base.layout["layers.norm1"]);
    const other = merge(theirs, mine);
    expect([into(other.design, "layers", "norm1"), into(other.design, "layers", "attn")]).toEqual([["in"], ["norm1"]]);
    expect(merge(theirs, mine, { [id]: "theirs" }).design.edges).toEqual(mine.edges);
  });

  it("of what feeds a block that takes one input; a sum takes both", () => {
    const [mine, theirs] = [dropout(base, "", ["norm", "head"]), followed(base, REGISTRY, "norm", "FeedForward")[0]];
    expect(told(mine, theirs)).toEqual([["inputs||head", ["norm"], ["dropout"], ["ffn"]]]);
    const chosen = merge(mine, theirs, { "inputs||head": "theirs" }).design;
    expect([into(chosen, "", "head"), into(chosen, "", "dropout")]).toEqual([["ffn"], ["norm"]]);
    const sum = merge(connect(base, "layers", ["norm1", "add2"]), connect(base, "layers", ["norm2", "add2"]));
    expect(sum.clashes).toEqual([]);
    expect(new Set(into(sum.design, "layers", "add2"))).toEqual(new Set(["add1", "ffn", "norm1", "norm2"]));
  });
});

describe("the order of inputs", () => {
  const turned = (design: Design): Design => connect(disconnect(design, "layers", [["in", "add1"]]), "layers", ["in", "add1"]);
  it("is that of whoever changed it, with what the other added in its place", () => {
    expect(into(turned(base), "layers", "add1")).toEqual(["attn", "in"]);
    for (const [mine, theirs] of [[turned(base), heads(base, 8)], [heads(base, 8), turned(base)]] as const) expect(into(merge(mine, theirs).design, "layers", "add1")).toEqual(["attn", "in"]);
    const added = connect(base, "layers", ["norm1", "add1"]);
    for (const [mine, theirs] of [[turned(base), added], [added, turned(base)]] as const) {
      const { design, clashes } = merge(mine, theirs);
      expect([into(design, "layers", "add1"), clashes]).toEqual([["attn", "norm1", "in"], []]);
    }
  });

  it("is asked for when both changed it", () => {
    const from = connect(base, "layers", ["norm1", "add1"]); // in, attn, norm1
    const last = (name: string): Design => connect(disconnect(from, "layers", [[name, "add1"]]), "layers", [name, "add1"]);
    const { design, clashes } = mergeDesigns(from, last("in"), last("attn"), { takesMany });
    expect(clashes.map(({ id, mine, theirs }) => [id, mine, theirs])).toEqual([["inputs|layers|add1", ["attn", "norm1", "in"], ["in", "norm1", "attn"]]]);
    expect(into(design, "layers", "add1")).toEqual(["attn", "norm1", "in"]);
  });
});

describe("names", () => {
  it("follow a block that one side renamed and the other changed", () => {
    const renamed = rename(base, "layers.attn", "mixer");
    for (const [mine, theirs] of [[renamed, heads(base, 8)], [heads(base, 8), renamed]] as const) {
      const { design, clashes } = merge(mine, theirs);
      expect([clashes, nodeAt(design, "layers.attn"), param(design, "layers.mixer", "n_heads")]).toEqual([[], null, 8]);
      expect(into(design, "layers", "add1")).toEqual(["in", "mixer"]);
      expect(design.layout["layers.mixer"]).toEqual(base.layout["layers.attn"]);
    }
  });

  it("are asked for where both renamed one block", () => {
    const [mine, theirs] = [rename(base, "layers", "body"), setParam(rename(base, "layers", "stack"), "stack.attn", "n_heads", 8)];
    expect(told(mine, theirs)).toEqual([["name|layers|", "layers", "body", "stack"]]);
    expect(param(merge(mine, theirs).design, "body.attn", "n_heads")).toBe(8);
    const chosen = merge(mine, theirs, { "name|layers|": "theirs" }).design;
    expect([Object.keys(chosen.nodes), into(chosen, "", "norm")]).toEqual([["tok", "stack", "norm", "head"], ["stack"]]);
  });

  it("that both gave to different new blocks are told apart", () => {
    const [mine, theirs] = [dropout(base, "", ["tok", "layers"]), dropout(base, "", ["norm", "head"])];
    const { design, clashes } = merge(mine, theirs);
    expect([clashes, into(design, "", "layers"), into(design, "", "head")]).toEqual([[], ["dropout2"], ["dropout"]]);
  });
});

describe("comments on the canvas", () => {
  const note = (text: string, x = 0, colour?: Comment["colour"]): Comment => ({ text, place: [x, 0, 200, 100], ...(colour ? { colour } : {}) });
  const noted = (...comments: Comment[]): Design => ({ ...base, meta: { ...base.meta, comments } });
  const from = [note("residual"), note("head", 300), note("tie", 600)];
  const run = (mine: Comment[], theirs: Comment[], choices: Choices = {}) => mergeDesigns(noted(...from), noted(...mine), noted(...theirs), { choices });
  const [first, second, third] = from as [Comment, Comment, Comment];

  it("that one side adds, moves, writes in or removes are so beside what the other does", () => {
    const mine = [note("residual", 40), third, note("mine", 900)], theirs = [first, note("LM head", 300, "blue"), note("tie", 600, "pink"), note("theirs", 900)];
    const { design, clashes } = run(mine, theirs);
    expect(clashes).toEqual([]);
    expect(design.meta.comments).toEqual([note("residual", 40), note("LM head", 300, "blue"), note("tie", 600, "pink"), note("mine", 900), note("theirs", 900)]);
    expect(run([first, third], [first, second]).design.meta.comments).toEqual([first]);
  });

  it("that both added alike are one, and what both wrote in one is asked for", () => {
    const mine = [note("mine"), second, third, note("new")], theirs = [note("theirs", 0, "green"), second, third, note("new")];
    const { design, clashes } = run(mine, theirs);
    expect(clashes.map(({ id, mine: m, theirs: t }) => [id, m, t])).toEqual([["meta||comments.1", "mine", "theirs"]]);
    expect(design.meta.comments).toEqual([note("mine", 0, "green"), second, third, note("new")]);
    expect(run(mine, theirs, { "meta||comments.1": "theirs" }).design.meta.comments).toEqual([note("theirs", 0, "green"), second, third, note("new")]);
  });
});

it("where blocks lie is never asked: mine wins, theirs is kept where I moved nothing", () => {
  const mine = move(heads(base, 8), { tok: [5, 5], norm: [9, 9] }), theirs = move(base, { tok: [7, 7], head: [3, 3] });
  const { design, clashes } = merge(mine, theirs);
  expect([clashes, design.layout.tok, design.layout.norm, design.layout.head]).toEqual([[], [5, 5], [9, 9], [3, 3]]);
});

it("the same parameters in another order are no change", () => {
  const theirs = { ...base, nodes: Object.fromEntries(Object.entries(base.nodes).reverse()) };
  expect(merge(heads(base, 8), theirs)).toEqual({ design: heads(base, 8), clashes: [] });
});

/** A small generator, so that a failure can be repeated. */
function random(seed: number): (below: number) => number {
  let state = seed * 2654435761 + 1;
  return (below) => { state = (Math.imul(state ^ (state >>> 15), 0x2c1b3c6d) + 0x9e3779b9) | 0; return (state >>> 0) % below; };
}

function edited(design: Design, pick: (below: number) => number): Design {
  const all = walk(design), [path] = all[pick(all.length)] ?? [""];
  const scopes = ["", "layers"].filter((scope) => scopeAt(design, scope)), scope = scopes[pick(scopes.length)]!;
  const edges = pairs(scopeAt(design, scope)!.edges), pair = edges[pick(Math.max(1, edges.length))];
  if (!path) return design;
  switch (pick(8)) {
    case 0: return setParam(design, path, "width", pick(3));
    case 1: return size(design, ["d_model", "a", "b"][pick(3)]!, pick(4));
    case 2: return removeNodes(design, [path]);
    case 3: return healed(design, REGISTRY, [path]);
    case 4: return pair ? inserted(design, REGISTRY, scope, pair, ["Norm", "FeedForward"][pick(2)]!)[0] : design;
    case 5: return rename(design, path, `x${pick(50)}`);
    case 6: return move(design, { [path]: [pick(9), pick(9)] });
    default: return addNode(design, scope, `n${pick(4)}`, { type: "Add" }, [0, 0])[0];
  }
}

const flat = ({ layout: _layout, ...design }: Design) => ({
  ...design, edges: null, nodes: null,
  blocks: Object.fromEntries(walk(design as Design).map(([path, { nodes: _n, edges: _e, ...rest }]) => [path, rest])),
  pairs: ["", "layers"].map((scope) => pairs(scopeAt(design as Design, scope)?.edges ?? []).map(String).sort()),
});

/** Whether both gave a name to something new: one of the two is then called otherwise. */
function bothAdded(mine: Design, theirs: Design): boolean {
  const added = (design: Design): Set<string> => new Set(walk(design).map(([path]) => path).filter((path) => !nodeAt(base, path)).map((path) => path.split(".").at(-1)!));
  return [...added(mine)].some((name) => added(theirs).has(name));
}

describe.each(Array.from({ length: 120 }, (_, seed) => seed))("random changes, seed %i", (seed) => {
  const pick = random(seed), many = (design: Design): Design => Array.from({ length: 1 + pick(5) }).reduce<Design>((held) => edited(held, pick), design);
  const [mine, theirs] = [many(base), many(base)];

  it("merge into something whole, alike from both sides, and lose nothing", () => {
    const { design, clashes } = merge(mine, theirs);
    for (const scope of ["", ...walk(design).filter(([, node]) => node.nodes).map(([path]) => path)]) {
      const held = scopeAt(design, scope)!, ends = pairs(held.edges).flat();
      expect(ends.filter((end) => end !== "in" && end !== "out" && !Object.hasOwn(held.nodes, end))).toEqual([]);
    }
    for (const path of Object.keys(design.layout)) expect(nodeAt(design, path)).not.toBeNull();
    expect(same(merge(base, theirs).design, theirs) && same(merge(mine, base).design, mine) && same(merge(mine, mine).design, mine)).toBe(true);
    const turned = merge(theirs, mine);
    const kinds = (list: typeof clashes): string[] => list.map(({ kind }) => kind).filter((kind) => kind !== "inputs").sort(); // what stays decides on what feeds what
    expect(kinds(turned.clashes)).toEqual(kinds(clashes));
    if (clashes.length || bothAdded(mine, theirs)) return;
    expect(flat(turned.design)).toEqual(flat(design));
    const again = merge(mine, design); // a block that was both renamed and rewired may be asked about, and nothing is lost
    if (!again.clashes.length) expect(flat(again.design)).toEqual(flat(design));
  });
});
