import { cleanup, fireEvent, render, screen } from "@testing-library/react";
import { afterEach, beforeAll, expect, it, vi } from "vitest";
import type { Report } from "../../graph/types";
import { found, reportOf, words } from "../inspector/test-registry";
import { Problems } from "./problems";

beforeAll(words);
afterEach(cleanup);

const fix = { action: "set", path: "layers.attn", attr: "n_heads", value: 4 } as const;
const BROKEN = reportOf([
  found({ severity: "info", path: "", message: "Counted for 1024." }),
  found({ path: "layers.attn", attr: "n_heads", message: "3 does not divide.", fix }),
  found({ severity: "warning", path: "norm", message: "Unused." }),
]);

function shown(report: Report | null, part: { busy?: boolean; readOnly?: boolean } = {}) {
  const calls = { onGo: vi.fn(), onFix: vi.fn() };
  const { container } = render(<Problems report={report} busy={part.busy ?? false} readOnly={part.readOnly ?? false} {...calls} />);
  return { ...calls, container };
}

it("lists errors first, in the server's words", () => {
  const { container } = shown(BROKEN);
  expect(screen.getByRole("status").textContent).toBe("1 error · 1 warning · 1 note");
  expect([...container.querySelectorAll("li p")].map((one) => one.textContent)).toEqual(["3 does not divide.", "Unused.", "Counted for 1024."]);
});

it("goes to the block that a problem names", () => {
  const { onGo } = shown(BROKEN);
  fireEvent.click(screen.getByRole("button", { name: "layers.attn" }));
  expect(onGo).toHaveBeenCalledWith("layers.attn");
  expect(screen.getByText("the whole design")).toBeTruthy();
});

it("says what a fix will set, and sets it", () => {
  const { onFix } = shown(BROKEN);
  fireEvent.click(screen.getByRole("button", { name: "Fix: set n_heads to 4" }));
  expect(onFix).toHaveBeenCalledWith(fix);
});

it("fixes nothing in a design that can only be read", () => {
  shown(BROKEN, { readOnly: true });
  expect(screen.queryByRole("button", { name: /^Fix/ })).toBeNull();
});

it("says that all is sound, notes aside", () => {
  shown(reportOf([found({ severity: "info", message: "Counted for 1024." })]));
  expect(screen.getByRole("status").textContent).toContain("All sound");
  expect(screen.getByText("Counted for 1024.")).toBeTruthy();
});

it("keeps what it knew while it checks anew", () => {
  const { container } = shown(BROKEN, { busy: true });
  expect(screen.getByText("3 does not divide.")).toBeTruthy();
  expect(container.querySelector("section")?.getAttribute("aria-busy")).toBe("true");
});

it("tells checking from not yet checked", () => {
  shown(null, { busy: true });
  expect(screen.getByRole("status").textContent).toContain("Checking…");
  cleanup();
  shown(null);
  expect(screen.getByRole("status").textContent).toContain("Not checked yet.");
});
