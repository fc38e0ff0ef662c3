/** What a run will cost, as the site works it out while options change. */
import { useTranslation } from "react-i18next";
import type { Problem } from "../shared/api";
import { language } from "../shared/page";
import { brief, bytes, clock, count } from "./format";
import type { Estimate } from "./run-new-state";

const NOTHING = "–";

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
      {(estimate || waiting) && <Figures estimate={estimate} />}
      {!estimate && problems.length === 0 && <p className={waiting ? "visually-hidden" : "sub"}>{t(waiting ? "form.estimating" : "form.estNone")}</p>}
      {estimate && estimate.devices > 1 && <Shared estimate={estimate} />}
      {preparing && <p className="sub">{t("form.wait")}</p>}
    </section>
  );
}

/** A run on several devices waits for all of them; a trial is made on one. */
function Shared({ estimate: { devices: n, measured } }: { estimate: Estimate }) {
  const { t } = useTranslation();
  return <p className="sub">{t("form.estDevices", { n })} {measured?.by !== "run" && t("form.estAlone", { n })}</p>;
}

/** The figures; before the first are known, their names, so that the button below does not move. */
function Figures({ estimate }: { estimate: Estimate | null }) {
  const { t } = useTranslation();
  const of = (told: (known: Estimate) => string): string => (estimate ? told(estimate) : NOTHING);
  const rows: [string, string][] = [
    [t("form.estParameters"), of((one) => count(one.n_parameters))],
    [t(estimate && estimate.devices > 1 ? "form.estMemoryEach" : "form.estMemory"), of((one) => bytes(one.memory_bytes))],
    [t("form.estTime"), of((one) => clock(one.seconds))],
    [t("cost.perStep"), of((one) => brief(one.seconds_per_step))],
    [t("cost.perToken"), of((one) => brief(one.seconds_per_token))],
    [t("form.estSteps"), of((one) => count(one.total_steps))],
    [t("form.estTokens"), of((one) => count(one.total_steps && one.total_steps * one.tokens_per_step))],
  ];
  return (
    <dl className="pairs">
      {rows.filter(([, value]) => !estimate || value !== NOTHING).map(([name, value]) => <div key={name}><dt>{name}</dt><dd>{value === NOTHING ? value : t("form.about", { value })}</dd></div>)}
    </dl>
  );
}

/** How the figures are known. It stands last, so that nothing moves when its words change. */
export function Known({ estimate }: { estimate: Estimate }) {
  const { t } = useTranslation();
  const { state, measured, progress, problem, runs_now: now } = estimate;
  const device = t(measured?.device.startsWith("cuda") ? "cost.gpu" : "cost.cpu");
  const when = measured ? new Date(measured.at).toLocaleString(language(), { dateStyle: "medium", timeStyle: "short" }) : "";
  const how = measured ? t(`cost.measured.${measured.by}`, { device, when }) : t("cost.calculated");
  return (
    <div className="cost-known" role="status">
      <progress max={1} value={progress} aria-label={t("cost.progress")} hidden={state !== "measuring"} />
      <p className="sub">{state === "measuring" ? t(measured ? "cost.again" : "cost.measuring", { device }) : how}</p>
      {measured && measured.beside > 0 && <p className="sub">{t("cost.beside", { count: measured.beside })}</p>}
      {now > 0 && <p className="sub">{t("cost.now", { count: now })}</p>}
      {problem && <p className="field-error">{problem}</p>}
      <Compiled compile={estimate.compile} />
      <Parts parts={estimate.parts} />
    </div>
  );
}

function Compiled({ compile }: { compile: Estimate["compile"] }) {
  const { t } = useTranslation();
  const words = t(`cost.compile.${compile.measuring ? "measuring" : compile.why}`, { takes: brief(compile.takes_s), saves: brief(compile.saves_s) });
  return words ? <p className="sub">{words}</p> : null;
}

function Parts({ parts }: { parts: Record<string, number> }) {
  const { t } = useTranslation();
  return (
    <details className="options-list">
      <summary>{t("cost.where")}</summary>
      <dl className="pairs">
        {Object.entries(parts).map(([name, seconds]) => <div key={name}><dt>{t(`cost.part.${name}`)}</dt><dd>{brief(seconds)}</dd></div>)}
      </dl>
    </details>
  );
}
