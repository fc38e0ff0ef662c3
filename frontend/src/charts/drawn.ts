/** From a chart's lines to the columns and series that uPlot draws, and to what its legend tells. */
import type { ChartLine, View } from "./chart-card";
import { lineOf, onOneAxis, positive } from "./lines";
import type { PlotSeries } from "./plot";

/** What uPlot draws: beneath a smoothed line its raw one; and for each line the values that the legend tells. */
export function drawn(lines: readonly ChartLine[], view: Pick<View, "scale" | "smoothing">, logarithmic: boolean): { columns: (number | null)[][]; series: PlotSeries[]; values: (number | null)[][] } {
  const smooths = lines.map((line) => Boolean(line.smooth) && view.smoothing > 0);
  const made = lines.map((line, n) => lineOf(line.curve, line.field, view.scale, smooths[n] ? view.smoothing : 0));
  const fit = logarithmic ? positive : (values: (number | null)[]) => values;
  const columns = onOneAxis(made, (line) => (smooths[made.indexOf(line)] ? [fit(line.raw), fit(line.smooth)] : [fit(line.raw)]));
  const series = lines.flatMap((line, n): PlotSeries[] => {
    const one: PlotSeries = { label: line.label, color: line.color, points: line.points ?? false, dashed: line.dashed ?? false };
    return smooths[n] ? [{ ...one, faint: true }, one] : [one];
  });
  const values: (number | null)[][] = [];
  series.forEach((one, n) => {
    if (!one.faint) values.push(columns[n + 1] ?? []);
  });
  return { columns: columns.length ? columns : [[]], series, values };
}

/** The value at a place, or the nearest one before it: lines of several curves have holes. */
export function near(column: readonly (number | null)[], index: number): number | null {
  for (let n = Math.min(index, column.length - 1); n >= 0; n -= 1) if (column[n] != null) return column[n] ?? null;
  return null;
}
