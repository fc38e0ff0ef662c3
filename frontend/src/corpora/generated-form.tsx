/** Stories written here, in a size and with a seed of one's own. */
import { useState, type FormEvent } from "react";
import { useTranslation } from "react-i18next";
import { problemsOf, typed, useFirstBad } from "../pages/problems";
import { inputOf, Labelled } from "../pages/run-new-fields";
import { language } from "../shared/page";
import { post, type Problem } from "../shared/api";
import { at, CORPORA, rest, type Corpus } from "./state";

const MB = 1_000_000;
const SHOWN = ["n_bytes", "seed", "title"];

/** Megabytes in bytes; what is no number is left as it was typed. */
export function bytesOf(megabytes: string): number | string | null {
  const size = typed(megabytes);
  return typeof size === "number" ? Math.round(size * MB) : size;
}

export function GeneratedForm() {
  const { t } = useTranslation();
  const [wish, setWish] = useState({ generator: `stories-${language()}`, megabytes: "5", seed: "1", title: "" });
  const [problems, setProblems] = useState<Problem[]>([]);
  const [busy, setBusy] = useState(false);
  const form = useFirstBad(problems);
  const change = (part: Partial<typeof wish>): void => { setProblems([]); setWish({ ...wish, ...part }); };
  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    setBusy(true);
    try {
      const body = { generator: wish.generator, n_bytes: bytesOf(wish.megabytes), seed: typed(wish.seed), title: wish.title };
      location.assign(`/corpora/${(await post<Corpus>(`${CORPORA}generated/`, body)).id}/`);
    } catch (error) {
      setProblems(problemsOf(error));
      setBusy(false);
    }
  };
  const general = rest(problems, SHOWN);
  return (
    <form ref={form} className="stack" onSubmit={(event) => void submit(event)} noValidate>
      <div className="form-grid">
        <Labelled name="generator" label={t("corpora.generator")}><select {...inputOf("generator")} value={wish.generator} onChange={(event) => change({ generator: event.target.value })}><option value="stories-en">{t("corpora.languages.en")}</option><option value="stories-ko">{t("corpora.languages.ko")}</option></select></Labelled>
        <Labelled name="megabytes" label={t("corpora.size")} help={t("corpora.sizeHelp")} problem={at(problems, "n_bytes")}><input {...inputOf("megabytes", at(problems, "n_bytes"))} inputMode="decimal" value={wish.megabytes} onChange={(event) => change({ megabytes: event.target.value })} /></Labelled>
        <Labelled name="seed" label={t("corpora.seed")} help={t("corpora.seedHelp")} problem={at(problems, "seed")}><input {...inputOf("seed", at(problems, "seed"))} inputMode="numeric" value={wish.seed} onChange={(event) => change({ seed: event.target.value })} /></Labelled>
        <Labelled name="title" label={<>{t("corpora.title")} <span className="optional">({t("corpora.titleAuto")})</span></>} problem={at(problems, "title")}><input {...inputOf("title", at(problems, "title"))} value={wish.title} maxLength={120} onChange={(event) => change({ title: event.target.value })} /></Labelled>
      </div>
      {general && <p className="form-error" role="alert">{general}</p>}
      <button className="btn btn-primary" disabled={busy}>{t(busy ? "corpora.busy" : "corpora.write")}</button>
    </form>
  );
}
