/** Samples, log, facts and diagnosis of a run. */
import type { TFunction } from "i18next";
import { useTranslation } from "react-i18next";
import { ofType, type EventLog, type RunEvent } from "../charts/events";
import { bytes, count } from "./format";
import type { Run, RunPage } from "./run-types";

const SHOWN_SAMPLES = 30;
const SHOWN_LINES = 300;

export function Samples({ log }: { log: EventLog }) {
  const { t } = useTranslation();
  const samples = ofType(log, "sample").slice(-SHOWN_SAMPLES).reverse();
  return (
    <section className="panel" aria-labelledby="samples-title">
      <h2 id="samples-title">{t("run.samples")}</h2>
      <p className="sub">{t(samples.length ? "run.samplesHelp" : "run.noSamples")}</p>
      <ol className="samples">
        {samples.map((sample) => (
          <li key={sample.seq}><span className="sub">{t("run.sampleAt", { step: count(sample.step) })}</span><p><b>{String(sample.prompt ?? "")}</b>{String(sample.text ?? "")}</p></li>
        ))}
      </ol>
    </section>
  );
}

export function Log({ log }: { log: EventLog }) {
  const { t } = useTranslation();
  const lines = log.events.map((event) => [event, lineOf(event, t)] as const).filter(([, line]) => line !== null).slice(-SHOWN_LINES).reverse();
  return (
    <section className="panel" aria-labelledby="log-title">
      <h2 id="log-title">{t("run.log")}</h2>
      {lines.length === 0 ? <p className="sub">{t("run.noLog")}</p> : (
        <ol className="log" tabIndex={0} aria-labelledby="log-title">
          {lines.map(([event, line]) => <li key={event.seq}><time>{timeOf(event)}</time> {line}</li>)}
        </ol>
      )}
    </section>
  );
}

function timeOf(event: RunEvent): string {
  const when = typeof event.time === "number" ? new Date(event.time * 1000) : new Date(event.time ?? 0);
  return Number.isNaN(when.getTime()) ? "" : when.toLocaleTimeString(document.documentElement.lang);
}

function lineOf(event: RunEvent, t: TFunction): string | null {
  switch (event.type) {
    case "state":
      return t("event.state", { state: t(`state.${String(event.state)}`) });
    case "checkpoint":
    case "resume":
      return t(`event.${event.type}`, { step: count(event.step) });
    case "plan":
      return t(event.total_steps ? "event.plan" : "event.planOpen", { ...event });
    case "diagnosis":
    case "log":
      return String(event.detail ?? event.text ?? event.code ?? "");
    default:
      return null;
  }
}

/** Why a run failed, in the site's own words where it gives them. */
export function Diagnosis({ run, log }: { run: Run; log: EventLog }) {
  const { t } = useTranslation();
  if (run.state !== "failed") return null;
  return <div className="message message-error" role="alert"><strong>{t("run.whatHappened")}</strong><p>{reasonOf(run, log, t)}</p></div>;
}

/** The site's own sentence about the end, else what the trainer last found, else only that it failed. */
function reasonOf(run: Run, log: EventLog, t: TFunction): string {
  const found = ofType(log, "diagnosis").at(-1)?.detail;
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
    [t("run.device"), String(plan?.device ?? "–")],
  ];
  return (
    <section className="panel" aria-labelledby="facts-title">
      <h2 id="facts-title">{t("run.facts")}</h2>
      <dl className="pairs">
        <div><dt>{t("run.architecture")}</dt><dd>{page.architectureUrl ? <a href={page.architectureUrl}>{page.architecture}</a> : page.architecture}</dd></div>
        {run.start && <div><dt>{t("run.startedFrom")}</dt><dd>{page.startUrl ? <a href={page.startUrl}>{run.start.title}</a> : run.start.title}</dd></div>}
        {rows.map(([name, value]) => <div key={name}><dt>{name}</dt><dd>{value}</dd></div>)}
      </dl>
      <details className="options-list"><summary>{t("run.options")}</summary><dl className="pairs">{Object.entries(run.config).filter(([, value]) => value !== null).map(([name, value]) => <div key={name}><dt>{t(`field.${name}`, name)}</dt><dd>{String(value)}</dd></div>)}</dl></details>
    </section>
  );
}
