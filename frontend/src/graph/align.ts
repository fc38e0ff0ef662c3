/** Lining up boxes: the places that they get. */
export interface Box { id: string; x: number; y: number; width: number; height: number }

export const ALIGNMENTS = ["left", "centre", "right", "top", "middle", "bottom"] as const;
export const SPREADS = ["across", "down"] as const;
export type Alignment = (typeof ALIGNMENTS)[number];
export type Spread = (typeof SPREADS)[number];
type Places = Record<string, { x: number; y: number }>;

const SIDE: Record<Alignment, { axis: "x" | "y"; share: number }> = {
  left: { axis: "x", share: 0 }, centre: { axis: "x", share: 0.5 }, right: { axis: "x", share: 1 },
  top: { axis: "y", share: 0 }, middle: { axis: "y", share: 0.5 }, bottom: { axis: "y", share: 1 },
};
const extent = (box: Box, axis: "x" | "y"): number => (axis === "x" ? box.width : box.height);

/** All boxes with one side, or the middle, on the line of all of them together. */
export function alignedTo(boxes: readonly Box[], how: Alignment): Places {
  const { axis, share } = SIDE[how];
  const low = Math.min(...boxes.map((box) => box[axis])), high = Math.max(...boxes.map((box) => box[axis] + extent(box, axis)));
  const line = low + (high - low) * share;
  return Object.fromEntries(boxes.map((box) => [box.id, { x: box.x, y: box.y, [axis]: line - extent(box, axis) * share }]));
}

/** Equal gaps between boxes; the first and the last stay. */
export function spread(boxes: readonly Box[], how: Spread): Places {
  const axis = how === "across" ? "x" : "y";
  const row = [...boxes].sort((a, b) => a[axis] - b[axis]), last = row.at(-1);
  if (row.length < 3 || !last) return {};
  const free = last[axis] + extent(last, axis) - row[0]![axis] - row.reduce((sum, box) => sum + extent(box, axis), 0);
  let at = row[0]![axis];
  return Object.fromEntries(row.map((box) => {
    const place = { x: box.x, y: box.y, [axis]: at };
    at += extent(box, axis) + free / (row.length - 1);
    return [box.id, place];
  }));
}
