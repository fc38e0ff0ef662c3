import { expect, it } from "vitest";
import { reduce } from "./use-writer";

const begun = reduce({} as never, { type: "begin", prompt: "A" });
const started = reduce(begun, { type: "started", seed: 7, prompt_tokens: 1, trimmed_tokens: 2, unknown: ["ⓧ"] });

it("adds tokens to the text and keeps the seed", () => {
  const text = [" b", " c"].reduce((state, token) => reduce(state, { type: "token", text: token }), started);
  expect(text).toMatchObject({ text: " b c", seed: 7, trimmed: 2, unknown: ["ⓧ"], phase: "writing" });
});

it("keeps what was written when the connection breaks", () => {
  const broken = reduce(reduce(started, { type: "token", text: " b" }), { type: "lost" });
  expect(broken).toMatchObject({ text: " b", phase: "failed", error: null });
});

it("says that a text was stopped", () => {
  const message = { type: "finished", reason: "cancelled", tokens: 3, tokens_per_s: 9, text: "" } as const;
  expect(reduce(started, message).phase).toBe("cancelled");
});
