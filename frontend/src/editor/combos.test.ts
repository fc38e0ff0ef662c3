import { expect, it } from "vitest";
import { matches, printed } from "./combos";

const press = (part: object) => ({ key: "", code: "", ctrlKey: false, metaKey: false, shiftKey: false, altKey: false, ...part });

it.each([
  ["Mod+KeyZ", { key: "z", code: "KeyZ", ctrlKey: true }, true],
  ["Mod+KeyZ", { key: "Z", code: "KeyZ", ctrlKey: true, shiftKey: true }, false],
  ["Mod+Shift+KeyZ", { key: "Z", code: "KeyZ", metaKey: true, shiftKey: true }, true],
  ["KeyC", { key: "ㅊ", code: "KeyC" }, true],
  ["KeyC", { key: "c", code: "KeyC", ctrlKey: true }, false],
  ["?", { key: "?", code: "Slash", shiftKey: true }, true],
  ["/", { key: "/", code: "Digit7", shiftKey: true }, true],
  ["/", { key: "?", code: "Slash", shiftKey: true }, false],
  ["Shift+Delete", { key: "Delete", code: "Delete", shiftKey: true }, true],
  ["Delete", { key: "Delete", code: "Delete", shiftKey: true }, false],
])("%s on %j: %s", (combo, part, answer) => expect(matches(press(part), combo)).toBe(answer));

it("prints what stands on the keys", () => {
  expect(printed("Mod+Shift+KeyZ")).toEqual(["Ctrl", "Shift", "Z"]);
  expect(printed("Digit2")).toEqual(["2"]);
});
