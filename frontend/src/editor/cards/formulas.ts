/** Formulas in a page's text, set by KaTeX, which is loaded when there is one. */
export async function setFormulas(within: ParentNode): Promise<void> {
  const found = [...within.querySelectorAll<HTMLElement>(".math:not([data-set])")];
  if (!found.length) return;
  const [{ default: katex }] = await Promise.all([import("katex"), import("katex/dist/katex.min.css")]);
  for (const element of found) {
    if (element.dataset.set) continue; // by another call, meanwhile
    element.dataset.set = "yes";
    katex.render((element.textContent ?? "").trim(), element, { displayMode: element.classList.contains("block"), throwOnError: false });
  }
}
