import { expect, test } from "vitest";
import type { Problem } from "../shared/api";
import { bodyOf, initialDraft, inWords, nRuns, problemAt, rekeyed, ticked, type Draft, type Page } from "./sweep-new-state";

const page = {
  architectures: [{ id: "a", title: "A", version: "v" }],
  corpora: [{ id: "c", title: "C" }],
  schema: { properties: { lr: { type: "number", default: 0.001 }, warmup_steps: { type: "integer", default: 20 }, optimizer: { enum: ["adamw", "muon"], type: "string", default: "adamw" } } },
  mostTrials: 64,
  newArchitectureUrl: "/",
  corporaUrl: "/",
} as unknown as Page;
const draft: Draft = { title: "", architecture: "a", corpus: "c", minutes: "1", kind: "bpe", vocabSize: "300", tokenizer: "", config: { lr: 0.5, warmup_steps: 7, sample_prompts: ["Once"] }, seed: 3, method: "grid", n: "8", rows: [{ key: "lr", text: "0.1, 0.2, 0.2", low: "0.001", high: "1", multiple: "" }] };
const t = (key: string) => ({ "field.lr": "Learning rate", "versus.minutesEach": "Minutes for each run" })[key] ?? key;
const told = (attr: string | null, detail: string): Problem => ({ code: "bad", attr, detail });

test("what is typed is sent as it is typed: nothing is taken for what nobody meant", () => {
  const body = bodyOf(page, { ...draft, method: "random", minutes: "abc", n: "many", rows: [{ key: "lr", text: "", low: "1,5", high: "", multiple: "" }] }, t);
  expect(body).toMatchObject({ config: { max_minutes: "abc" }, n_trials: "many", space: [{ name: "lr", low: "1,5", high: null }] });
});

test("a grid is counted once for each value, and draws by their number", () => {
  expect(nRuns({ ...draft, rows: [...draft.rows, { key: "vars.d", text: "16 32", low: "", high: "", multiple: "" }] })).toBe(4);
  expect(nRuns({ ...draft, method: "random", n: "5" })).toBe(5);
  expect(nRuns({ ...draft, method: "random", n: "many" })).toBe(0);
});

test("a range is drawn on a logarithmic scale where it spans much; a choice has no range", () => {
  const space = (rows: Draft["rows"]) => bodyOf(page, { ...draft, method: "random", rows }, t).space;
  expect(space(draft.rows)).toEqual([{ name: "lr", of: "config", low: 0.001, high: 1, log: true, whole: false, label: "Learning rate", told: {} }]);
  expect(space([{ key: "vars.d", text: "", low: "16", high: "64", multiple: "" }])).toMatchObject([{ name: "d", of: "vars", low: 16, high: 64, log: false, whole: true, label: "d" }]);
  expect(space([{ key: "optimizer", text: "adamw, muon", low: "1", high: "2", multiple: "" }])).toMatchObject([{ name: "optimizer", of: "config", values: ["adamw", "muon"] }]);
});

test("whole numbers are drawn of an option that is one, and of a size between whole bounds: a number from 0 to 1 is any between", () => {
  const space = (key: string, low: string, high: string) => bodyOf(page, { ...draft, method: "random", rows: [{ key, text: "", low, high, multiple: "" }] }, t).space;
  expect(space("lr", "0", "1")).toMatchObject([{ low: 0, high: 1, whole: false }]);
  expect(space("warmup_steps", "0", "1")).toMatchObject([{ whole: true }]);
  expect(space("vars.rope_theta", "0.5", "2")).toMatchObject([{ whole: false }]);
});

test("a problem stands at its input and calls what varies by its label", () => {
  const problems = inWords([told("space.0.low", "“lr” cannot vary like this: it must be a number."), told("config.max_minutes", "The option max_minutes is not right."), told(null, "No connection.")], draft, t);
  expect(problemAt(problems, "space.0")).toBe("“Learning rate” cannot vary like this: it must be a number.");
  expect(problemAt(problems, "config.max_minutes")).toBe("The option “Minutes for each run” is not right.");
  expect(problemAt(problems, "space.1")).toBe("");
});

test("a size is drawn in multiples of what is typed, and so is an option that is whole; a fraction is not", () => {
  const space = (key: string, multiple: string) => bodyOf(page, { ...draft, method: "random", rows: [{ key, text: "", low: "16", high: "64", multiple }] }, t).space;
  expect(space("vars.d", "8")).toMatchObject([{ whole: true, multiple_of: 8 }]);
  expect(space("warmup_steps", "x")).toMatchObject([{ multiple_of: "x" }]);
  for (const [key, multiple] of [["vars.d", ""], ["lr", "8"]] as const) expect(space(key, multiple)).not.toMatchObject([{ multiple_of: expect.anything() as number }]);
});

test("all runs get the options that do not vary, and the tokenizer that was chosen", () => {
  expect(bodyOf(page, draft, t)).toMatchObject({ config: { warmup_steps: 7, max_minutes: 1, sample_prompts: ["Once"] }, tokenizer_options: { kind: "bpe", vocab_size: 300 } });
  expect(bodyOf(page, draft, t).config).not.toHaveProperty("lr");
  expect(bodyOf(page, { ...draft, kind: "existing", tokenizer: "gpt2" }, t)).toMatchObject({ tokenizer: "gpt2" });
});

test("draws have the seed of their form, and another form has another", () => {
  expect(bodyOf(page, { ...draft, method: "random" }, t)).toMatchObject({ seed: 3 });
  expect(bodyOf(page, draft, t)).not.toHaveProperty("seed");
  const made = { ...page, tokenizers: [], tokenizer: "", corpus: "" };
  expect(new Set([1, 2, 3].map(() => initialDraft(made).seed)).size).toBe(3);
});

test("choices are ticked in the order of the option, and a row that varies something else starts anew", () => {
  const row = rekeyed(page.schema, draft.rows[0]!, "optimizer");
  expect(row.text).toBe("adamw, muon");
  expect(ticked(["adamw", "muon"], { ...row, text: "muon" }, "adamw", true)).toBe("adamw, muon");
  expect(ticked(["adamw", "muon"], row, "adamw", false)).toBe("muon");
  expect([rekeyed(page.schema, row, "lr").text, rekeyed(page.schema, draft.rows[0]!, "warmup_steps").text]).toEqual(["", "0.1, 0.2, 0.2"]);
});

test("titles call choices by their words", () => {
  const { space } = bodyOf(page, { ...draft, rows: [rekeyed(page.schema, draft.rows[0]!, "optimizer")] }, (key) => ({ "choice.optimizer.muon": "Muon" })[key] ?? key);
  expect(space).toMatchObject([{ label: "field.optimizer", told: { muon: "Muon" } }]);
});
