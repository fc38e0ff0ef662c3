/** Loss, speed and learning rate over steps. */
import type { TFunction } from "i18next";
import { useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import { columns, lossColumns, ofType, type EventLog } from "../charts/events";
import { ExpertLoad } from "../charts/expert-load";
import { LineChart, type Series } from "../charts/line-chart";
import { count, fixed } from "./format";

const rate = (value: number) => value.toExponential(1);

export function Charts({ log }: { log: EventLog }) {
  const { t } = useTranslation();
  const [logarithmic, setLogarithmic] = useState(false);
  const losses = useMemo(() => lossColumns(log), [log]);
  const metrics = useMemo(() => ofType(log, "metric"), [log]);
  const speeds = useMemo(() => columns(metrics, ["tokens_per_s"]), [metrics]);
  const rates = useMemo(() => columns(metrics, ["lr"]), [metrics]);
  const series: Series[] = [
    { label: t("run.loss"), color: "--series-1" },
    { label: t("run.valLoss"), color: "--series-2", points: true },
  ];
  return (
    <>
      <section className="panel chart-panel" aria-labelledby="loss-title">
        <div className="block-head">
          <h2 id="loss-title">{t("run.lossTitle")}</h2>
          <label className="check"><input type="checkbox" checked={logarithmic} onChange={(event) => setLogarithmic(event.target.checked)} />{t("run.logScale")}</label>
        </div>
        {losses[0]?.length ? <LineChart title={summary(losses, t)} columns={losses} series={series} format={(v) => fixed(v, 2)} stepWord={t("run.stepWord")} height={300} logarithmic={logarithmic} /> : <p className="chart-empty sub">{t("run.noMetrics")}</p>}
      </section>
      {metrics.length > 0 && (
        <div className="chart-pair">
          <section className="panel chart-panel"><h2>{t("run.speed")}</h2><LineChart title={t("run.speed")} columns={speeds} series={[{ label: t("run.speed"), color: "--series-3" }]} format={count} stepWord={t("run.stepWord")} height={170} fromZero /></section>
          <section className="panel chart-panel"><h2>{t("run.lr")}</h2><LineChart title={t("run.lr")} columns={rates} series={[{ label: t("run.lr"), color: "--series-1" }]} format={rate} stepWord={t("run.stepWord")} height={170} fromZero /></section>
        </div>
      )}
      <ExpertLoad metrics={metrics} />
    </>
  );
}

/** What the curve says, for who does not see it. */
function summary(losses: (number | null)[][], t: TFunction): string {
  const known = (losses[1] ?? []).filter((loss) => loss !== null);
  return t("run.summary", { first: fixed(known[0]), last: fixed(known.at(-1)), steps: losses[0]?.at(-1) ?? 0 });
}
