import { expect, test } from "vitest";
import { SAME, type Again } from "./run-again";
import { bodyOf, initialDraft, inWords, isWhole, notesOf, type NewRunPage } from "./run-new-state";

const words = (bf16: boolean | null, precision: string): Record<string, string> => notesOf({ bf16 } as NewRunPage, { precision }, (key) => key);

test("a precision that the machines are slow in is named, and one that they are fast in is offered", () => {
  expect(words(false, "bf16")).toEqual({ precision: "form.bf16Slow" });
  expect(words(true, "fp32")).toEqual({ precision: "form.bf16Fast" });
  for (const quiet of [words(false, "fp32"), words(true, "bf16"), words(null, "bf16"), words(null, "fp32")]) expect(quiet).toEqual({});
});

test("a problem calls an option what its label calls it", () => {
  const t = (key: string) => ({ "form.duration": "Train for", "field.betas": "Betas" })[key] ?? key;
  const told = (attr: string | null, detail: string) => inWords([{ code: "bad_option", attr, detail }], t)[0]?.detail;
  expect(told("config.max_minutes", "The option max_minutes is not right: too small.")).toBe("The option “Train for” is not right: too small.");
  expect(told("config.betas.0", "The option betas.0 is not right: too large.")).toBe("The option “Betas” is not right: too large.");
  expect(told("corpus", "There is no such corpus.")).toBe("There is no such corpus.");
  expect(told(null, "No connection.")).toBe("No connection.");
});

const again: Again = {
  title: "Tale",
  url: "/runs/r/",
  next: "Tale (2)",
  config: { lr: 0.5, muon_lr: 0.1, max_minutes: 7, max_steps: null, devices: 4, long_gone: 1, sample_prompts: ["Once"] },
  corpus: "c2",
  version: { id: "v3", title: "Fox", number: 3, n_parameters: 9 },
  design: null,
  startLost: false,
  tokenizer: { id: "tok", title: "Pieces", kind: "bpe", vocab_size: 300 },
};
const number = { type: "number", default: 0.003 };
const page: NewRunPage = {
  start: null, again, architecture: "fox", corpus: "c2", mostDevices: 2, bf16: null, teaches: [], newArchitectureUrl: "", corporaUrl: "",
  tokenizers: [{ id: "gpt2", title: "GPT-2", vocab_size: 50257, whose: "site" }], tokenizer: "", tokenizerLost: false, moreTokenizers: false,
  architectures: [{ id: "fox", title: "Fox", version: "v5", number: 5, n_parameters: 9 }],
  corpora: [{ id: "c1", title: "1", language: "en", state: "ready", n_bytes: 1 }, { id: "c2", title: "2", language: "ko", state: "ready", n_bytes: 1 }],
  schema: { properties: { lr: number, muon_lr: number, weight_decay: { type: "number", default: 0.1 }, max_minutes: number, max_steps: { anyOf: [{ type: "integer" }, { type: "null" }], default: null }, devices: { type: "integer", default: 1 }, sample_prompts: { type: "array", items: { type: "string" } } } },
};

test("training again sends what the run was made of, and no option that is none any more", () => {
  const body = bodyOf(page, initialDraft(page));
  expect(body).toEqual({
    title: "Tale (2)", version: "v3", corpus: "c2", tokenizer: "tok", demonstration: null,
    config: { lr: 0.5, muon_lr: 0.1, weight_decay: 0.1, max_steps: null, max_minutes: 7, devices: 2, sample_prompts: ["Once"] },
  });
});

test("the architecture is chosen by name where its version is still the newest, else as that of the run", () => {
  const newest = { ...page, again: { ...again, version: { ...again.version!, id: "v5" } } };
  expect(initialDraft(newest).architecture).toBe("fox");
  expect(initialDraft(page).architecture).toBe(SAME);
  const searched = { ...page, architectures: [], again: { ...again, version: null, design: { format: 1 } } };
  const body = bodyOf(searched, initialDraft(searched));
  expect(body).toMatchObject({ design: { format: 1 } });
  expect([isWhole(body), isWhole({ ...body, design: null })]).toEqual([true, false]);
});

test("a tokenizer like that of the run is learned where its own may not be had", () => {
  const without = { ...page, again: { ...again, tokenizer: { id: null, title: "", kind: "bpe" as const, vocab_size: 300 } } };
  expect(bodyOf(without, initialDraft(without))).toMatchObject({ tokenizer_options: { kind: "bpe", vocab_size: 300 } });
});

test("a tokenizer that is there is sent by its id; the one that was asked for is chosen, whatever the earlier run used", () => {
  const asked = { ...page, tokenizer: "gpt2" };
  expect(bodyOf(asked, initialDraft(asked))).toMatchObject({ tokenizer: "gpt2" });
  const fresh = { ...page, again: null };
  const body = bodyOf(fresh, initialDraft(fresh));
  expect([body.tokenizer, body.tokenizer_options]).toEqual([undefined, { kind: "bpe", vocab_size: 1024 }]);
  expect(bodyOf(fresh, { ...initialDraft(fresh), kind: "existing" })).toMatchObject({ tokenizer: "gpt2" });
});

test("a run that went on from a model is repeated at its own learning rate", () => {
  const start = { id: "m", title: "M", n_parameters: 9, vocab_size: 300, tokenizer_kind: "bpe", url: "/models/m/" };
  expect(bodyOf({ ...page, start }, initialDraft({ ...page, start }))).toMatchObject({ start: "m", config: { lr: 0.5 } });
  expect(initialDraft({ ...page, start, again: null }).config.lr).toBe(0.0003);
});
