import { describe, expect, it } from "vitest";
import { addNode, connect, copy, disconnect, emptyDesign, freshName, move, nodeAt, pairs, paste, removeNodes, rename, renameRefusal, scopeAt, setParam, walk, without } from "./document";
import { writer } from "./test-designs";
import type { Json } from "./types";

describe("edges", () => {
  it("reads chains as pairs, each once, however they are spaced", () => {
    expect(pairs(["a -> b -> c", "b->c", "c  ->  d", "alone"])).toEqual([["a", "b"], ["b", "c"], ["c", "d"]]);
  });

  it("cuts a chain where an edge goes, and leaves other chains as they were written", () => {
    const gone = ([from, to]: readonly [string, string]): boolean => from === "b" && to === "c";
    expect(without(["a -> b -> c -> d", "x->y", "b -> c"], gone)).toEqual(["a -> b", "c -> d", "x->y"]);
  });

  it("removes an edge that was written twice for good", () => {
    const twice = connect(connect({ ...emptyDesign(), nodes: { a: { type: "Norm" }, b: { type: "Norm" } } }, "", ["a", "b"]), "", ["a", "b"]);
    expect(disconnect(twice, "", [["a", "b"]]).edges).toEqual([]);
  });

  it("connects and disconnects inside a container without touching what is outside", () => {
    const before = writer();
    const cut = disconnect(before, "layers", [["attn", "add1"]]);
    expect(cut.nodes.layers!.edges).toEqual(["in -> add1", "in -> norm1 -> attn", "add1 -> add2", "add1 -> norm2 -> ffn -> add2 -> out"]);
    expect(cut.edges).toBe(before.edges);
    expect(pairs(connect(cut, "layers", ["attn", "add1"]).nodes.layers!.edges!)).toContainEqual(["attn", "add1"]);
    expect(before).toEqual(writer());
  });
});

describe("paths", () => {
  it("lists containers before what is inside", () => {
    expect(walk(writer()).map(([path]) => path).slice(0, 4)).toEqual(["tok", "layers", "layers.norm1", "layers.attn"]);
  });

  it.each(["", "nothing", "tok.inside", "layers.attn.deeper", "constructor", "__proto__", "layers.toString"])("finds nothing at %j", (path) => {
    expect(nodeAt(writer(), path)).toBeNull();
    if (path) expect(scopeAt(writer(), path)).toBeNull();
  });
});

describe("names", () => {
  it.each([["attn", "attn2"], ["norm1", "norm3"], ["new", "new"], ["constructor", "constructor"], ["9", "block2"]])("makes %s into %s", (wanted, name) => {
    expect(freshName(scopeAt(writer(), "layers")!, wanted)).toBe(name);
  });

  it("stays within what a name may be, of a long one too", () => {
    const long = "a".repeat(64);
    const again = freshName({ nodes: { [long]: { type: "Norm" } }, edges: [] }, long);
    expect(again).toMatch(/^[A-Za-z]\w{0,63}$/);
    expect(again).not.toBe(long);
  });

  it.each([["2nd", "name_form"], ["", "name_form"], ["a b", "name_form"], ["a.b", "name_form"], ["out", "name_port"], ["ffn", "name_taken"], ["attn", null], ["mixer", null]])("judges %j: %s", (name, refused) => {
    expect(renameRefusal(writer(), "layers.attn", name)).toBe(refused);
  });
});

describe("rename", () => {
  const patterns = [{ assign: { cycle: ["a", "b"] }, variants: { a: { attn: { window: 8 }, ffn: { d_ff: 1 } }, b: {} } }];

  it("follows into edges, places and the variants of a pattern", () => {
    const made = rename(setParam(writer(), "layers", "patterns", patterns), "layers.attn", "mixer");
    const layers = made.nodes.layers!;
    expect(Object.keys(layers.nodes!)).toEqual(["norm1", "mixer", "add1", "norm2", "ffn", "add2"]);
    expect(layers.edges![1]).toBe("in -> norm1 -> mixer -> add1");
    expect(made.layout["layers.mixer"]).toEqual([240, 150]);
    expect(made.layout).not.toHaveProperty(["layers.attn"]);
    expect(layers.patterns).toEqual([{ assign: { cycle: ["a", "b"] }, variants: { a: { mixer: { window: 8 }, ffn: { d_ff: 1 } }, b: {} } }]);
  });

  it("takes what is inside a container along", () => {
    const made = rename(writer(), "layers", "tower");
    expect(made.edges).toEqual(["in -> tok -> tower -> norm -> head -> out"]);
    expect(made.layout["tower.attn"]).toEqual([240, 150]);
    expect(Object.keys(made.layout).some((key) => key.startsWith("layers"))).toBe(false);
  });

  it("keeps a tie, and does not touch one of that name elsewhere", () => {
    const tied = rename(setParam(writer(), "head", "tie_to", "tok"), "tok", "words");
    expect(tied.nodes.head!.tie_to).toBe("words");
    expect(rename(setParam(writer(), "head", "tie_to", "attn"), "layers.attn", "x").nodes.head!.tie_to).toBe("attn");
  });

  it.each([[[null]], [[{ variants: null }]], [[{ variants: { a: null, b: ["attn"] } }]], [["attn", 3]], [[{}]]])("leaves patterns that are none as they are: %j", (broken) => {
    const made = rename(setParam(writer(), "layers", "patterns", broken as Json), "layers.attn", "mixer");
    expect(made.nodes.layers!.patterns).toEqual(broken);
    expect(nodeAt(made, "layers.mixer")).not.toBeNull();
  });
});

describe("add, remove, copy and paste", () => {
  it("adds under a free name with a place", () => {
    const [made, path] = addNode(writer(), "layers", "attn", { type: "Attention" }, [1, 2]);
    expect(path).toBe("layers.attn2");
    expect(made.layout[path]).toEqual([1, 2]);
    expect(addNode(made, "tok", "x", { type: "Norm" }, [0, 0])).toEqual([made, ""]);
  });

  it("removes a block with its edges and places, and what lies inside it", () => {
    const made = removeNodes(writer(), ["layers", "layers.attn", "head"]);
    expect(Object.keys(made.nodes)).toEqual(["tok", "norm"]);
    expect(made.edges).toEqual(["in -> tok"]);
    expect(Object.keys(made.layout)).toEqual(["tok", "norm"]);
  });

  it("pastes beside what was copied, with the edges among it, under free names", () => {
    const clip = copy(writer(), ["layers.norm1", "layers.attn", "tok"])!;
    const [made, paths] = paste(writer(), "layers", clip);
    expect(paths).toEqual(["layers.norm3", "layers.attn2"]);
    expect(pairs(made.nodes.layers!.edges!)).toContainEqual(["norm3", "attn2"]);
    expect(made.layout["layers.attn2"]).toEqual([280, 190]);
  });

  it("pastes a container whole, into another design too", () => {
    const [made, paths] = paste(emptyDesign(), "", copy(writer(), ["layers"])!);
    expect(paths).toEqual(["layers"]);
    expect(made.nodes.layers).toEqual(writer().nodes.layers);
    expect(made.layout["layers.attn"]).toEqual([240, 150]);
    expect(copy(writer(), [])).toBeNull();
    expect(copy(writer(), ["gone"])!.nodes).toEqual({});
  });

  it("sets a parameter, takes it back, and moves in whole pixels", () => {
    const set = setParam(writer(), "layers.attn", "n_heads", 8);
    expect(nodeAt(set, "layers.attn")).toEqual({ type: "Attention", n_heads: 8 });
    expect(nodeAt(setParam(set, "layers.attn", "n_heads", undefined), "layers.attn")).toEqual({ type: "Attention" });
    expect(setParam(set, "gone.attn", "n_heads", 1)).toEqual(set);
    expect(move(set, { tok: [1.4, 2.6] }).layout.tok).toEqual([1, 3]);
  });
});
