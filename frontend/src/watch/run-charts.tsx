/** The charts of a run: how well it learns, how it goes, what it uses, what happens in its layers. */
import { useCallback, useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import { ChartCard, type ChartLine } from "../charts/chart-card";
import type { Curve } from "../charts/curves";
import { lastOf } from "../charts/curves";
import { ExpertLoad } from "../charts/expert-load";
import type { Zoom } from "../charts/plot";
import type { RunWatcher, Watched } from "../charts/watcher";
import { count, exact, fixed, perplexity } from "../pages/format";
import type { Run } from "../pages/run-types";
import { ComputeCharts } from "./compute-charts";
import { DeviceCharts } from "./device-charts";
import { Norms } from "./norms";
import { useView, ViewBar } from "./view-bar";

const rate = (value: number): string => (value === 0 ? "0" : value.toExponential(1));
const share = (value: number): string => `${(100 * value).toFixed(value < 0.01 ? 2 : 1)} %`;
const perSecond = (value: number): string => count(Math.round(value));

export function RunCharts({ watched, run, watcher }: { watched: Watched<Run>; run: Run; watcher: RunWatcher<Run> | null }) {
  const { t } = useTranslation();
  const { metric, evals, norms, device } = watched;
  const [zoom, setZoom] = useState<Zoom>(null);
  const view = useView(metric, run.flops_per_token, zoom, setZoom, "run");
  const zoomTo = useCallback((to: Zoom): void => {
    setZoom(to);
    watcher?.show(to ? [view.scale.step(to[0]), view.scale.step(to[1])] : null);
  }, [watcher, view.scale]);
  const seen = useMemo(() => ({ ...view, setZoom: zoomTo }), [metric, zoom, view.smoothing, view.axisWord, zoomTo]);
  const empty = t(watched.loaded ? "run.noMetrics" : "common.loading");
  const line = (curve: Curve, field: string, label: string, color: string, more: Partial<ChartLine> = {}): ChartLine => ({ curve, field, label, color, ...more });
  const losses = useMemo(() => [line(metric, "loss", t("run.loss"), "--series-1", { smooth: true }), line(evals, "val_loss", t("run.valLoss"), "--series-2", { points: true })], [metric, evals, t]);
  const rates = useMemo(() => {
    const all = line(metric, "lr", t("run.lr"), "--series-1");
    return metric.fields.muon_lr ? [line(metric, "muon_lr", t("watch.lrMatrices"), "--series-2"), { ...all, label: t("watch.lrOthers") }] : [all];
  }, [metric, t]);
  const one = (id: string, curve: Curve, field: string, title: string, color: string, format: (v: number) => string, more: Partial<ChartLine> & { fromZero?: boolean; noLog?: boolean } = {}) => {
    const { fromZero, noLog, ...rest } = more;
    return <ChartCard key={id} id={id} title={title} lines={[line(curve, field, title, color, rest)]} format={format} view={seen} fromZero={fromZero ?? false} noLog={noLog ?? false} empty={empty} />;
  };
  return (
    <div className="charts">
      <ViewBar metric={metric} flopsPerToken={run.flops_per_token} zoom={zoom} setZoom={zoomTo} />
      <ChartCard id="loss" title={t("run.lossTitle")} unit={t("run.nats")} summary={summary(metric, t)} lines={losses} format={(v) => fixed(v)} view={seen} height={300} empty={empty} />
      <div className="chart-grid">
        <ChartCard id="learning-rate" title={t("run.lr")} lines={rates} format={rate} view={seen} fromZero empty={empty} />
        {one("gradient-norm", metric, "grad_norm", t("watch.gradNorm"), "--series-3", (v) => v.toPrecision(3), { smooth: true })}
        {one("tokens-per-second", metric, "tokens_per_s", t("run.speed"), "--series-3", perSecond, { fromZero: true, smooth: true })}
        <ComputeCharts metric={metric} view={seen} empty={empty} />
        {one("bits-per-byte", evals, "bits_per_byte", t("watch.bitsPerByte"), "--series-2", (v) => fixed(v), { points: true })}
        {one("perplexity", evals, "perplexity", t("run.perplexity"), "--series-2", perplexity, { points: true })}
        {one("accuracy", evals, "accuracy", t("watch.accuracy"), "--series-2", share, { points: true, fromZero: true, noLog: true })}
        <DeviceCharts device={device} metric={metric} view={seen} empty={empty} />
      </div>
      <Norms norms={norms} view={seen} empty={t(watched.loaded ? "watch.noNorms" : "common.loading")} />
      <ExpertLoad metric={metric} latest={watched.latest} view={seen} />
    </div>
  );
}

/** What the curve says, for who does not see it. */
function summary(metric: Curve, t: (key: string, values: Record<string, unknown>) => string): string {
  const first = metric.fields.loss?.early.find((loss) => loss !== null);
  return t("run.summary", { first: fixed(first), last: fixed(lastOf(metric, "loss")), steps: exact(metric.last.at(-1) ?? 0) });
}
