/** The cards on the reference of blocks: formulas are set when a card is opened, or is what the address points to. */
import { setFormulas } from "../editor/cards/formulas";

export function wireCards(): void {
  const cards = document.querySelectorAll<HTMLDetailsElement>("details.block-card");
  for (const card of cards) card.addEventListener("toggle", () => { if (card.open) setFormulas(card).catch(() => undefined); }); // unset they can be read, too
  const aimed = cards.length ? document.getElementById(decodeURIComponent(location.hash.slice(1)))?.closest<HTMLDetailsElement>("details.block-card") : null;
  if (aimed) aimed.open = true;
}
