/** How rates of arithmetic are told: in the unit in which the largest of them has at most three digits before the point. */
const UNITS = ["FLOP/s", "kFLOP/s", "MFLOP/s", "GFLOP/s", "TFLOP/s", "PFLOP/s", "EFLOP/s"] as const;
const THOUSAND = 1000, DIGITS = 3;

export interface RateUnit { unit: string; format: (value: number) => string }

export function rateUnit(values: readonly (number | null)[]): RateUnit {
  const most = values.reduce<number>((a, b) => Math.max(a, b ?? 0), 0);
  const shown = Number(most.toPrecision(DIGITS)); // 999.9 is told as 1000: in the next unit it is 1
  const power = shown > 0 ? Math.max(0, Math.min(UNITS.length - 1, Math.floor(Math.log10(shown) / 3))) : 0;
  return { unit: most > 0 ? (UNITS[power] ?? "") : "", format: (value) => String(Number((value / THOUSAND ** power).toPrecision(DIGITS))) };
}
