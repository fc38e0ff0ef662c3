import katex from "katex";
import { expect, test } from "vitest";
import { setFormulas } from "./formulas";

const CARDS = import.meta.glob<string>("../../../../architectures/cards/*/*.md", { query: "?raw", import: "default", eager: true });

function sources(text: string): string[] {
  const plain = text.replace(/`[^`\n]*`/g, ""); // code may speak of $d_model
  return [...plain.matchAll(/\$\$([\s\S]+?)\$\$|\$([^$\n]+)\$/g)].map((found) => (found[1] ?? found[2])!);
}

test("there are cards in both languages", () => {
  const names = Object.keys(CARDS);
  expect(names.filter((name) => name.includes("/en/")).length).toBeGreaterThan(3);
  expect(names.filter((name) => name.includes("/ko/")).length).toBe(names.length / 2);
});

test.each(Object.entries(CARDS))("every formula of %s compiles", (_, text) => {
  for (const source of sources(text)) expect(() => katex.renderToString(source, { strict: "error" }), source).not.toThrow();
});

test("formulas become elements that are read aloud, once", async () => {
  document.body.innerHTML = '<p><span class="math inline">\\epsilon</span> <span class="math inline">\\broken{</span></p>';
  await Promise.all([setFormulas(document), setFormulas(document)]);
  expect(document.querySelectorAll("math")).toHaveLength(1);
  expect(document.body.textContent).toContain("\\broken{");
});
