/** Files of one's own as a new corpus, with the progress of sending them. */
import { useState, type FormEvent } from "react";
import { useTranslation } from "react-i18next";
import { upload } from "../imports/state";
import { problemsOf, useFirstBad } from "../pages/problems";
import { inputOf, Labelled } from "../pages/run-new-fields";
import type { Problem } from "../shared/api";
import { at, CORPORA, rest, type Corpus } from "./state";

const KINDS = ".txt,.md,.jsonl,.csv,.parquet,.zip,text/plain,application/zip";
const SHOWN = ["title", "files", "column"];

export function UploadForm({ languages }: { languages: string[] }) {
  const { t } = useTranslation();
  const [problems, setProblems] = useState<Problem[]>([]);
  const [sent, setSent] = useState<number | null>(null);
  const form = useFirstBad(problems);
  const submit = async (event: FormEvent<HTMLFormElement>): Promise<void> => {
    event.preventDefault();
    const body = new FormData(event.currentTarget);
    setProblems([]);
    setSent(0);
    try {
      location.assign(`/corpora/${(await upload<Corpus>(CORPORA, body, setSent)).id}/`);
    } catch (error) {
      setProblems(problemsOf(error));
      setSent(null);
    }
  };
  const general = rest(problems, SHOWN);
  return (
    <form ref={form} className="stack" onSubmit={(event) => void submit(event)} noValidate>
      <div className="form-grid">
        <Labelled name="title" label={<>{t("corpora.title")} <span className="optional">({t("corpora.titleAuto")})</span></>} problem={at(problems, "title")}><input {...inputOf("title", at(problems, "title"))} name="title" maxLength={120} /></Labelled>
        <Language languages={languages} />
        <Labelled name="column" label={<>{t("corpora.column")} <span className="optional">({t("corpora.optional")})</span></>} help={t("corpora.columnHelp")} problem={at(problems, "column")}><input {...inputOf("column", at(problems, "column"))} name="column" maxLength={200} /></Labelled>
      </div>
      <Labelled name="files" label={t("corpora.files")} help={t("corpora.filesHelp")} problem={at(problems, "files")}><input {...inputOf("files", at(problems, "files"))} name="files" type="file" multiple accept={KINDS} /></Labelled>
      {general && <p className="form-error" role="alert">{general}</p>}
      {sent !== null && <div role="status"><p className="sub">{t("corpora.uploading", { percent: Math.round(100 * sent) })}</p><progress className="wide" max={1} value={sent} aria-label={t("corpora.uploading", { percent: Math.round(100 * sent) })} /></div>}
      <button className="btn btn-primary" disabled={sent !== null}>{t("corpora.upload")}</button>
    </form>
  );
}

/** In which language a text is: for its look, and for finding it. */
export function Language({ languages, value, change }: { languages: string[]; value?: string; change?: (value: string) => void }) {
  const { t } = useTranslation();
  const held = value === undefined ? { defaultValue: languages[0] } : { value, onChange: (event: { target: { value: string } }) => change?.(event.target.value) };
  return (
    <Labelled name="language" label={t("corpora.language")}>
      <select {...inputOf("language")} name="language" {...held}>{languages.map((one) => <option key={one} value={one}>{t(`corpora.languages.${one}`)}</option>)}<option value="">{t("corpora.languages.other")}</option></select>
    </Labelled>
  );
}
