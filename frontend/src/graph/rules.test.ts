import { expect, it } from "vitest";
import { addNode, disconnect, removeNodes, type Pair } from "./document";
import { refusal, spliced } from "./rules";
import { REGISTRY, writer } from "./test-designs";

const why = (scope: string, pair: Pair, design = writer()): string | undefined => refusal(design, REGISTRY, scope, pair)?.code;

it.each<[string, Pair, string]>([
  ["", ["norm", "norm"], "same_block"],
  ["", ["in", "out"], "through"],
  ["", ["tok", "layers"], "there_already"],
  ["", ["norm", "layers"], "cycle"],
  ["layers", ["add2", "norm1"], "cycle"],
  ["", ["tok", "norm"], "taken"],
  ["", ["norm", "out"], "out_taken"],
  ["layers", ["add1", "out"], "out_taken"],
  ["nowhere", ["a", "b"], "other_scope"],
  ["tok", ["a", "b"], "other_scope"],
])("in %j refuses %j: %s", (scope, pair, code) => {
  expect(why(scope, pair)).toBe(code);
});

it("names what holds the input, so that a person knows which edge to remove", () => {
  expect(refusal(writer(), REGISTRY, "", ["tok", "norm"])!.values).toEqual({ from: "tok", to: "norm", taken: "layers" });
});

it("refuses kinds that do not fit, at the design's own ends too", () => {
  const open = removeNodes(writer(), ["layers"]);
  expect(refusal(open, REGISTRY, "", ["in", "norm"])).toEqual({ code: "kind", values: { from: "in", to: "norm", given: "tokens", wanted: "stream" } });
  expect(why("", ["norm", "out"], disconnect(writer(), "", [["head", "out"]]))).toBe("kind");
});

it("allows what the server would: a join takes many, an open input one", () => {
  expect(why("layers", ["norm1", "add2"])).toBeUndefined();
  expect(why("", ["tok", "norm"], disconnect(writer(), "", [["layers", "norm"]]))).toBeUndefined();
});

it("lets the server judge types that are not known here, whatever they are called", () => {
  const [design] = addNode(writer(), "", "odd", { type: "constructor" }, [0, 0]);
  expect(why("", ["tok", "odd"], design)).toBeUndefined();
});

it("splices a new block after the chosen one where the rules allow it", () => {
  const [design, path] = addNode(writer(), "layers", "norm", { type: "Norm" }, [0, 0]);
  expect(spliced(design, REGISTRY, "layers.attn", path)).toEqual([["attn", "norm"]]);
  expect(spliced(design, REGISTRY, "tok", path)).toEqual([]);
  const [other, second] = addNode(writer(), "", "tok", { type: "TokenEmbedding" }, [0, 0]);
  expect(spliced(other, REGISTRY, "norm", second)).toEqual([]);
});
