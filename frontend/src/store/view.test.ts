import { beforeEach, expect, it } from "vitest";
import { deviceOf, nextHeat, startView, useView, type Device } from "./view";

const device = (slug: string, usable_bytes = 1): Device => ({ slug, title: { en: slug, ko: slug }, memory_bytes: 2 * usable_bytes, usable_bytes, here: false });
const state = useView.getState;

beforeEach(() => { localStorage.clear(); useView.setState({ heat: "off", shapes: true, device: "", context: null, precision: "fp32", devices: [], room: null }); });

it("remembers what was chosen at an earlier visit", () => {
  startView([device("here"), device("t4", 14)]);
  state().look({ device: "t4", context: 256, heat: "flops", shapes: false });
  useView.setState({ heat: "off", shapes: true, device: "", context: null });
  startView([device("here"), device("t4", 14)]);
  expect([state().heat, state().shapes, deviceOf(state())?.slug]).toEqual(["flops", false, "t4"]);
  expect(state().room).toEqual({ memory_bytes: 14, context_length: 256, precision: "fp32" });
});

it.each(["", "{", "3", "null", '{"heat": "x", "shapes": 1, "device": {}, "context": -1, "precision": "fp8"}'])("begins anew where nothing sensible was kept: %s", (text) => {
  localStorage.setItem("slamdunk-view", text);
  startView([device("here")]);
  expect(state()).toMatchObject({ heat: "off", shapes: true, room: { memory_bytes: 1, context_length: null, precision: "fp32" } });
});

it("takes this site's own machine where the chosen one is gone", () => {
  startView([device("here"), device("t4")]);
  state().look({ device: "sold" });
  expect(deviceOf(state())?.slug).toBe("here");
});

it("goes round the heat views", () => {
  expect([nextHeat(), nextHeat(), nextHeat(), nextHeat()]).toEqual(["parameters", "flops", "kv", "off"]);
});
