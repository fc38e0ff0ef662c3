import { describe, expect, it } from "vitest";
import { planOf, type Found } from "./files";

const at = (path: string): Found => ({ path, file: new File(["x"], path.slice(path.lastIndexOf("/") + 1)) });
const namesOf = (paths: string[]) => {
  const plan = planOf(paths.map(at));
  return plan.kind === "model" ? plan.files.map((file) => file.name).sort() : plan.kind;
};

describe("what is sent of what was dropped", () => {
  it("takes a single JSON file for a design or a config", () => {
    expect(planOf([at("config.json")]).kind).toBe("design");
    expect(planOf([at("my design.json")]).kind).toBe("design");
  });

  it("sends an archive as it is", () => {
    expect(namesOf(["llama.tar.gz"])).toEqual(["llama.tar.gz"]);
    expect(namesOf(["Llama.ZIP"])).toEqual(["Llama.ZIP"]);
  });

  it("leaves out what the site does not read, and what lies deeper", () => {
    expect(namesOf(["m/README.md", "m/config.json", "m/model.safetensors", "m/onnx/config.json", "m/onnx/model.safetensors"])).toEqual(["config.json", "model.safetensors"]);
  });

  it("names the model after its folder", () => {
    const plan = planOf([at("work/tiny/config.json"), at("work/tiny/tokenizer.json")]);
    expect(plan.kind === "model" && plan.title).toBe("tiny");
  });

  it("sends no byte of a pickle, only its name, for the site to refuse", () => {
    const plan = planOf([at("m/config.json"), { path: "m/pytorch_model.bin", file: new File([new Uint8Array(9000)], "pytorch_model.bin") }]);
    expect(plan.kind === "model" && plan.files.find((file) => file.name === "pytorch_model.bin")?.size).toBe(6);
  });

  it("says when there is nothing to send", () => {
    expect(planOf([]).kind).toBe("nothing");
    expect(namesOf(["a/notes.txt", "a/picture.png"])).toBe("nothing");
  });
});
