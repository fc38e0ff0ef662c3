/** From curves to what is drawn: the raw line with its extremes, and the smoothed one above it. */
import type { Scale } from "./axes";
import type { Curve, Field } from "./curves";

export interface Line {
  /** Ascending, so that lines of several curves can share an axis. */
  x: number[];
  raw: (number | null)[];
  smooth: (number | null)[];
}

/** The line of a field: two points a piece where it has more than one step, else one. */
export function lineOf(curve: Curve, name: string, scale: Scale, smoothing: number): Line {
  const field = curve.fields[name];
  const line: Line = { x: [], raw: [], smooth: [] };
  if (!field) return line;
  const means = smoothing > 0 ? smoothed(curve, field, smoothing) : field.mean;
  curve.first.forEach((first, n) => {
    const last = curve.last[n] ?? first;
    push(line, scale.of(first), field.early[n], means[n]);
    if (last > first) push(line, scale.of(last), field.late[n], means[n]);
  });
  return line;
}

function push(line: Line, x: number, raw: number | null | undefined, smooth: number | null | undefined): void {
  if (raw == null) return;
  line.x.push(Math.max(x, line.x.at(-1) ?? x));
  line.raw.push(raw);
  line.smooth.push(smooth ?? null);
}

/**
 * An exponential moving average whose memory is `smoothing` steps, so that it looks the same at every resolution.
 * Early values are weighed up, as Adam does, and so are not pulled towards zero.
 */
export function smoothed(curve: Curve, field: Field, smoothing: number): (number | null)[] {
  let sum = 0, weight = 0, before: number | null = null;
  return field.mean.map((value, n) => {
    if (value === null) return null;
    const last = curve.last[n] ?? 0;
    const keep = before === null ? 0 : Math.exp(-Math.max(last - before, 0) / smoothing);
    const share = before === null ? 1 : 1 - keep;
    sum = keep * sum + share * value;
    weight = keep * weight + share;
    before = last;
    return sum / weight;
  });
}

/** A slider from 0 to 100 as a number of steps: fine at its beginning, a fifth of the run at its end. */
export function smoothingSteps(slider: number, steps: number): number {
  return slider <= 0 ? 0 : Math.max(1, (slider / 100) ** 3 * 0.2 * steps);
}

/** Lines on one axis: all places in order, and for each line its values, with holes where it has none. */
export function onOneAxis(lines: readonly Line[], pick: (line: Line) => (number | null)[][]): (number | null)[][] {
  const [only] = lines;
  if (lines.length === 1 && only) return [only.x, ...pick(only)];
  const places = [...new Set(lines.flatMap((line) => line.x))].sort((a, b) => a - b);
  const at = new Map(places.map((place, n) => [place, n]));
  const columns = lines.flatMap((line) => pick(line).map((values) => {
    const column = Array<number | null>(places.length).fill(null);
    line.x.forEach((place, n) => {
      column[at.get(place) ?? 0] = values[n] ?? null;
    });
    return column;
  }));
  return [places, ...columns];
}

/** What a logarithmic axis can show. */
export function positive(values: (number | null)[]): (number | null)[] {
  return values.map((value) => (value !== null && value > 0 ? value : null));
}
