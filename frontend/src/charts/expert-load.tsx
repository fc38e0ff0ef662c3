/** Expert load over steps, and a strip a layer of how the last step spread its tokens. Nothing for a run without experts. */
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { fixed } from "../pages/format";
import type { RunEvent } from "./events";
import { LineChart, type Series } from "./line-chart";
import { lastLoads, loadColumns, strength, type Load } from "./loads";

const percent = (share: number) => `${(share * 100).toFixed(1)} %`;

export function ExpertLoad({ metrics }: { metrics: readonly RunEvent[] }) {
  const { t } = useTranslation();
  const data = useMemo(() => loadColumns(metrics), [metrics]);
  if (!data) return null;
  const series: Series[] = [
    { label: t("run.routerLoad"), color: "--series-2" },
    { label: t("run.balanced"), color: "--series-3", dashed: true },
  ];
  const last = data[1]?.findLast((value) => value !== null);
  return (
    <section className="panel chart-panel" aria-labelledby="load-title">
      <h2 id="load-title">{t("run.loadTitle")}</h2>
      <p className="sub">{t("run.loadHelp")}</p>
      <LineChart title={t("run.loadSummary", { load: fixed(last, 2) })} columns={data} series={series} format={(v) => fixed(v, 2)} stepWord={t("run.stepWord")} height={170} fromZero />
      <ul className="loads">{lastLoads(metrics).map((load) => <Strip key={load.path} load={load} />)}</ul>
    </section>
  );
}

/** One cell an expert, the stronger the more it had to do; read aloud as numbers. */
function Strip({ load }: { load: Load }) {
  const { t } = useTranslation();
  const words = load.shares.map((share, number) => t("run.expertShare", { number: number + 1, share: percent(share) }));
  return (
    <li>
      <span className="load-name">{load.path}</span>
      <span className="load-cells" role="img" aria-label={`${load.path}: ${words.join(", ")}`}>
        {load.shares.map((share, number) => <i key={number} title={words[number]} style={{ opacity: 0.08 + 0.92 * strength(share, load.shares.length) }} />)}
      </span>
    </li>
  );
}
