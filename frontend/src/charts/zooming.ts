/** Nearer to a place on a chart, and away from it. */
import type { Zoom } from "./plot";

export const NEARER = 0.5, FARTHER = 2;

/** So much of the span around a place, moved to within the points; null for all of them. Without a place, around the middle. */
export function zoomed(xs: readonly number[], zoom: Zoom, place: number | null, factor: number): Zoom {
  const low = xs[0] ?? 0, high = xs.at(-1) ?? 1;
  const [from, to] = zoom ?? [low, high];
  const span = (to - from) * factor;
  if (span >= high - low) return null;
  const around = place !== null && place >= from && place <= to ? place : (from + to) / 2;
  const start = Math.min(Math.max(around - span / 2, low), high - span);
  return [start, start + span];
}
