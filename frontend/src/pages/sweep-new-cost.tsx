/** What a whole search will cost, as the site works it out while the form changes. */
import { useTranslation } from "react-i18next";
import type { Problem } from "../shared/api";
import { clock, count } from "./format";
import type { Asked } from "./run-new-state";

interface Span { least: number; most: number }
export interface SweepEstimate {
  n_runs: number;
  n_measured: number;
  n_parameters: Span;
  seconds: Span;
  device_seconds: number;
  over_in_s: number | null;
  state: "measured" | "measuring" | "calculated";
}

export function SweepCost({ estimate, waiting, problems }: Asked<SweepEstimate> & { problems: Problem[] }) {
  const { t } = useTranslation();
  return (
    <section className="cost" aria-labelledby="cost-title" aria-live="polite" aria-busy={waiting}>
      <h2 id="cost-title">{t("form.estimate")}</h2>
      {problems.length > 0 && <div className="form-error">{problems.map((problem) => <p key={problem.detail}>{problem.detail}</p>)}</div>}
      {estimate ? <Figures estimate={estimate} /> : problems.length === 0 && <p className="sub">{t(waiting ? "form.estimating" : "form.estNone")}</p>}
    </section>
  );
}

function Figures({ estimate }: { estimate: SweepEstimate }) {
  const { t } = useTranslation();
  const about = (value: string): string => t("form.about", { value });
  const rows: [string, string][] = [
    [t("versus.draws"), count(estimate.n_runs)],
    [t("form.estParameters"), spanned(estimate.n_parameters, count)],
    [t("versus.costEach"), about(spanned(estimate.seconds, clock))],
    [t("versus.costDevices"), about(clock(estimate.device_seconds))],
    [t("versus.costOver"), estimate.over_in_s === null ? t("versus.costUnknown") : about(clock(estimate.over_in_s))],
  ];
  const known = estimate.state === "measuring" ? "versus.costMeasuring" : estimate.n_measured ? "versus.costMeasured" : "cost.calculated";
  return (
    <>
      <dl className="pairs">{rows.map(([name, value]) => <div key={name}><dt>{name}</dt><dd>{value}</dd></div>)}</dl>
      <p className="sub">{t(known, { n: estimate.n_measured, of: estimate.n_runs })}</p>
    </>
  );
}

function spanned({ least, most }: Span, told: (value: number) => string): string {
  return told(least) === told(most) ? told(least) : `${told(least)} – ${told(most)}`;
}
