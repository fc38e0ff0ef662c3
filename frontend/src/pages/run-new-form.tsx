/** The form of a new run. */
import { useMemo, useRef, useState, type FormEvent } from "react";
import { useTranslation } from "react-i18next";
import { DemonstrationChoice } from "../queue/demonstration";
import type { Problem } from "../shared/api";
import { bytes, count } from "./format";
import { problemsOf, useFirstBad } from "./problems";
import { besides, SAME, type Again } from "./run-again";
import { Cost, Known } from "./run-new-cost";
import { Cutting } from "./run-new-cutting";
import { AdvancedOptions, BasicOptions, inputOf, Labelled } from "./run-new-fields";
import { bodyOf, initialDraft, inWords, isWhole, notesOf, problemOf, startRun, useEstimate, withCorpus, type Draft, type NewRunPage, type Start } from "./run-new-state";
import { fieldsOf } from "./schema";

export type { NewRunPage };
const QUICK = { short: "0.5", good: "1.5", long: "10" } as const;

interface PartProps {
  page: NewRunPage;
  draft: Draft;
  change: (part: Partial<Draft>) => void;
  problem: (name: string) => string;
}

export function NewRun({ page }: { page: NewRunPage }) {
  const { t } = useTranslation();
  const [draft, setDraft] = useState(() => initialDraft(page));
  const [problems, setProblems] = useState<Problem[]>([]);
  const [starting, setStarting] = useState(false);
  const key = useRef(crypto.randomUUID?.() ?? String(Math.random())); // one click too many starts no second run
  const fields = useMemo(() => fieldsOf(page.schema), [page]);
  const body = useMemo(() => bodyOf(page, draft), [page, draft]);
  const cost = useEstimate(body);
  const shown = inWords(problems.length ? problems : cost.problems, t);
  const problem = (name: string) => problemOf(shown, name);
  const change = (part: Partial<Draft>) => {
    setProblems([]);
    setDraft((before) => ({ ...before, ...part }));
  };
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setStarting(true);
    try {
      location.assign(`/runs/${await startRun(body, key.current)}/`);
    } catch (error) {
      setProblems(problemsOf(error));
      setStarting(false);
    }
  };
  const form = useFirstBad(problems);
  const corpus = page.corpora.find((one) => one.id === draft.corpus);
  const options = { fields, config: draft.config, problem, change: (config: Draft["config"]) => change({ config }), notes: notesOf(page, draft.config, t) };
  const part = { page, draft, change, problem };
  return (
    <form ref={form} className="new-run" onSubmit={(event) => void submit(event)} noValidate>
      <div className="new-run-main">
        {page.again && <AsBefore again={page.again} />}
        {page.start ? <Continues {...part} start={page.start} /> : <What {...part} />}
        <From {...part} />
        <section className="panel" aria-labelledby="how-title">
          <h2 id="how-title">{t("form.how")}</h2>
          <Minutes {...part} />
          <BasicOptions {...options} />
          <DemonstrationChoice teaches={page.teaches} value={draft.demonstration} problem={problem("demonstration")} change={(demonstration) => change({ demonstration })} />
        </section>
        <AdvancedOptions {...options} mostDevices={page.mostDevices} />
      </div>
      <aside className="panel new-run-side">
        <Cost {...cost} problems={shown} preparing={corpus !== undefined && corpus.state !== "ready"} />
        <button className="btn btn-primary btn-big" disabled={starting || !isWhole(body)}>{t(starting ? "form.starting" : "form.start")}</button>
        {cost.estimate && <Known estimate={cost.estimate} />}
      </aside>
    </form>
  );
}

/** That the form is filled in as an earlier run was made. */
function AsBefore({ again }: { again: Again }) {
  const { t } = useTranslation();
  return (
    <p className="message" role="note">
      {t("form.asBefore")} <a href={again.url}>{again.title}</a>{again.startLost && <> {t("form.startLost")}</>}
    </p>
  );
}

function What({ page, draft, change, problem }: PartProps) {
  const { t } = useTranslation();
  const same = besides(page);
  return (
    <section className="panel" aria-labelledby="what-title">
      <h2 id="what-title">{t("form.what")}</h2>
      {page.architectures.length === 0 && !same ? <p>{t("form.noArchitectures")} <a href={page.newArchitectureUrl}>{t("form.makeOne")}</a></p> : (
        <div className="form-grid">
          <Labelled name="architecture" label={t("form.architecture")} problem={problem("version") || problem("design")}>
            <select {...inputOf("architecture", problem("version") || problem("design"))} value={draft.architecture} onChange={(event) => change({ architecture: event.target.value })}>
              {same && <option value={SAME}>{same.version ? `${nameOf(same.version)} · ${t("form.asIn", { title: same.title })}` : t("form.designOf", { title: same.title })}</option>}
              {page.architectures.map((one) => <option key={one.id} value={one.id}>{nameOf(one)}</option>)}
            </select>
          </Labelled>
          <Title {...{ page, draft, change, problem }} />
        </div>
      )}
    </section>
  );
}

function nameOf(one: { title: string; number: number; n_parameters: number | null }): string {
  return `${one.title} · v${one.number}${one.n_parameters ? ` · ${count(one.n_parameters)}` : ""}`;
}

function Title({ draft, change, problem }: PartProps) {
  const { t } = useTranslation();
  return (
    <Labelled name="title" label={t("form.title")} problem={problem("title")}>
      <input {...inputOf("title", problem("title"))} maxLength={120} value={draft.title} placeholder={t("form.titleHint")} onChange={(event) => change({ title: event.target.value })} />
    </Labelled>
  );
}

/** A run that goes on from a model: what that fixes is said, not asked. */
function Continues({ start, ...part }: PartProps & { start: Start }) {
  const { t } = useTranslation();
  const problem = part.problem("start");
  return (
    <section className="panel" aria-labelledby="what-title">
      <h2 id="what-title">{t("form.continues")} <a href={start.url}>{start.title}</a></h2>
      <p className="sub">{t("form.continuesHelp")}</p>
      <p className="facts"><span>{t("form.continuesSize", { n: count(start.n_parameters) })}</span><span>{t("form.continuesTokens", { n: count(start.vocab_size) })}</span></p>
      {problem && <p className="field-error" role="alert">{problem}</p>}
      <div className="form-grid"><Title {...part} /></div>
    </section>
  );
}

function From({ page, draft, change, problem }: PartProps) {
  const { t } = useTranslation();
  const own = page.again?.tokenizer?.id ? { title: page.again.tokenizer.title, of: page.again.title } : undefined;
  const lost = page.again !== null && page.corpora.every((one) => one.id !== page.again?.corpus);
  return (
    <section className="panel" aria-labelledby="from-title">
      <h2 id="from-title">{t("form.from")}</h2>
      {page.corpora.length === 0 ? <p>{t("form.noCorpora")} <a href={page.corporaUrl}>{t("form.upload")}</a></p> : (
        <Labelled name="corpus" label={t("form.corpus")} note={lost ? t("form.corpusLost") : undefined} problem={problem("corpus")}>
          <select {...inputOf("corpus", problem("corpus"))} value={draft.corpus} onChange={(event) => change(withCorpus(page, draft, event.target.value))}>
            {page.corpora.map((one) => <option key={one.id} value={one.id}>{one.title}{one.n_bytes ? ` · ${bytes(one.n_bytes)}` : ""}</option>)}
          </select>
        </Labelled>
      )}
      {!page.start && <Cutting page={page} cut={draft} change={change} problem={problem} own={own} />}
    </section>
  );
}

function Minutes({ draft, change, problem }: PartProps) {
  const { t } = useTranslation();
  return (
    <div className="minutes">
      <Labelled name="minutes" label={<>{t("form.duration")} <span className="unit">({t("form.minutes")})</span></>} problem={problem("max_minutes")}>
        <input {...inputOf("minutes", problem("max_minutes"))} className="short" inputMode="decimal" value={draft.minutes} onChange={(event) => change({ minutes: event.target.value })} />
      </Labelled>
      <div className="actions">
        {Object.entries(QUICK).map(([name, minutes]) => (
          <button key={name} type="button" className="btn btn-small" aria-pressed={draft.minutes === minutes} onClick={() => change({ minutes })}>{t(`form.quick.${name}`)} · {minutes}</button>
        ))}
      </div>
    </div>
  );
}
