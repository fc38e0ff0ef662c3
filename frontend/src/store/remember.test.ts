import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { nodeAt, setParam } from "../graph/document";
import { writer } from "../graph/test-designs";
import { history, redo, undo, useEditor } from "./editor";
import { recallHistory, rememberHistory } from "./remember";

const KEY = "slamdunk-history-d1";
const count = () => nodeAt(useEditor.getState().design, "layers")!.count;
const give = (value: number): void => useEditor.getState().change(setParam(useEditor.getState().design, "layers", "count", value));
let stop: () => void;

function load(design = writer()): void {
  useEditor.setState({ id: "d1", design, readOnly: false });
  history.getState().clear();
  recallHistory("d1");
}

beforeEach(() => { vi.useFakeTimers(); sessionStorage.clear(); load(); stop = rememberHistory("d1"); });
afterEach(() => { stop(); vi.useRealTimers(); });

it("undoes and redoes across a reload, whatever order the server writes parameters in", () => {
  give(5); give(6); give(7); undo();
  vi.advanceTimersByTime(300);
  const { nodes, ...rest } = useEditor.getState().design;
  load({ ...rest, nodes: Object.fromEntries(Object.entries(nodes).reverse()) });
  undo();
  expect(count()).toBe(5);
  redo(); redo();
  expect(count()).toBe(7);
});

it("is written at once when the page is left", () => {
  give(5);
  dispatchEvent(new Event("pagehide"));
  load(useEditor.getState().design);
  undo();
  expect(count()).toBe(4);
});

it("is dropped when the design was changed elsewhere", () => {
  give(5);
  vi.advanceTimersByTime(300);
  load(setParam(writer(), "layers", "count", 99));
  expect(history.getState().pastStates).toEqual([]);
});

it("keeps the nearest steps where not all fit", () => {
  for (let n = 0; n < 100; n++) give(n + 100);
  vi.advanceTimersByTime(300);
  load(useEditor.getState().design);
  expect(history.getState().pastStates).toHaveLength(60);
  undo();
  expect(count()).toBe(198);
});

it.each(["", "null", "{", "[]", '{"now": 1}', '{"now": "x", "past": [null], "future": []}'])("survives %j in the store", (text) => {
  sessionStorage.setItem(KEY, text);
  load();
  expect(history.getState().pastStates).toEqual([]);
  give(5);
  undo();
  expect(count()).toBe(4);
});

it("takes up no step that could not be drawn", () => {
  give(5);
  vi.advanceTimersByTime(300);
  sessionStorage.setItem(KEY, sessionStorage.getItem(KEY)!.replace('"past":[', '"past":[{"nodes":{"a":null},"edges":[]},'));
  load(useEditor.getState().design);
  expect(history.getState().pastStates).toEqual([]);
});
