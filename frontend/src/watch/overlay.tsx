/** Curves of several runs in one chart: validation, training loss and bits per byte, over any of the axes. */
import { useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import { AXES, scaleOf, type Axis } from "../charts/axes";
import { ChartCard, type ChartLine, type View } from "../charts/chart-card";
import type { Curve } from "../charts/curves";
import { smoothingSteps } from "../charts/lines";
import type { Zoom } from "../charts/plot";
import { changeSettings, useChartSettings } from "../charts/settings";
import { exact, fixed } from "../pages/format";
import { AXIS_FORMATS } from "./axis-formats";
import type { Compared } from "./board";

export type Curves = Record<string, { metric: Curve; eval: Curve }>;

/** A curve on the steps of an axis: each run has its own way from steps to tokens, seconds or FLOPs. */
function placed(curve: Curve, metric: Curve, axis: Axis, perToken: number | null): Curve | null {
  const scale = scaleOf(axis, metric, perToken);
  return scale && { ...curve, first: curve.first.map(scale.of), last: curve.last.map(scale.of) };
}

export function Overlay({ runs, curves, colors }: { runs: Compared[]; curves: Curves; colors: ReadonlyMap<string, string> }) {
  const { t } = useTranslation();
  const { axis, smoothing } = useChartSettings();
  const [zoom, setZoom] = useState<Zoom>(null);
  const longest = Math.max(0, ...Object.values(curves).map((one) => one.metric.last.at(-1) ?? 0));
  const view: View = useMemo(() => ({ scale: { of: (x) => x, step: (x) => x }, smoothing: 0, zoom, setZoom, formatX: AXIS_FORMATS[axis], axisWord: t(`watch.axisName.${axis}`), wholeX: axis === "step" || axis === "tokens", sync: "versus" }), [axis, zoom, t]);
  const lines = (series: "metric" | "eval", field: string): ChartLine[] => runs.flatMap((run) => {
    const held = curves[run.id];
    const curve = held && placed(held[series], held.metric, axis, run.flops_per_token);
    return curve ? [{ curve, unplaced: held[series], field, run: run.title, label: run.title, color: colors.get(run.id) ?? "--series-1", points: series === "eval", smooth: series === "metric" }] : [];
  });
  const [losses, vals, bits] = useMemo(() => [lines("metric", "loss"), lines("eval", "val_loss"), lines("eval", "bits_per_byte")], [runs, curves, axis]);
  const reach = Math.max(0, ...losses.map((one) => one.curve.last.at(-1) ?? 0));
  const smoothed = useMemo(() => ({ ...view, smoothing: smoothingSteps(smoothing, reach) }), [view, smoothing, reach]);
  return (
    <div className="charts">
      <div className="view-bar" role="group" aria-label={t("watch.view")}>
        <fieldset className="segments"><legend>{t("watch.axis")}</legend>{AXES.map((one) => <label key={one}><input type="radio" name="axis" value={one} checked={axis === one} onChange={() => { setZoom(null); changeSettings({ axis: one }); }} /><span>{t(`watch.axisName.${one}`)}</span></label>)}</fieldset>
        <label className="smooth"><span>{t("watch.smoothing")}</span><input type="range" min={0} max={100} value={smoothing} onChange={(event) => changeSettings({ smoothing: Number(event.target.value) })} />
          <output className="sub">{smoothing > 0 ? t("watch.smoothingSteps", { steps: exact(Math.round(smoothingSteps(smoothing, longest))) }) : t("watch.smoothingOff")}</output></label>
      </div>
      <ChartCard id="versus-val" title={t("run.valLoss")} unit={t("run.nats")} lines={vals} format={(v) => fixed(v)} view={view} height={300} empty={t("versus.noCurve")} />
      <div className="chart-grid">
        <ChartCard id="versus-loss" title={t("run.loss")} unit={t("run.nats")} lines={losses} format={(v) => fixed(v)} view={smoothed} height={230} empty={t("versus.noCurve")} />
        <ChartCard id="versus-bits" title={t("watch.bitsPerByte")} lines={bits} format={(v) => fixed(v)} view={view} height={230} empty={t("versus.noCurve")} />
      </div>
    </div>
  );
}
