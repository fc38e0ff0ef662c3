/** A data set of the hub as a new corpus: chosen from the catalogue, or by its id. */
import { Check } from "lucide-react";
import { useState, type FormEvent } from "react";
import { useTranslation } from "react-i18next";
import { count } from "../pages/format";
import { problemsOf, typed, useFirstBad } from "../pages/problems";
import { inputOf, Labelled } from "../pages/run-new-fields";
import { post, type Problem } from "../shared/api";
import { at, CORPORA, rest, type Corpus, type Entry, type Hub } from "./state";
import { Language } from "./upload-form";

interface Wish { dataset: string; config: string; split: string; columns: string; rows: string; streaming: boolean; title: string; language: string }
const NONE: Wish = { dataset: "", config: "", split: "train", columns: "text", rows: "20000", streaming: true, title: "", language: "en" };
const SHOWN = ["dataset", "config", "split", "columns", "rows", "title"];
const key = (one: { dataset: string; config: string | null }): string => `${one.dataset} ${one.config ?? ""}`;
export const wishOf = (entry: Entry): Wish => ({ ...NONE, dataset: entry.dataset, config: entry.config ?? "", split: entry.split, columns: entry.columns.join(", "), rows: String(entry.suggested_rows), title: entry.title, language: entry.language });
/** What was asked of the hub before. */
export type Asked = Hub & { title: string; language: string };
const asAsked = (asked: Asked): Wish => ({ ...asked, config: asked.config ?? "", columns: asked.columns.join(", "), rows: String(asked.rows) });

export function HubForm({ catalogue, languages, again }: { catalogue: Entry[]; languages: string[]; again: Asked | null }) {
  const { t } = useTranslation();
  const [wish, setWish] = useState<Wish>(() => (again ? asAsked(again) : NONE));
  const [problems, setProblems] = useState<Problem[]>([]);
  const [busy, setBusy] = useState(false);
  const form = useFirstBad(problems);
  const change = (part: Partial<Wish>): void => { setProblems([]); setWish({ ...wish, ...part }); };
  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    setBusy(true);
    try {
      const columns = wish.columns.split(",").map((one) => one.trim()).filter(Boolean);
      location.assign(`/corpora/${(await post<Corpus>(`${CORPORA}hub/`, { ...wish, columns, rows: typed(wish.rows) })).id}/`);
    } catch (error) {
      setProblems(problemsOf(error));
      setBusy(false);
    }
  };
  const text = (name: "dataset" | "config" | "split" | "columns" | "rows" | "title", help?: string, extra?: object) => (
    <Labelled name={name} label={t(`corpora.${name}`)} {...(help ? { help } : {})} problem={at(problems, name)}>
      <input {...inputOf(name, at(problems, name))} value={wish[name]} onChange={(event) => change({ [name]: event.target.value })} {...extra} />
    </Labelled>
  );
  const general = rest(problems, SHOWN);
  return (
    <form ref={form} className="stack" onSubmit={(event) => void submit(event)} noValidate>
      <fieldset>
        <legend className="label-like">{t("corpora.catalogue")}</legend>
        <ul className="catalogue">{catalogue.map((entry) => <Card key={key(entry)} entry={entry} chosen={key(entry) === key(wish)} choose={() => change(wishOf(entry))} />)}</ul>
      </fieldset>
      <fieldset>
        <legend className="label-like">{t("corpora.own")}</legend>
        <div className="form-grid">
          {text("dataset", t("corpora.datasetHelp"), { maxLength: 200, spellCheck: false, autoCapitalize: "off" })}
          {text("config", t("corpora.configHelp"), { maxLength: 120 })}
          {text("split", undefined, { maxLength: 120 })}
          {text("columns", t("corpora.columnsHelp"))}
          {text("rows", t("corpora.rowsHelp"), { inputMode: "numeric" })}
          {text("title", undefined, { maxLength: 120, placeholder: t("corpora.titleAuto") })}
          <Language languages={languages} value={wish.language} change={(language) => change({ language })} />
        </div>
        <label className="check streaming"><input type="checkbox" checked={wish.streaming} onChange={(event) => change({ streaming: event.target.checked })} /><span>{t("corpora.streaming")} <span className="sub">{t("corpora.streamingHelp")}</span></span></label>
      </fieldset>
      {general && <p className="form-error" role="alert">{general}</p>}
      <button className="btn btn-primary" disabled={busy || !wish.dataset.trim()}>{t(busy ? "corpora.busy" : "corpora.fetch")}</button>
    </form>
  );
}

function Card({ entry, chosen, choose }: { entry: Entry; chosen: boolean; choose: () => void }) {
  const { t } = useTranslation();
  return (
    <li>
      <button type="button" className="catalogue-card" aria-pressed={chosen} onClick={choose}>
        <b>{entry.title}{chosen && <Check size={16} aria-hidden="true" />}</b>
        <span>{entry.about}</span>
        <span className="facts"><span>{t(`corpora.languages.${entry.language}`)}</span><span>{t("corpora.aboutMb", { n: count(entry.megabytes) })}</span><span>{entry.rows === 1 ? t("corpora.rowAll") : t("corpora.rowsAll", { n: count(entry.rows) })}</span><span>{entry.licence}</span></span>
        <code>{entry.dataset}{entry.config ? ` · ${entry.config}` : ""}</code>
      </button>
    </li>
  );
}
