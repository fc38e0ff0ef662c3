/** Expert load over steps, and a strip a layer of how the last step spread its tokens. Nothing for a run without experts. */
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { fixed } from "../pages/format";
import { ChartCard, type ChartLine, type View } from "./chart-card";
import { lastOf, type Curve } from "./curves";
import type { RunEvent } from "./events";
import { balanced, lastLoads, strength, type Load } from "./loads";

const percent = (share: number) => `${(share * 100).toFixed(1)} %`;

export function ExpertLoad({ metric, latest, view }: { metric: Curve; latest: RunEvent | null; view: View }) {
  const { t } = useTranslation();
  const lines = useMemo<ChartLine[]>(() => [
    { curve: metric, field: "router_load", label: t("run.routerLoad"), color: "--series-2", smooth: true },
    { curve: balanced(metric), field: "balance", label: t("run.balanced"), color: "--series-3", dashed: true },
  ], [metric, t]);
  if (!metric.fields.router_load) return null;
  return (
    <>
      <ChartCard id="expert-load" title={t("run.loadTitle")} summary={t("run.loadSummary", { load: fixed(lastOf(metric, "router_load"), 2) })} note={<p className="sub">{t("run.loadHelp")}</p>} lines={lines} format={(v) => fixed(v, 2)} view={view} fromZero empty={t("run.noMetrics")} />
      {latest && <ul className="loads panel">{lastLoads([latest]).map((load) => <Strip key={load.path} load={load} />)}</ul>}
    </>
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
