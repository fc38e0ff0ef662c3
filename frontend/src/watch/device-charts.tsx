/** What a run uses: its own processes, the machine as a whole, and the GPUs that it has. */
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { ChartCard, type View } from "../charts/chart-card";
import type { Curve } from "../charts/curves";
import type { Ticks } from "../charts/plot";
import { bytes } from "../pages/format";
import { deviceCharts } from "./device-lines";

const FORMATS: Record<string, (value: number) => string> = {
  percent: (value) => `${Math.round(value)} %`, bytes, watts: (value) => `${Math.round(value)} W`, celsius: (value) => `${Math.round(value)} °C`,
};
const TICKS: Record<string, Ticks> = { bytes: "bytes" };

export function DeviceCharts({ device, metric, view, empty }: { device: Curve; metric: Curve; view: View; empty: string }) {
  const { t } = useTranslation();
  const charts = useMemo(() => deviceCharts(device, metric), [device, metric]);
  const worded = useMemo(() => charts.map((chart) => ({ ...chart, lines: chart.lines.map((line) => ({ ...line, label: t(line.word) })) })), [charts, t]);
  return worded.map(({ id, word, kind, lines }) => (
    <ChartCard key={id} id={id} title={t(word)} lines={lines} format={FORMATS[kind] ?? String} view={view} fromZero noLog ticks={TICKS[kind] ?? "any"} empty={empty} />
  ));
}
