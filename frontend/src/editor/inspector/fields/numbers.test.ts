import { describe, expect, it } from "vitest";
import { REGISTRY } from "../test-registry";
import { boundsKey, read } from "./numbers";
import { fieldsOf, fitting, isChanged, type Field } from "./schema";

const fields = fieldsOf(REGISTRY.Mixer!.params);
const named = (name: string): Field => fields.find((field) => field.name === name)!;
const VARS = { d_model: 128, rate: 0.1, big: 99999, name: "rms", yes: true };

describe("a schema becomes fields", () => {
  it("of every kind that pydantic writes", () => {
    expect(fields.map(({ name, kind, nullable, required }) => [name, kind, nullable, required])).toEqual([
      ["n_heads", "integer", false, true], ["head_dim", "integer", true, false], ["dropout", "number", false, false], ["bias", "boolean", false, false],
      ["kind", "choice", false, false], ["offset", "choice", false, false], ["label", "string", true, false], ["rope", "group", true, false], ["d_model", "integer", true, false],
    ]);
  });
  it("follows references through nested groups", () => {
    const scaling = named("rope").fields.find((field) => field.name === "scaling")!;
    expect(scaling.fields.map((field) => [field.name, field.kind])).toEqual([["type", "choice"], ["factor", "number"]]);
  });
  it("ends a schema that refers to itself", () => {
    const loop = { properties: { a: { $ref: "#/$defs/A" } }, $defs: { A: { type: "object", properties: { a: { $ref: "#/$defs/A" } } }, B: { $ref: "#/$defs/B" } } };
    expect(fieldsOf(loop)).toHaveLength(1);
  });
  it("calls a value changed when it differs from the default", () => {
    expect(isChanged(named("bias"), true)).toBe(true);
    expect(isChanged(named("bias"), false)).toBe(false);
    expect(isChanged(named("n_heads"), 3)).toBe(false); // there is no default to go back to
  });
  it("offers sizes of the fitting type", () => {
    expect(fitting(named("n_heads"), VARS)).toEqual(["d_model", "big"]);
    expect(fitting(named("dropout"), VARS)).toEqual(["d_model", "rate", "big"]);
    expect(fitting(named("kind"), VARS)).toEqual(["name"]);
    expect(fitting(named("bias"), VARS)).toEqual(["yes"]);
  });
});

describe("what is typed", () => {
  it.each([["n_heads", "8", 8], ["n_heads", " 1,024 ", 1024], ["dropout", "1e-3", 0.001], ["dropout", ".5", 0.5], ["n_heads", "$d_model", "$d_model"], ["label", "tok", "tok"], ["head_dim", "", undefined]])("%s takes %j", (name, text, value) => {
    expect(read(named(name), text, VARS)).toEqual({ value });
  });
  it.each([["n_heads", "", "needed"], ["n_heads", "many", "number"], ["n_heads", "0x10", "number"], ["n_heads", "1e999", "number"], ["n_heads", "2.5", "whole"], ["n_heads", "0", "bounds"], ["dropout", "1", "bounds"], ["n_heads", "$toString", "noSize"], ["n_heads", "$rate", "sizeType"], ["n_heads", "$big", "sizeBounds"], ["dropout", "1,5", "number"]])("%s refuses %j: %s", (name, text, key) => {
    expect(read(named(name), text, VARS)).toMatchObject({ wrong: { key } });
  });
  it("has its bounds in words", () => {
    expect(boundsKey(named("dropout").bounds, String)).toEqual(["fromBelow", { low: "0", high: "1" }]);
    expect(boundsKey({}, String)).toBeNull();
  });
});
