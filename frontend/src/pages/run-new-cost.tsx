/** What a run will cost, as the site works it out while options change. */
import { useTranslation } from "react-i18next";
import type { Problem } from "../shared/api";
import { bytes, clock, count } from "./format";
import type { Estimate } from "./run-new-state";

interface Props {
  estimate: Estimate | null;
  problems: Problem[];
  waiting: boolean;
  preparing: boolean;
}

export function Cost({ estimate, problems, waiting, preparing }: Props) {
  const { t } = useTranslation();
  return (
    <section className="cost" aria-labelledby="cost-title" aria-live="polite" aria-busy={waiting}>
      <h2 id="cost-title">{t("form.estimate")}</h2>
      {problems.length > 0 && <div className="form-error">{problems.map((problem) => <p key={problem.detail}>{problem.detail}</p>)}</div>}
      {estimate ? <Figures estimate={estimate} /> : problems.length === 0 && <p className="sub">{t(waiting ? "form.estimating" : "form.estNone")}</p>}
      {preparing && <p className="sub">{t("form.wait")}</p>}
    </section>
  );
}

function Figures({ estimate }: { estimate: Estimate }) {
  const { t } = useTranslation();
  const rows: [string, string][] = [
    [t("form.estParameters"), count(estimate.n_parameters)],
    [t("form.estMemory"), bytes(estimate.memory_bytes)],
    [t("form.estTime"), clock(estimate.seconds)],
    [t("form.estSteps"), count(estimate.total_steps)],
    [t("form.estTokens"), count(estimate.total_steps && estimate.total_steps * estimate.tokens_per_step)],
  ];
  return (
    <dl className="pairs">
      {rows.filter(([, value]) => value !== "–").map(([name, value]) => <div key={name}><dt>{name}</dt><dd>{t("form.about", { value })}</dd></div>)}
    </dl>
  );
}
