import { describe, expect, it } from "vitest";
import { fieldsOf, parse, show, ungrouped } from "./schema";

const fields = fieldsOf({
  properties: {
    lr: { type: "number", default: 0.003 },
    optimizer: { enum: ["muon", "adamw"], type: "string", default: "muon" },
    context_length: { anyOf: [{ type: "integer", minimum: 2 }, { type: "null" }], default: null },
    betas: { type: "array", prefixItems: [{ type: "number" }, { type: "number" }], default: [0.9, 0.95] },
    sample_prompts: { type: "array", items: { type: "string" } },
    brand_new: { type: "integer", default: 1 },
  },
});
const field = (name: string) => fields[name] ?? fail(name);
function fail(name: string): never {
  throw new Error(`no field ${name}`);
}

describe("the form of training options", () => {
  it("draws what the schema names", () => {
    expect(field("optimizer")).toMatchObject({ kind: "choice", choices: ["muon", "adamw"], initial: "muon" });
    expect(field("context_length")).toMatchObject({ kind: "integer", optional: true, initial: null });
    expect(field("sample_prompts")).toMatchObject({ kind: "lines", initial: [] });
  });

  it("shows an option that nobody put into a group", () => {
    expect(ungrouped(fields)).toEqual(["brand_new"]);
  });

  it("reads what is typed, empty as automatic", () => {
    expect(parse(field("lr"), "1e-3")).toBe(0.001);
    expect(parse(field("context_length"), " ")).toBeNull();
    expect(parse(field("betas"), "0.9, 0.99")).toEqual([0.9, 0.99]);
    expect(parse(field("lr"), "fast")).toBe("fast");
  });

  it("writes values back as they are typed", () => {
    expect(show(field("betas"), [0.9, 0.95])).toBe("0.9, 0.95");
    expect(show(field("context_length"), null)).toBe("");
  });
});
