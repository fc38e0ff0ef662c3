import { beforeEach, describe, expect, it } from "vitest";
import { writer } from "../graph/test-designs";
import { useEditor } from "./editor";
import { fold, foldAll, openChosen, recallFolded, refold, toggleFold, useFolded } from "./folded";

const folded = (): string[] => [...useFolded.getState().paths];
const kept = (): string | null => localStorage.getItem("slamdunk-folded-d1");

beforeEach(() => {
  localStorage.clear();
  useEditor.setState({ design: writer(), selected: [], readOnly: false });
  recallFolded("d1");
});

describe("what is folded", () => {
  it("is kept by the browser for the design, and by no history", () => {
    const steps = useEditor.temporal.getState().pastStates.length;
    toggleFold("layers");
    recallFolded("d2");
    expect(folded()).toEqual([]);
    recallFolded("d1");
    expect(folded()).toEqual(["layers"]);
    expect(useEditor.temporal.getState().pastStates.length).toBe(steps);
    toggleFold("layers");
    expect([folded(), kept()]).toEqual([[], null]);
  });
  it("is a frame; a block has nothing to fold", () => {
    fold("tok", true);
    expect(folded()).toEqual([]);
  });
  it("opens for a block that is chosen inside, and gives way to the frame when it closes over one", () => {
    const stop = openChosen();
    fold("layers", true);
    useEditor.setState({ selected: ["layers"] });
    expect(folded()).toEqual(["layers"]);
    useEditor.setState({ selected: ["layers.attn"] });
    expect(folded()).toEqual([]);
    fold("layers", true);
    expect(useEditor.getState().selected).toEqual(["layers"]);
    stop();
  });
  it("follows a frame that is renamed", () => {
    fold("layers", true);
    refold("layers", "stack");
    expect(folded()).toEqual(["stack"]);
  });
  it("may be all frames, and then none", () => {
    foldAll();
    expect(folded()).toEqual(["layers"]);
    foldAll();
    expect(folded()).toEqual([]);
  });
  it.each(["{", "5", '[1, null, "layers"]', JSON.stringify(["x".repeat(700)])])("is read with care: %s", (text) => {
    localStorage.setItem("slamdunk-folded-d3", text);
    recallFolded("d3");
    expect(folded()).toEqual(text.includes("layers") ? ["layers"] : []);
  });
});
