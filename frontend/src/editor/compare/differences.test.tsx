import { cleanup, fireEvent, render, screen, within } from "@testing-library/react";
import { afterEach, beforeAll, expect, it, vi } from "vitest";
import { addNode, removeNodes, setParam } from "../../graph/document";
import { inserted } from "../../graph/mending";
import { REGISTRY, writer } from "../../graph/test-designs";
import type { Design, Json } from "../../graph/types";
import { en } from "../../i18n/compare-en";
import { startI18n } from "../../shared/i18n";
import { Differences, type Where } from "./differences";

beforeAll(() => { startI18n({ compare: en }, { compare: en }); });
afterEach(cleanup);

const onGo = vi.fn<(where: Where) => void>();
const show = (a: Design, b: Design): void => { render(<Differences a={a} b={b} registry={REGISTRY} onGo={onGo} />); };
const lines = (group: string): string[] => [...screen.getByRole("region", { name: group }).querySelectorAll(":scope > ul > li")].map((line) => line.textContent!.replace(/\s+/g, " ").trim());

it("tells sizes once, with the blocks that use them, and parameters with both values", () => {
  const other = setParam({ ...writer(), vars: { d_model: 256, context_length: 128 } }, "layers.attn", "rope", { theta: 10000 });
  show(writer(), other);
  expect(lines("Sizes")).toEqual(["changed d_model 128 256used by tok"]);
  expect(lines("Blocks")).toEqual(["changed Attention layers.attnrope not set theta 10,000"]);
  expect(screen.queryByRole("region", { name: "Connections" })).toBeNull();
  fireEvent.click(screen.getByRole("button", { name: "layers.attn" }));
  expect(onGo).toHaveBeenCalledWith(expect.objectContaining({ a: "layers.attn", b: "layers.attn" }));
});

it("tells a container that goes in one line, and a block that is put in without its edges", () => {
  const [other] = inserted(removeNodes(writer(), ["layers"]), REGISTRY, "", ["norm", "head"], "Norm");
  show(writer(), other);
  expect(lines("Blocks")).toEqual(["removed Repeat layerswith 6 blocks inside", "added Norm norm2"]);
});

it("tells the patterns of layers before and after", () => {
  const patterns: Json = [{ assign: { cycle: ["local", "local", "global"] }, variants: { local: { attn: { window: 32 } }, global: {} } }];
  show(writer(), setParam(writer(), "layers", "patterns", patterns));
  const held = within(screen.getByRole("region", { name: "Blocks" }));
  expect(held.getByText("Layer patterns before: none")).toBeTruthy();
  expect(held.getByText("local × 2, global").textContent).toContain("local: attn.window 32");
});

it("says so where nothing differs, or only the drawing", () => {
  show(writer(), writer());
  expect(screen.getByText("Nothing differs.")).toBeTruthy();
  cleanup();
  show(writer(), { ...writer(), layout: {} });
  expect(screen.getByText(/only the drawing/)).toBeTruthy();
});

it("shows hostile names as text", () => {
  const [odd] = addNode(writer(), "", "a", { type: "<img src=x onerror=alert(1)>" }, [0, 0]);
  show(writer(), odd);
  expect(lines("Blocks")[0]).toContain("<img src=x");
  expect(document.querySelector("img")).toBeNull();
});
