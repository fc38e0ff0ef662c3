/** The trials of a search, and where their values lie on an upright axis. */
import { ENDED, type RunState } from "../pages/run-types";
import { optionName, type Say } from "../pages/values";

export interface TrialRun { id: string; title: string; state: RunState; silent_s: number | null; step: number; total_steps: number | null; train_loss: number | null; val_loss: number | null; best_val_loss: number | null; bits_per_byte: number | null; tokens_seen: number; trained_s: number }
export interface Trial { number: number; values: Record<string, unknown>; queued: boolean; n_parameters: number | null; run: TrialRun | null }
export interface PlotAxis { key: string; ticks: unknown[]; low: number; high: number; log: boolean; words: boolean }

export const SIZE = "vars."; // what the name of a size of the design begins with
const MOST_TICKS = 8, LOG_FROM = 20; // values that differ by more are shown on a logarithmic axis

export function axisOf(key: string, values: readonly unknown[]): PlotAxis {
  const known = [...new Set(values.filter((value) => value != null))];
  const numbers = known.filter((value): value is number => typeof value === "number");
  if (numbers.length < known.length) return { key, ticks: known.map(String).sort(), low: 0, high: 1, log: false, words: true };
  const sorted = [...numbers].sort((a, b) => a - b), low = sorted[0] ?? 0, high = sorted.at(-1) ?? 1;
  const ticks = sorted.length <= MOST_TICKS && key !== "loss" ? sorted : [...new Set([low, high])];
  return { key, ticks, low, high, log: low > 0 && high / low >= LOG_FROM, words: false };
}

/** Where a value lies, from 0 at the bottom to 1 at the top. */
export function place(axis: PlotAxis, value: unknown): number {
  if (axis.words) return axis.ticks.length > 1 ? axis.ticks.indexOf(String(value)) / (axis.ticks.length - 1) : 0.5;
  if (typeof value !== "number" || axis.high <= axis.low) return 0.5;
  if (axis.log) return Math.log(value / axis.low) / Math.log(axis.high / axis.low);
  return (value - axis.low) / (axis.high - axis.low);
}

/** 1 for the lowest loss of all, 0 for the highest. */
export function goodness(loss: number, all: readonly number[]): number {
  const low = Math.min(...all), high = Math.max(...all);
  return high > low ? (high - loss) / (high - low) : 1;
}

/** What is told of a trial that has no run. */
export function withoutRun({ queued }: Trial, stopped: boolean): "gone" | "notStarted" | "waits" {
  return queued ? "gone" : stopped ? "notStarted" : "waits";
}

/** Whether nothing more comes of a trial. */
export function isOver(trial: Trial, stopped: boolean): boolean {
  return trial.run ? ENDED.has(trial.run.state) : withoutRun(trial, stopped) !== "waits";
}

export function bestOf(trials: readonly Trial[]): TrialRun | null {
  const runs = trials.flatMap(({ run }) => (run && run.best_val_loss != null ? [run] : []));
  return runs.length ? runs.reduce((a, b) => ((b.best_val_loss ?? 0) < (a.best_val_loss ?? 0) ? b : a)) : null;
}

/** A list as people write it, `0.001, 0.003` or `cosine, wsd`; numbers become numbers. */
export function listOf(text: string): (string | number)[] {
  return text.split(/[,\s]+/).filter(Boolean).map((word) => (Number.isFinite(Number(word)) ? Number(word) : word));
}

/** What varies, in words: the label of an option, or the design's own name of a size. */
export function nameOf(key: string, t: Say): string {
  return key.startsWith(SIZE) ? key.slice(SIZE.length) : optionName(key, t);
}
