import { beforeEach, describe, expect, it } from "vitest";
import { setParam } from "../graph/document";
import { writer } from "../graph/test-designs";
import { history, oneStep, redo, undo, useEditor } from "./editor";

const now = useEditor.getState;
const change = (d: number) => (): void => now().change(setParam(now().design, "tok", "d_model", d));

describe("changes that are one step", () => {
  beforeEach(() => {
    useEditor.setState({ design: writer(), readOnly: false });
    history.getState().clear();
  });

  it("are undone and redone together", () => {
    const before = now().design;
    oneStep(() => [1, 2, 3].forEach((d) => change(d)()));
    const after = now().design;
    undo();
    expect(now().design).toBe(before);
    redo();
    expect(now().design).toBe(after);
  });

  it("leave the steps before them, and no step where nothing changed", () => {
    change(7)();
    const middle = now().design;
    oneStep(() => undefined);
    oneStep(change(8));
    undo();
    expect(now().design).toBe(middle);
    undo();
    expect(now().design).not.toBe(middle);
    expect(history.getState().pastStates).toEqual([]);
  });
});
