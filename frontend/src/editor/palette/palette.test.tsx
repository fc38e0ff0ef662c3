import { cleanup, createEvent, fireEvent, render, screen } from "@testing-library/react";
import { afterEach, beforeAll, expect, it, vi } from "vitest";
import { REGISTRY, words } from "../inspector/test-registry";
import { Palette } from "./palette";

beforeAll(words);
afterEach(cleanup);

function shown(disabled = false) {
  const onAdd = vi.fn();
  render(<Palette blocks={Object.values(REGISTRY)} disabled={disabled} onAdd={onAdd} />);
  return onAdd;
}

const titles = (): (string | undefined)[] => screen.queryAllByRole("button", { name: /^Add/ }).map((button) => button.dataset.type);
const search = (query: string): void => void fireEvent.change(screen.getByRole("searchbox"), { target: { value: query } });

it("groups blocks in the order in which a model is built", () => {
  shown();
  expect(titles()).toEqual(["Tok", "Mixer", "Norm", "Repeat"]);
  expect(screen.getAllByRole("heading").map((heading) => heading.textContent)).toEqual(["Embeddings", "Between tokens", "Normalisation", "Containers"]);
});

it.each([["attention", ["Mixer"]], ["MIXER", ["Mixer"]], ["어텐션", ["Mixer"]], ["between tokens", ["Mixer"]], ["token embedding", ["Tok"]], ["(norm", []]])("finds %j", (query, expected) => {
  shown();
  search(query);
  expect(titles()).toEqual(expected);
});

it("says what to do when nothing is found, and clears the search", () => {
  shown();
  search("quantum");
  expect(screen.getByText("No block is called “quantum”.")).toBeTruthy();
  fireEvent.click(screen.getAllByRole("button", { name: "Clear the search" }).at(-1)!);
  expect(titles()).toHaveLength(4);
});

it("adds by click, and the first that was found by Enter in the search", () => {
  const onAdd = shown();
  fireEvent.click(screen.getByRole("button", { name: "Add Norm" }));
  search("repeat");
  fireEvent.keyDown(screen.getByRole("searchbox"), { key: "Enter" });
  expect(onAdd.mock.calls).toEqual([["Norm"], ["Repeat"]]);
});

it("is one stop of the Tab key; the arrows move", () => {
  shown();
  const items = screen.getAllByRole("button", { name: /^Add/ });
  const stops = (): number[] => items.map((item) => item.tabIndex);
  expect(stops()).toEqual([0, -1, -1, -1]);
  fireEvent.keyDown(screen.getByRole("searchbox"), { key: "ArrowDown" });
  expect(document.activeElement).toBe(items[0]);
  fireEvent.keyDown(items[0]!, { key: "ArrowDown" });
  expect(document.activeElement).toBe(items[1]);
  expect(stops()).toEqual([-1, 0, -1, -1]);
  fireEvent.keyDown(items[1]!, { key: "End" });
  expect(document.activeElement).toBe(items[3]);
});

it("gives the block's type to what it is dropped on", () => {
  shown();
  const item = screen.getByRole("button", { name: "Add Norm" });
  const event = createEvent.dragStart(item);
  const dataTransfer = { setData: vi.fn(), effectAllowed: "" };
  Object.defineProperty(event, "dataTransfer", { value: dataTransfer });
  fireEvent(item, event);
  expect(dataTransfer.setData).toHaveBeenCalledWith("application/x-slamdunk-block", "Norm");
  expect(item.draggable).toBe(true);
});

it("adds nothing to a design that can only be read, and says so", () => {
  const onAdd = shown(true);
  fireEvent.click(screen.getByRole("button", { name: "Add Norm" }));
  search("norm");
  fireEvent.keyDown(screen.getByRole("searchbox"), { key: "Enter" });
  expect(onAdd).not.toHaveBeenCalled();
  expect(screen.getByRole("button", { name: "Add Norm" }).draggable).toBe(false);
  expect(screen.getByText(/can only be read/)).toBeTruthy();
});
