import { beforeEach, expect, test } from "vitest";
import { wireGallery } from "./gallery";

beforeEach(() => {
  document.body.innerHTML = `<input data-filters="gallery"><p id="gallery-status" data-found="Found:" data-none="None."></p>
    <div id="gallery"><section><ul><li id="preset-a" data-search="gpt2 attention">GPT-2 <a href="#preset-b">Full size</a></li></ul></section>
    <section><ul><li id="preset-b" data-search="mamba2 상태">Mamba-2</li></ul></section></div>`;
  wireGallery();
});

function type(text: string): void {
  const field = document.querySelector("input") as HTMLInputElement;
  field.value = text;
  field.dispatchEvent(new Event("input"));
}

const hidden = (id: string) => document.getElementById(id)?.hidden;
const status = () => document.getElementById("gallery-status")?.textContent;

test("typing leaves the cards with every word, in any order and language", () => {
  type("ATTENTION gpt");
  expect([hidden("preset-a"), hidden("preset-b"), status()]).toEqual([false, true, "Found: 1"]);
  type("상태");
  expect([hidden("preset-a"), hidden("preset-b")]).toEqual([true, false]);
});

test("nothing found is said, and clearing brings all back in silence", () => {
  type("no such thing");
  expect(status()).toBe("None.");
  type("");
  expect([hidden("preset-a"), hidden("preset-b"), status()]).toEqual([false, false, ""]);
});

test("a link to a sibling brings a hidden card back", () => {
  type("gpt2");
  document.querySelector("a")?.click();
  expect(hidden("preset-b")).toBe(false);
});
