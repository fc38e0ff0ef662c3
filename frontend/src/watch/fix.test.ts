import { describe, expect, it } from "vitest";
import { changesOf, fixOf } from "./fix";

const failed = (values: Record<string, unknown>) => ({ error: { code: "out_of_memory", detail: "", values } });

describe("what a fault asks for", () => {
  it("is told in words", () => {
    const fix = fixOf(failed({ fix: { batch_size: 8, lr: 0.001 } }));
    const names: Record<string, string> = { "field.batch_size": "Batch size", "field.lr": "LR" };
    expect(fix && changesOf(fix, (key) => names[key] ?? key)).toBe("batch size 8, LR 0.001");
  });

  it("is nothing where nothing is asked for", () => {
    expect([fixOf({ error: null }), fixOf(failed({})), fixOf(failed({ fix: {} })), fixOf(failed({ fix: [1] }))]).toEqual([null, null, null, null]);
  });
});
