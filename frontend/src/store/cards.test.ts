import { afterEach, expect, test } from "vitest";
import { closeCard, explained, openCard, useCards } from "./cards";

afterEach(() => { document.body.innerHTML = ""; closeCard(); });

test("a parameter inside a group is explained where its group is", () => {
  const written = { rope: "", "rope.scaling": "", n_heads: "" };
  expect(explained(written, "rope.scaling.factor")).toBe("rope.scaling");
  expect(explained(written, "rope.theta")).toBe("rope");
  expect(explained(written, "n_heads")).toBe("n_heads");
  expect(explained(written, "toString")).toBeNull();
});

test("closing gives the keyboard back to where it was", () => {
  document.body.innerHTML = "<button id=a>a</button><div class=card-sheet><button id=b>b</button></div>";
  const [a, b] = [...document.querySelectorAll("button")];
  a!.focus();
  openCard("Norm");
  b!.focus();
  openCard("Attention", "rope"); // from inside of the sheet
  expect(useCards.getState()).toMatchObject({ type: "Attention", parameter: "rope", back: a });
  closeCard();
  expect(document.activeElement).toBe(a);
});
