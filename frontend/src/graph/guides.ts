/** Helper lines: where a box that is being dragged lines up with its neighbours, it snaps to the line. */
import type { Box } from "./align";

export interface Guide { axis: "x" | "y"; at: number; from: number; to: number }
export interface Snapped { x: number; y: number; guides: Guide[] }

const SHARES = [0, 0.5, 1] as const;

/** The place of a box near `box`, in line with others no further than `reach` away, and the lines to draw. */
export function snapped(box: Box, others: readonly Box[], reach: number): Snapped {
  const across = nearest(box, others, "x", reach), down = nearest(box, others, "y", reach);
  const x = box.x + (across?.shift ?? 0), y = box.y + (down?.shift ?? 0);
  const settled = { ...box, x, y };
  const guides = [across && guide(settled, across, "x"), down && guide(settled, down, "y")].filter((one) => one !== null);
  return { x, y, guides };
}

interface Hit { shift: number; line: number; other: Box }

function nearest(box: Box, others: readonly Box[], axis: "x" | "y", reach: number): Hit | null {
  let best: Hit | null = null;
  for (const other of others) {
    for (const share of SHARES) {
      const line = other[axis] + extent(other, axis) * share, shift = line - (box[axis] + extent(box, axis) * share);
      if (Math.abs(shift) <= reach && (!best || Math.abs(shift) < Math.abs(best.shift))) best = { shift, line, other };
    }
  }
  return best;
}

const extent = (box: Box, axis: "x" | "y"): number => (axis === "x" ? box.width : box.height);

/** A line along the other axis, over both boxes. */
function guide(box: Box, { line, other }: Hit, axis: "x" | "y"): Guide {
  const along = axis === "x" ? "y" : "x";
  const ends = [box, other].flatMap((one) => [one[along], one[along] + extent(one, along)]);
  return { axis, at: line, from: Math.min(...ends), to: Math.max(...ends) };
}
