/** What charts are drawn over: steps, tokens, seconds of training or FLOPs. All are known at metric steps and read off between them. */
import type { Curve } from "./curves";

export const AXES = ["step", "tokens", "time", "flops"] as const;
export type Axis = (typeof AXES)[number];
/** Passes through the model for one forward pass and one backward pass, which costs twice as much. */
const TRAINING_FLOPS = 3;

/** From a step to a place on an axis, and back. */
export interface Scale {
  of: (step: number) => number;
  step: (place: number) => number;
}

const SAME: Scale = { of: (step) => step, step: (place) => place };

/** The scale of an axis; null if the run did not tell what it takes. */
export function scaleOf(axis: Axis, metric: Curve, flopsPerToken: number | null): Scale | null {
  if (axis === "step") return SAME;
  if (axis === "flops" && !flopsPerToken) return null;
  const field = metric.fields[axis === "time" ? "elapsed_s" : "tokens"];
  if (!field) return null;
  const factor = axis === "flops" ? TRAINING_FLOPS * (flopsPerToken ?? 0) : 1;
  const steps: number[] = [], places: number[] = [];
  metric.first.forEach((first, n) => {
    add(steps, places, first, field.early[n], factor);
    add(steps, places, metric.last[n] ?? first, field.late[n], factor);
  });
  if (steps.length === 0) return null;
  return { of: (step) => between(steps, places, step), step: (place) => between(places, steps, place) };
}

function add(steps: number[], places: number[], step: number, value: number | null | undefined, factor: number): void {
  if (value == null || step <= (steps.at(-1) ?? 0) || value * factor <= (places.at(-1) ?? 0)) return; // only what goes on
  steps.push(step);
  places.push(value * factor);
}

/** Read a value off the line through the points, which starts at the origin and goes on beyond the last. */
export function between(xs: readonly number[], ys: readonly number[], x: number): number {
  let low = 0, high = xs.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((xs[middle] ?? 0) < x) low = middle + 1;
    else high = middle;
  }
  const right = Math.min(low, xs.length - 1);
  const [x1, y1] = [xs[right] ?? 1, ys[right] ?? 1];
  const [x0, y0] = right > 0 ? [xs[right - 1] ?? 0, ys[right - 1] ?? 0] : [0, 0];
  return x1 === x0 ? y1 : y0 + ((x - x0) / (x1 - x0)) * (y1 - y0);
}
