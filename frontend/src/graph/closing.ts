/** How a drawing closes up over frames that are folded: what the design says of places stays as it is. */

/** What lies at `at` or below is drawn `by` higher; `left` and `right` are the sides of the frame that is folded. Cuts apply one after the other. */
export interface Cut { at: number; by: number; left: number; right: number }

/** A block by where it lies, how tall it is, and how tall it is drawn. */
export interface Tall { x: number; y: number; width: number; full: number; shown: number }

/** The cuts of one scope: each frame that is drawn smaller draws what is below it up, as far as nothing comes to lie on anything. */
export function cutsOf(blocks: readonly Tall[], gap: number): Cut[] {
  const held = blocks.map((one) => ({ ...one })), cuts: Cut[] = [];
  const small = held.filter((one) => one.shown < one.full).sort((a, b) => b.y + b.full - (a.y + a.full));
  for (const frame of small) {
    const at = frame.y + frame.full;
    const lower = held.filter((one) => one.y >= at), upper = held.filter((one) => one.y < at);
    if (!lower.length) continue;
    const room = Math.min(...lower.map((one) => one.y)) - Math.max(...upper.map((one) => one.y + one.shown)) - gap;
    const by = Math.min(frame.full - frame.shown, room);
    if (by <= 0) continue;
    cuts.push({ at, by, left: frame.x, right: frame.x + frame.width });
    for (const one of lower) one.y -= by;
  }
  return cuts;
}

/** Where something is drawn that lies at y. */
export const closed = (cuts: readonly Cut[], y: number): number => cuts.reduce((left, { at, by }) => (left >= at ? left - by : left), y);

/** Where something lies that is drawn at (x, y): under a folded frame, below all that is in it; else where it seems. `lift`: by how much it was drawn higher so far. */
export function opened(cuts: readonly Cut[], x: number, y: number, lift = 0): number {
  const hidden = cuts.some(({ at, by, left, right }) => x >= left && x < right && y + lift < at && y + lift >= at - by);
  if (!hidden && closed(cuts, y + lift) === y) return y + lift;
  return cuts.reduceRight((left, { at, by }) => (left >= at - by ? left + by : left), y);
}
