/** How a person likes their charts; kept in this browser. */
import { useSyncExternalStore } from "react";
import { AXES, type Axis } from "./axes";

export interface ChartSettings {
  axis: Axis;
  /** 0 to 100; see `smoothingSteps`. */
  smoothing: number;
  /** Charts drawn on a logarithmic axis. */
  log: string[];
}
const KEY = "charts";
const USUAL: ChartSettings = { axis: "step", smoothing: 0, log: [] };

function kept(): ChartSettings {
  try {
    const found = JSON.parse(localStorage.getItem(KEY) ?? "{}") as Partial<Record<keyof ChartSettings, unknown>>;
    return {
      axis: AXES.find((axis) => axis === found.axis) ?? USUAL.axis,
      smoothing: typeof found.smoothing === "number" && found.smoothing >= 0 && found.smoothing <= 100 ? found.smoothing : USUAL.smoothing,
      log: Array.isArray(found.log) ? found.log.filter((id): id is string => typeof id === "string") : USUAL.log,
    };
  } catch {
    return USUAL; // storage is off, or holds something else
  }
}

let current: ChartSettings | null = null;
const listeners = new Set<() => void>();
const read = (): ChartSettings => (current ??= kept());

export function changeSettings(change: Partial<ChartSettings>): void {
  current = { ...read(), ...change };
  try {
    localStorage.setItem(KEY, JSON.stringify(current));
  } catch {
    // Storage is off: the choice lasts until the next page.
  }
  for (const listener of listeners) listener();
}

export function toggleLog(id: string): void {
  const { log } = read();
  changeSettings({ log: log.includes(id) ? log.filter((one) => one !== id) : [...log, id] });
}

export function useChartSettings(): ChartSettings {
  return useSyncExternalStore((listener) => {
    listeners.add(listener);
    return () => listeners.delete(listener);
  }, read);
}
