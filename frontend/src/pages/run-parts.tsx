/** Facts and diagnosis of a run. */
import type { TFunction } from "i18next";
import { Download } from "lucide-react";
import { useTranslation } from "react-i18next";
import { ofType, type EventLog, type RunEvent } from "../charts/events";
import { bytes, count } from "./format";
import { Retry } from "../watch/retry";
import type { Run, RunPage } from "./run-types";
import { deviceName, optionName, valueName } from "./values";

/** Why a run failed, in the site's own words where it gives them. */
export function Diagnosis({ run, log, mayEdit }: { run: Run; log: EventLog; mayEdit: boolean }) {
  const { t } = useTranslation();
  if (run.state !== "failed") return null;
  return <div className="message message-error" role="alert"><strong>{t("run.whatHappened")}</strong><p>{reasonOf(run, log, t)}</p>{mayEdit && <Retry run={run} />}</div>;
}

/** What the trainer found wrong while it goes on. */
export function Warnings({ log }: { log: EventLog }) {
  const found = ofType(log, "diagnosis").filter(isWarning);
  return <div className="run-warnings" role="status">{found.map((event) => <p key={event.seq} className="message message-warning">{String(event.detail ?? "")}</p>)}</div>;
}

const isWarning = (diagnosis: RunEvent): boolean => diagnosis.level === "warning";

/** The site's own sentence about the end, else what the trainer last found, else only that it failed. */
function reasonOf(run: Run, log: EventLog, t: TFunction): string {
  const found = ofType(log, "diagnosis").findLast((event) => !isWarning(event))?.detail;
  return run.error?.detail ?? (typeof found === "string" ? found : t("run.failedUnknown"));
}

export function Facts({ page, run, log }: { page: RunPage; run: Run; log: EventLog }) {
  const { t } = useTranslation();
  const plan = ofType(log, "plan").at(-1);
  const rows: [string, string][] = [
    [t("run.corpus"), run.corpus_title ?? "–"],
    [t("run.tokenizer"), run.tokenizer_title ?? "–"],
    [t("run.parameters"), count(run.n_parameters)],
    [t("run.memory"), bytes(run.peak_memory_bytes)],
    [t("run.device"), deviceName(plan?.device, t)],
  ];
  return (
    <section className="panel" aria-labelledby="facts-title">
      <h2 id="facts-title">{t("run.facts")}</h2>
      <dl className="pairs">
        <div><dt>{t("run.architecture")}</dt><dd>{page.architectureUrl ? <a href={page.architectureUrl}>{page.architecture}</a> : page.architecture}</dd></div>
        {run.start && <div><dt>{t("run.startedFrom")}</dt><dd>{page.startUrl ? <a href={page.startUrl}>{run.start.title}</a> : run.start.title}</dd></div>}
        {page.triedBefore && <div><dt>{t("watch.triedBefore")}</dt><dd><a href={page.triedBefore.url}>{page.triedBefore.title}</a></dd></div>}
        {page.triedAgain.length > 0 && <div><dt>{t("watch.triedAgain")}</dt><dd>{page.triedAgain.map((one) => <a key={one.url} className="block-link" href={one.url}>{one.title}</a>)}</dd></div>}
        {page.mlflowUrl && <div><dt>MLflow</dt><dd><a href={page.mlflowUrl}>{t("watch.inMlflow")}</a></dd></div>}
        {rows.map(([name, value]) => <div key={name}><dt>{name}</dt><dd>{value}</dd></div>)}
      </dl>
      <details className="options-list"><summary>{t("run.options")}</summary><dl className="pairs">{Object.entries(run.config).filter(([, value]) => value !== null).map(([name, value]) => <div key={name}><dt>{optionName(name, t)}</dt><dd>{valueName(name, value, t)}</dd></div>)}</dl></details>
      {page.mayTakeAway && run.last_seq > 0 && <p className="take-away"><a href={`/api/v1/runs/${page.id}/job/`} download><Download size={16} aria-hidden="true" /> {t("watch.takeAway")}</a><span className="field-help">{t("watch.takeAwayHelp")}</span></p>}
    </section>
  );
}
