import { expect, it } from "vitest";
import { sends } from "./stream";

const enter = { key: "Enter", shiftKey: false, isComposing: false, keyCode: 13 };

it("test_p23_enter_sends_only_when_no_syllable_is_being_composed", () => {
  expect(sends(enter)).toBe(true);
  expect(sends({ ...enter, isComposing: true })).toBe(false);
  expect(sends({ ...enter, keyCode: 229 })).toBe(false);
});

it("makes a new line with Shift and Enter", () => {
  expect(sends({ ...enter, shiftKey: true })).toBe(false);
});
