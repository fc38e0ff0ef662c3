/** "Build a GPT in ten steps": what each step asks of a design, and where that is done. Pure; words are elsewhere. */
import { join, nodeAt, pairs, scopeAt, walk, type Scope } from "./document";
import type { Design, DesignNode, Json, Report } from "./types";

/** Where a task is done: a kind of block in the palette, blocks on the canvas, a field of one, a size, or the report. */
export type Where =
  | { kind: "palette"; type: string; after: string | null } // after the block that must be chosen
  | { kind: "nodes"; paths: string[] } // a pin is "layers@in"
  | { kind: "field"; path: string; attr: string }
  | { kind: "size"; name: string }
  | { kind: "report" };

export interface Task { code: string; done: boolean; where: Where }
export interface Step { code: string; tasks: Task[]; done: boolean }

export const GPT2 = { d_model: 768, context_length: 1024, vocab_size: 50257, n_layers: 12, n_heads: 12, d_ff: 3072, eps: 1e-5 };

/** The blocks that a design has in the parts of GPT-2; paths, null where there is none yet. */
interface Parts {
  tok: string | null;
  pos: string | null;
  layers: string | null;
  norm1: string | null;
  attn: string | null;
  add1: string | null;
  norm2: string | null;
  ffn: string | null;
  add2: string | null;
  norm: string | null;
  head: string | null;
}

/** All ten steps with what is done of them. `goal` is the fingerprint of GPT-2 small, null until it is known. */
export function tourSteps(design: Design, report: Report | null, goal: string | null): Step[] {
  const parts = partsOf(design);
  const steps: [code: string, tasks: Task[]][] = [
    ["tokens", tokens(design, parts)], ["positions", positions(design, parts)], ["layers", layers(design, parts)],
    ["attention", attention(design, parts)], ["feedForward", feedForward(design, parts)], ["finalNorm", finalNorm(design, parts)],
    ["head", head(design, parts)], ["parts", choices(design, parts)], ["sizes", sizes(design, parts)], ["check", check(report, goal)],
  ];
  return steps.map(([code, tasks]) => ({ code, tasks, done: tasks.every((task) => task.done) }));
}

/** The first step that is not done: undoing leads back, and what was done before its turn is passed over. */
export const currentStep = (steps: readonly Step[]): number => { const at = steps.findIndex((step) => !step.done); return at < 0 ? steps.length : at; };

// What feeds what, within a scope.
const sourcesOf = (scope: Scope | null, name: string): string[] => pairs(scope?.edges ?? []).filter(([, to]) => to === name).map(([from]) => from);
const feeds = (scope: Scope | null, from: string, to: string): boolean => sourcesOf(scope, to).includes(from);
const named = (scope: Scope | null, type: string, fits: (name: string) => boolean = () => true): string | null => {
  const all = Object.entries(scope?.nodes ?? {}).filter(([, node]) => node.type === type).map(([name]) => name);
  return all.find(fits) ?? all[0] ?? null;
};

function partsOf(design: Design): Parts {
  const tok = named(design, "TokenEmbedding", (name) => feeds(design, "in", name)), pos = named(design, "LearnedPositionalEmbedding");
  const layers = named(design, "Repeat"), inner = layers ? scopeAt(design, layers) : null;
  const attn = named(inner, "Attention"), ffn = named(inner, "FeedForward");
  const normOf = (name: string | null): string | null => sourcesOf(inner, name ?? "").find((from) => inner?.nodes[from]?.type === "Norm") ?? null;
  const addOf = (name: string | null): string | null => (name === null ? null : named({ nodes: addsOf(inner), edges: [] }, "Add", (add) => feeds(inner, name, add)));
  const own = (add: string | null, name: string | null): string | null => (add !== null && name !== null && feeds(inner, name, add) ? add : null);
  const at = (name: string | null): string | null => (name === null ? null : join(layers!, name));
  const norm = named(design, "Norm", (name) => feeds(design, layers ?? "", name)), head = named(design, "LMHead");
  return {
    tok, pos, layers, norm, head, attn: at(attn), ffn: at(ffn), norm1: at(normOf(attn)), norm2: at(normOf(ffn)),
    add1: at(own(addOf(attn), attn)), add2: at(own(addOf(ffn), ffn)),
  };
}

const addsOf = (scope: Scope | null): Record<string, DesignNode> => Object.fromEntries(Object.entries(scope?.nodes ?? {}).filter(([, node]) => node.type === "Add"));

const task = (code: string, done: boolean, where: Where): Task => ({ code, done, where });
const palette = (type: string, after: string | null = null): Where => ({ kind: "palette", type, after });
const nodes = (...paths: (string | null)[]): Where => ({ kind: "nodes", paths: paths.filter((path) => path !== null) });
const last = (path: string | null): string => path?.slice(path.lastIndexOf(".") + 1) ?? "";

function tokens(design: Design, { tok }: Parts): Task[] {
  return [task("tok", tok !== null, palette("TokenEmbedding")), task("tokIn", tok !== null && feeds(design, "in", tok), nodes("@in", tok))];
}

function positions(design: Design, { tok, pos }: Parts): Task[] {
  const after = tok !== null && pos !== null && feeds(design, tok, pos);
  return [task("pos", pos !== null, palette("LearnedPositionalEmbedding", tok)), task("posAfter", after, nodes(tok, pos))];
}

function layers(design: Design, { pos, layers: repeat }: Parts): Task[] {
  const fed = repeat !== null && sourcesOf(design, repeat).length === 1 && (pos === null || feeds(design, pos, repeat));
  return [task("repeat", repeat !== null, palette("Repeat", pos)), task("repeatAfter", fed, nodes(pos, repeat))];
}

function attention(design: Design, { layers: repeat, norm1, attn, add1 }: Parts): Task[] {
  const scope = repeat === null ? null : scopeAt(design, repeat);
  const normed = norm1 !== null && feeds(scope, "in", last(norm1));
  const around = add1 !== null && feeds(scope, "in", last(add1));
  const waiting = attn === null ? named(scope, "Norm") : null, inner = waiting && repeat && join(repeat, waiting);
  return [
    task("norm1", normed || waiting !== null, palette("Norm", repeat)), task("attn", attn !== null && normed, attn ? nodes(norm1, attn) : palette("Attention", inner)),
    task("add1", add1 !== null, attn !== null && scope && Object.keys(addsOf(scope)).length ? nodes(attn) : palette("Add", attn)), task("around1", around, nodes(repeat && `${repeat}@in`, add1)),
  ];
}

function feedForward(design: Design, { layers: repeat, add1, norm2, ffn, add2 }: Parts): Task[] {
  const scope = repeat === null ? null : scopeAt(design, repeat), from = last(add1);
  const normed = norm2 !== null && add1 !== null && feeds(scope, from, last(norm2));
  const after = add1 !== null && ffn === null ? pairs(scope?.edges ?? []).find(([a, b]) => a === from && scope?.nodes[b]?.type === "Norm")?.[1] : undefined;
  const own = add2 !== null && add2 !== add1;
  return [
    task("norm2", normed || after !== undefined, palette("Norm", add1)), task("ffn", ffn !== null && normed, ffn ? nodes(norm2, ffn) : palette("FeedForward", after === undefined ? null : join(repeat!, after))),
    task("add2", own, palette("Add", ffn)), task("around2", own && feeds(scope, from, last(add2)), nodes(add1, add2)),
    task("layerOut", own && feeds(scope, last(add2), "out"), nodes(add2, repeat && `${repeat}@out`)),
  ];
}

function finalNorm(design: Design, { layers: repeat, norm }: Parts): Task[] {
  return [task("norm", norm !== null && repeat !== null && feeds(design, repeat, norm), norm ? nodes(repeat, norm) : palette("Norm", repeat))];
}

function head(design: Design, { tok, norm, head: top }: Parts): Task[] {
  const fed = top !== null && norm !== null && feeds(design, norm, top);
  return [
    task("head", fed, top ? nodes(norm, top) : palette("LMHead", norm)), task("headOut", top !== null && feeds(design, top, "out"), nodes(top, "@out")),
    task("tie", top !== null && tok !== null && nodeAt(design, top)?.tie_to === tok, field(top, "tie_to")),
  ];
}

const field = (path: string | null, attr: string): Where => (path === null ? nodes() : { kind: "field", path, attr });

function valueOf(design: Design, path: string | null, attr: string): Json | undefined {
  const written = path === null ? undefined : (nodeAt(design, path)?.[attr] as Json | undefined);
  const size = typeof written === "string" && written.startsWith("$") ? written.slice(1) : null;
  return size !== null && Object.hasOwn(design.vars, size) ? design.vars[size] : written;
}

/** One setting of one block, or of several: the place to go is the first that is not as it should be. */
function setting(design: Design, code: string, paths: readonly (string | null)[], attr: string, value: Json): Task {
  const off = paths.find((path) => valueOf(design, path, attr) !== value);
  return task(code, paths.length > 0 && off === undefined, field(off ?? paths[0] ?? null, attr));
}

function choices(design: Design, { attn, ffn }: Parts): Task[] {
  const norms = walk(design).filter(([, node]) => node.type === "Norm").map(([path]) => path);
  return [
    setting(design, "layerNorm", norms, "kind", "layer"), setting(design, "normEps", norms, "eps", GPT2.eps), setting(design, "normBias", norms, "bias", true),
    setting(design, "qkvBias", [attn], "qkv_bias", true), setting(design, "outBias", [attn], "out_bias", true),
    setting(design, "notGated", [ffn], "gated", false), setting(design, "gelu", [ffn], "activation", "gelu_tanh"), setting(design, "ffnBias", [ffn], "bias", true),
  ];
}

function sizes(design: Design, { tok, pos, layers: repeat, attn, ffn }: Parts): Task[] {
  const linked = nodeAt(design, tok ?? "")?.d_model === "$d_model";
  const width = task("width", valueOf(design, tok, "d_model") === GPT2.d_model, linked ? { kind: "size", name: "d_model" } : field(tok, "d_model"));
  const context = task("context", design.vars.context_length === GPT2.context_length, { kind: "size", name: "context_length" });
  const table = nodeAt(design, pos ?? "")?.max_positions === "$context_length" ? context.where : field(pos, "max_positions");
  return [
    width, context, task("table", valueOf(design, pos, "max_positions") === GPT2.context_length, table), setting(design, "vocabulary", [tok], "vocab_size", GPT2.vocab_size),
    setting(design, "count", [repeat], "count", GPT2.n_layers), setting(design, "heads", [attn], "n_heads", GPT2.n_heads), setting(design, "dff", [ffn], "d_ff", GPT2.d_ff),
  ];
}

function check(report: Report | null, goal: string | null): Task[] {
  return [task("sound", report?.valid === true, { kind: "report" }), task("equal", report?.valid === true && goal !== null && report.fingerprint === goal, { kind: "report" })];
}
