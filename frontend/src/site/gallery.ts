/** The gallery of presets: shows the cards that have every word typed, and what a link leads to. */

/** Whether a text holds every word of what was typed. */
export function holds(text: string, typed: string): boolean {
  const words = typed.toLocaleLowerCase().split(/\s+/).filter(Boolean);
  return words.every((word) => text.includes(word));
}

function filter(gallery: HTMLElement, typed: string): number {
  let found = 0;
  for (const card of gallery.querySelectorAll<HTMLElement>("[data-search]")) {
    const text = `${card.dataset.search ?? ""} ${card.textContent ?? ""}`.toLocaleLowerCase();
    card.hidden = !holds(text, typed);
    if (!card.hidden) found += 1;
  }
  for (const section of gallery.querySelectorAll<HTMLElement>("section")) {
    section.hidden = !section.querySelector("[data-search]:not([hidden])");
  }
  return found;
}

export function wireGallery(): void {
  const field = document.querySelector<HTMLInputElement>("input[data-filters]");
  const gallery = document.getElementById(field?.dataset.filters ?? "");
  const status = document.getElementById("gallery-status");
  if (!field || !gallery) return;
  const show = () => {
    const found = filter(gallery, field.value);
    if (!status) return;
    const { found: words = "", none = "" } = status.dataset;
    status.textContent = !field.value.trim() ? "" : found ? `${words} ${found}` : none;
  };
  field.addEventListener("input", show);
  gallery.addEventListener("click", (event) => {
    if (!(event.target as Element).closest('a[href^="#preset-"]')) return;
    field.value = ""; // the card that is meant may be hidden
    show();
  });
  show(); // a browser may have kept what was typed
}
