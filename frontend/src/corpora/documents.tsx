/** Documents of a corpus to read: the first, some drawn at random, or examples of what was warned of. */
import { Shuffle } from "lucide-react";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { wordsOf } from "../pages/start";
import { get } from "../shared/api";
import { exact } from "../pages/format";
import { CORPORA, type Corpus, type Document } from "./state";

const MOST_SEEDS = 2 ** 31 - 1;
export type View = { kind: "first" } | { kind: "random"; seed: number } | { kind: "named"; numbers: number[] };
export const drawn = (): View => ({ kind: "random", seed: Math.floor(Math.random() * MOST_SEEDS) });
const queryOf = (view: View): string => (view.kind === "random" ? `seed=${view.seed}` : view.kind === "named" ? `numbers=${view.numbers.join()}` : "start=1");

export function DocumentsOf({ corpus, view, show }: { corpus: Corpus; view: View; show: (view: View) => void }) {
  const { t } = useTranslation();
  const [state, setState] = useState<{ documents: Document[] | null; error: string }>({ documents: null, error: "" });
  useEffect(() => {
    const stop = new AbortController();
    get<{ documents: Document[] }>(`${CORPORA}${corpus.id}/documents/?${queryOf(view)}`, stop.signal)
      .then(({ documents }) => setState({ documents, error: "" }))
      .catch((error: unknown) => { if (!stop.signal.aborted) setState({ documents: null, error: wordsOf(error) }); });
    return () => stop.abort();
  }, [corpus.id, view]);
  return (
    <section className="panel" id="documents" aria-labelledby="documents-title">
      <div className="documents-head">
        <h2 id="documents-title">{t("corpora.preview")}</h2>
        <div className="actions">
          {view.kind === "named" && <span className="badge badge-accent">{t("corpora.named")}</span>}
          <button type="button" className="btn btn-small" aria-pressed={view.kind === "first"} onClick={() => show({ kind: "first" })}>{t("corpora.first")}</button>
          <button type="button" className="btn btn-small" aria-pressed={view.kind === "random"} onClick={() => show(drawn())}><Shuffle size={15} aria-hidden="true" />{t(view.kind === "random" ? "corpora.draw" : "corpora.random")}</button>
        </div>
      </div>
      {state.error && <p className="message message-error" role="alert">{state.error}</p>}
      {!state.documents && !state.error && <p className="loading" role="status">{t("common.loading")}</p>}
      {state.documents?.length === 0 && <p className="sub">{t("corpora.none")}</p>}
      <ol className="documents">{state.documents?.map((one) => {
        const label = t("corpora.number", { n: exact(one.number), characters: exact(one.n_characters) });
        const more = one.n_characters - [...one.text].length;
        return <li key={one.number}><p className="sub">{label}</p><div className="text" lang={corpus.language || undefined} tabIndex={0} role="region" aria-label={label}>{one.text}{more > 0 && <span className="sub">{t("corpora.cut", { n: exact(more) })}</span>}</div></li>;
      })}</ol>
    </section>
  );
}
