/** The one form of a search: on what, for how long, and what varies. */
import { useEffect, useMemo, useState, type FormEvent, type InputHTMLAttributes, type ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { en } from "../i18n/comparing-en";
import { ko } from "../i18n/comparing-ko";
import { en as sweepEn } from "../i18n/sweeps-en";
import { ko as sweepKo } from "../i18n/sweeps-ko";
import { get, post, type Problem } from "../shared/api";
import { pageData } from "../shared/page";
import "../watch/lists.css";
import "../watch/watch.css";
import { listOf, nameOf } from "../watch/trials";
import { problemsOf, useFirstBad } from "./problems";
import { Cutting } from "./run-new-cutting";
import { AdvancedOptions, BasicOptions, inputOf, Labelled } from "./run-new-fields";
import { inWords as optionsInWords, notesOf, problemOf, useAsked, withCorpus } from "./run-new-state";
import { draw, i18n } from "./start";
import { SweepCost, type SweepEstimate } from "./sweep-new-cost";
import { bodyOf, choicesOf, countable, fixedFields, freshSeed, initialDraft, inWords, nRuns, optionsOf, problemAt, ranged, rekeyed, ticked, type Draft, type Page, type Row } from "./sweep-new-state";
import { choiceName } from "./values";

i18n.addResourceBundle("en", "translation", { versus: { ...en, ...sweepEn } }, true);
i18n.addResourceBundle("ko", "translation", { versus: { ...ko, ...sweepKo } }, true);

const MOST_VARIABLES = 6;

interface PartProps {
  page: Page;
  draft: Draft;
  change: (part: Partial<Draft>) => void;
  problem: (place: string) => string;
}

function NewSweep({ page }: { page: Page }) {
  const { t } = useTranslation();
  const [draft, setDraft] = useState(() => initialDraft(page));
  const [problems, setProblems] = useState<Problem[]>([]);
  const [busy, setBusy] = useState(false);
  const form = useFirstBad(problems);
  const body = useMemo(() => bodyOf(page, draft, t), [page, draft, t]);
  const cost = useAsked<SweepEstimate>("/api/v1/sweeps/estimate/", body, measuring);
  const shown = optionsInWords(inWords(problems.length ? problems : cost.problems, draft, t), t);
  const change = (changed: Partial<Draft>): void => {
    setProblems([]);
    setDraft((before) => ({ ...before, ...changed }));
  };
  const part: PartProps = { page, draft, change, problem: (place) => problemAt(shown, place) };
  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    setBusy(true);
    try {
      const made = await post<{ id: string }>("/api/v1/sweeps/", body);
      change({ seed: freshSeed() }); // whoever comes back to this form makes another search
      location.assign(`/sweeps/${made.id}/`);
    } catch (error) {
      setProblems(problemsOf(error));
      setBusy(false);
    }
  };
  if (page.architectures.length === 0) return <div className="empty"><h2>{t("form.noArchitectures")}</h2><a className="btn btn-primary" href={page.newArchitectureUrl}>{t("form.makeOne")}</a></div>;
  const option = (name: string): string => problemOf(shown, name);
  const options = { fields: fixedFields(page, draft), config: draft.config, problem: option, change: (config: Draft["config"]) => change({ config }), notes: notesOf(page, draft.config, t) };
  return (
    <form ref={form} className="new-run" onSubmit={(event) => void submit(event)} noValidate>
      <div className="new-run-main">
        <On {...part} />
        <Varies {...part} />
        <section className="panel" aria-labelledby="from-title">
          <h2 id="from-title">{t("form.tokenizer")}</h2>
          <Cutting page={page} cut={draft} change={change} problem={option} />
        </section>
        <section className="panel" aria-labelledby="same-title">
          <h2 id="same-title">{t("versus.same")}</h2>
          <BasicOptions {...options} />
        </section>
        <AdvancedOptions {...options} mostDevices={page.mostDevices} />
      </div>
      <aside className="panel new-run-side">
        <Start {...part} busy={busy} cost={<SweepCost {...cost} problems={shown} />} />
      </aside>
    </form>
  );
}

const measuring = (told: SweepEstimate): boolean => told.state === "measuring";

function On({ page, draft, change, problem }: PartProps) {
  const { t } = useTranslation();
  return (
    <section className="panel" aria-labelledby="on-title">
      <h2 id="on-title">{t("form.what")}</h2>
      <div className="form-grid">
        <Field name="s-title" label={<>{t("form.title")} <span className="optional">{t("form.titleHint")}</span></>} problem={problem("title")} value={draft.title} maxLength={120} onText={(title) => change({ title })} />
        <Labelled name="s-arch" label={t("form.architecture")} problem={problem("version")}>
          <select {...inputOf("s-arch", problem("version"))} value={draft.architecture} onChange={(event) => change({ architecture: event.target.value })}>{page.architectures.map((one) => <option key={one.id} value={one.id}>{one.title}</option>)}</select>
        </Labelled>
        <Labelled name="s-corpus" label={t("form.corpus")} problem={problem("corpus")}>
          {page.corpora.length === 0 ? <output id="s-corpus">{t("form.noCorpora")} <a href={page.corporaUrl}>{t("form.upload")}</a></output> : (
            <select {...inputOf("s-corpus", problem("corpus"))} value={draft.corpus} onChange={(event) => change(withCorpus(page, draft, event.target.value))}>{page.corpora.map((one) => <option key={one.id} value={one.id}>{one.title}</option>)}</select>
          )}
        </Labelled>
        <Field name="s-minutes" label={t("versus.minutesEach")} problem={problem("config.max_minutes")} inputMode="decimal" value={draft.minutes} onText={(minutes) => change({ minutes })} />
      </div>
    </section>
  );
}

function Varies(part: PartProps) {
  const { page, draft, change, problem } = part;
  const { t } = useTranslation();
  const sizes = useSizes(draft.architecture);
  const keys = [...optionsOf(page.schema), ...sizes.map((name) => `vars.${name}`)];
  const another = () => ({ key: keys.find((key) => draft.rows.every((row) => row.key !== key)) ?? "lr", text: "", low: "", high: "", multiple: "" });
  return (
    <section className="panel" aria-labelledby="vary-title">
      <h2 id="vary-title">{t("versus.varies")}</h2>
      <fieldset className="segments">
        <legend>{t("versus.method")}</legend>
        {(["grid", "random"] as const).map((one) => <label key={one}><input type="radio" name="method" checked={draft.method === one} onChange={() => change({ method: one })} /><span>{t(`versus.${one}`)}</span></label>)}
      </fieldset>
      <p className="sub">{t(`versus.${draft.method}Help`)}</p>
      <div className="variables">{draft.rows.map((row, at) => <Variable key={at} {...part} row={row} at={at} keys={keys} />)}</div>
      <div className="actions">
        <button type="button" className="btn" disabled={draft.rows.length >= MOST_VARIABLES} onClick={() => change({ rows: [...draft.rows, another()] })}>{t("versus.more")}</button>
        {draft.method === "random" && <Field name="s-n" label={t("versus.draws")} problem={problem("n_trials")} className="short" inputMode="numeric" value={draft.n} onText={(n) => change({ n })} />}
      </div>
    </section>
  );
}

function Variable({ page, draft, change, problem, row, at, keys }: PartProps & { row: Row; at: number; keys: string[] }) {
  const { t } = useTranslation();
  const wrong = problem(`space.${at}`), choices = choicesOf(page.schema, row.key);
  const put = (part: Partial<Row>) => change({ rows: draft.rows.map((one, k) => (k === at ? { ...one, ...part } : one)) });
  const drop = () => change({ rows: draft.rows.filter((_, k) => k !== at) });
  return (
    <div className="variable" role="group" aria-label={nameOf(row.key, t)}>
      <div className="field"><label htmlFor={`v-${at}`}>{t("versus.variable")}</label><select id={`v-${at}`} value={row.key} onChange={(event) => put(rekeyed(page.schema, row, event.target.value))}>{keys.map((key) => <option key={key} value={key}>{nameOf(key, t)}</option>)}</select></div>
      {ranged(page.schema, draft.method, row.key) ? (
        <div className="range">
          <Field name={`l-${at}`} label={t("versus.low")} problem={wrong} inputMode="decimal" value={row.low} onText={(low) => put({ low })} />
          <Field name={`h-${at}`} label={t("versus.high")} inputMode="decimal" value={row.high} onText={(high) => put({ high })} />
          {countable(page.schema, row.key) && <Field name={`m-${at}`} label={t("versus.multiple")} inputMode="numeric" placeholder="1" value={row.multiple} onText={(multiple) => put({ multiple })} />}
        </div>
      ) : choices.length > 0 ? <Ticks {...{ at, row, choices, problem: wrong }} put={(text) => put({ text })} />
        : <Field name={`t-${at}`} label={t("versus.values")} problem={wrong} value={row.text} onText={(text) => put({ text })} />}
      <button type="button" className="btn btn-quiet" disabled={draft.rows.length < 2} aria-label={t("versus.dropOf", { name: nameOf(row.key, t) })} onClick={drop}>{t("versus.drop")}</button>
    </div>
  );
}

/** The choices of an option to try, each with its tick. */
function Ticks({ at, row, choices, problem, put }: { at: number; row: Row; choices: string[]; problem: string; put: (text: string) => void }) {
  const { t } = useTranslation();
  const held = listOf(row.text).map(String);
  return (
    <fieldset className={problem ? "field field-bad" : "field"} aria-describedby={`t-${at}-error`}>
      <legend>{t("versus.choices")}</legend>
      <div className="ticks">{choices.map((choice) => <label key={choice} className="check"><input type="checkbox" checked={held.includes(choice)} aria-invalid={problem !== ""} onChange={(event) => put(ticked(choices, row, choice, event.target.checked))} />{choiceName(row.key, choice, t)}</label>)}</div>
      {problem && <p className="field-error" id={`t-${at}-error`} role="alert">{problem}</p>}
    </fieldset>
  );
}

function Start({ page, draft, busy, cost }: PartProps & { busy: boolean; cost: ReactNode }) {
  const { t } = useTranslation();
  const total = nRuns(draft);
  return (
    <>
      {cost}
      {total > page.mostTrials && <p className="field-error" role="status">{t("versus.tooMany", { count: total, most: page.mostTrials })}</p>}
      <button className="btn btn-primary btn-big" disabled={busy || page.corpora.length === 0}>{t("versus.startSweep", { count: total })}</button>
    </>
  );
}

interface FieldProps extends InputHTMLAttributes<HTMLInputElement> {
  name: string;
  label: ReactNode;
  problem?: string;
  onText: (text: string) => void;
}

function Field({ name, label, problem = "", onText, ...input }: FieldProps) {
  return (
    <Labelled name={name} label={label} problem={problem}>
      <input {...input} {...inputOf(name, problem)} onChange={(event) => onText(event.target.value)} />
    </Labelled>
  );
}

/** The sizes that an architecture keeps in its variables. */
function useSizes(architecture: string): string[] {
  const [sizes, setSizes] = useState<string[]>([]);
  useEffect(() => {
    const aborted = new AbortController();
    interface Found { current?: { design?: { vars?: Record<string, unknown> } }; design?: { vars?: Record<string, unknown> } }
    get<Found>(`/api/v1/architectures/${architecture}/`, aborted.signal).then((found) => setSizes(Object.keys(found.current?.design?.vars ?? found.design?.vars ?? {}))).catch(() => setSizes([]));
    return () => aborted.abort();
  }, [architecture]);
  return sizes;
}

draw(<NewSweep page={pageData<Page>()} />);
