/** The numbers of runs side by side, and how they are sorted. */
import type { Row } from "./run-table";

export interface Compared extends Row { flops: number | null; design: unknown }
export const COLUMNS = ["n_parameters", "flops", "trained_s", "tokens_seen", "best_val_loss", "val_loss", "bits_per_byte"] as const;
/** Columns that are told in nats per token. */
export const LOSSES: ReadonlySet<string> = new Set(["best_val_loss", "val_loss"]);
/** What runs can be compared by: losses only where their tokens are the same. */
export type Measure = "best_val_loss" | "bits_per_byte";
export const measureOf = (sameTokenizer: boolean): Measure => (sameTokenizer ? "best_val_loss" : "bits_per_byte");
export type Column = (typeof COLUMNS)[number];
export interface Order { by: Column | "title"; down: boolean }

/** Runs in order; those without the number come last whichever way it goes. */
export function sorted<R extends Compared>(runs: readonly R[], { by, down }: Order): R[] {
  return [...runs].sort((a, b) => {
    if (by === "title") return (down ? -1 : 1) * a.title.localeCompare(b.title);
    const one = a[by], two = b[by];
    if (one == null || two == null) return one == null ? (two == null ? 0 : 1) : -1;
    return down ? two - one : one - two;
  });
}

/** The run that is best by a number of which less is better. */
export function best<R extends Compared>(runs: readonly R[], by: Measure): R | null {
  const known = runs.filter((run) => run[by] != null);
  return known.length ? known.reduce((a, b) => ((b[by] ?? 0) < (a[by] ?? 0) ? b : a)) : null;
}

/** A colour for each of up to sixteen runs: far apart on the circle, the same in every chart of the page. */
export function runColor(n: number): string {
  return `hsl(${Math.round((250 + n * 137.508) % 360)} 68% ${n % 2 ? 48 : 56}%)`;
}

/** Round places on a logarithmic axis, from below the least to above the most. */
export function decades(low: number, high: number): number[] {
  const from = Math.floor(Math.log10(low)), to = Math.ceil(Math.log10(high));
  return Array.from({ length: to - from + 1 }, (_, n) => 10 ** (from + n));
}
