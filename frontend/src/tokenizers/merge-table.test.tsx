import { cleanup, render, screen } from "@testing-library/react";
import { afterEach, beforeAll, expect, it, vi } from "vitest";
import { en } from "../i18n/tokenizers-en";
import { i18n } from "../pages/start";
import { MergeTable } from "./merge-table";

beforeAll(() => { i18n.addResourceBundle("en", "translation", { tok: en }, true); });
afterEach(() => { cleanup(); vi.unstubAllGlobals(); });

const merge = { n: 1, id: 256, left: "61", right: "62", count: 9, n_characters: 100 };
const answer = (merges: unknown[]) => vi.stubGlobal("fetch", vi.fn(() => Promise.resolve(new Response(JSON.stringify({ total: 3, learning: true, merges }), { headers: { "Content-Type": "application/json" } }))));

it("says that the text is being read until the first merges come, and then how many there are", async () => {
  answer([]);
  const { rerender } = render(<MergeTable id="a" made={new Set()} learning />);
  expect(screen.getByRole("status").textContent).toContain("being read");
  expect(screen.getByRole("progressbar").hasAttribute("value")).toBe(false);
  answer([merge]);
  rerender(<MergeTable id="a" made={new Set()} learning />);
  expect(await screen.findByText("1 of 3 merges", {}, { timeout: 10_000 })).toBeTruthy();
  expect(screen.getByRole("progressbar").getAttribute("value")).toBe("1");
});
