import { describe, expect, it } from "vitest";
import { MAX_DOCUMENT, sortOut } from "./plan";

const at = (path: string, size = 1) => ({ path, file: new File([new Uint8Array(size)], path.slice(path.lastIndexOf("/") + 1)) });
const kind = (...paths: string[]) => sortOut(paths.map((path) => at(path))).kind;

describe("what becomes of what was dropped", () => {
  it("reads a design, a config, and the config of a folder without weights", () => {
    expect(kind("my design.json")).toBe("document");
    const plan = sortOut([at("m/config.json"), at("m/tokenizer.json"), at("m/README.md")]);
    expect(plan.kind === "document" && plan.file.name).toBe("config.json");
  });

  it("makes a model of a folder with weights, and knows the config in it", () => {
    const plan = sortOut([at("tiny/config.json"), at("tiny/model.safetensors"), at("tiny/picture.png")]);
    expect(plan.kind === "model" && [plan.title, plan.config?.name, plan.files.length]).toEqual(["tiny", "config.json", 2]);
    expect(kind("tiny.tar.gz")).toBe("model");
  });

  it("sends pickles to be refused by name", () => {
    expect(kind("m/config.json", "m/pytorch_model.bin")).toBe("model");
  });

  it("names what it cannot take", () => {
    expect(sortOut([at("holiday.png")])).toEqual({ kind: "nothing", name: "holiday.png" });
    expect(sortOut([at("photos/a.png"), at("photos/b.png")])).toEqual({ kind: "nothing", name: "photos" });
    expect(sortOut([])).toEqual({ kind: "nothing", name: "" });
    expect(sortOut([at("huge.json", MAX_DOCUMENT + 1)])).toEqual({ kind: "large", name: "huge.json" });
  });
});
