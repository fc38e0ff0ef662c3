/** Making a tokenizer: its kind, the corpus that it learns from, and the size of its vocabulary. */
import { useState, type FormEvent } from "react";
import { useTranslation } from "react-i18next";
import { at, rest } from "../corpora/state";
import { problemsOf, typed, useFirstBad } from "../pages/problems";
import { inputOf, Labelled } from "../pages/run-new-fields";
import { post, type Problem } from "../shared/api";
import { TOKENIZERS, type CorpusChoice, type Tokenizer } from "./state";

const KINDS = ["bpe", "characters", "bytes", "tiktoken"] as const;
const SHOWN = ["corpus", "vocab_size", "title", "encoding"];
export interface MakePage { corpora: CorpusChoice[]; corpus: string; published: { encoding: string; title: string }[]; vocabSize: number }

export function MakeForm({ page }: { page: MakePage }) {
  const { t } = useTranslation();
  const [wish, setWish] = useState({ kind: "bpe" as (typeof KINDS)[number], corpus: page.corpus || (page.corpora[0]?.id ?? ""), vocab: String(page.vocabSize), encoding: page.published[0]?.encoding ?? "gpt2", title: "" });
  const [problems, setProblems] = useState<Problem[]>([]);
  const [busy, setBusy] = useState(false);
  const form = useFirstBad(problems);
  const change = (part: Partial<typeof wish>): void => { setProblems([]); setWish({ ...wish, ...part }); };
  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    setBusy(true);
    const body = wish.kind === "tiktoken" ? { kind: wish.kind, encoding: wish.encoding } : { kind: wish.kind, corpus: wish.corpus, title: wish.title, ...(wish.kind === "bpe" ? { vocab_size: typed(wish.vocab) ?? "" } : {}) };
    try {
      location.assign(`/tokenizers/${(await post<Tokenizer>(TOKENIZERS, body)).id}/`);
    } catch (error) {
      setProblems(problemsOf(error));
      setBusy(false);
    }
  };
  const published = wish.kind === "tiktoken", general = rest(problems, SHOWN);
  return (
    <section className="panel" id="make" aria-labelledby="make-title">
      <h2 id="make-title">{t("tok.make")}</h2>
      <form ref={form} className="stack" onSubmit={(event) => void submit(event)} noValidate>
        <fieldset className="choices"><legend>{t("tok.kindLabel")}</legend>{KINDS.map((kind) => <label key={kind} className="choice"><input type="radio" name="kind" checked={wish.kind === kind} onChange={() => change({ kind })} /><span><b>{t(`tok.kind.${kind}`)}</b>{t(`tok.kindHelp.${kind}`)}</span></label>)}</fieldset>
        <div className="form-grid">
          {published && <Labelled name="encoding" label={t("tok.table")} problem={at(problems, "encoding")}><select {...inputOf("encoding", at(problems, "encoding"))} value={wish.encoding} onChange={(event) => change({ encoding: event.target.value })}>{page.published.map((one) => <option key={one.encoding} value={one.encoding}>{one.title}</option>)}</select></Labelled>}
          {!published && <Labelled name="corpus" label={t("tok.corpus")} problem={at(problems, "corpus")}><select {...inputOf("corpus", at(problems, "corpus"))} value={wish.corpus} onChange={(event) => change({ corpus: event.target.value })}>{page.corpora.length === 0 && <option value="">{t("tok.noCorpora")}</option>}{page.corpora.map((one) => <option key={one.id} value={one.id}>{one.title}</option>)}</select></Labelled>}
          {wish.kind === "bpe" && <Labelled name="vocab_size" label={t("tok.vocab")} help={t("tok.vocabHelp")} problem={at(problems, "vocab_size")}><input {...inputOf("vocab_size", at(problems, "vocab_size"))} inputMode="numeric" value={wish.vocab} onChange={(event) => change({ vocab: event.target.value })} /></Labelled>}
          {!published && <Labelled name="title" label={<>{t("tok.title")} <span className="optional">({t("tok.automatic")})</span></>} problem={at(problems, "title")}><input {...inputOf("title", at(problems, "title"))} maxLength={120} value={wish.title} onChange={(event) => change({ title: event.target.value })} /></Labelled>}
        </div>
        {general && <p className="form-error" role="alert">{general}</p>}
        <button className="btn btn-primary" disabled={busy}>{t(busy ? "tok.creating" : "tok.create")}</button>
      </form>
    </section>
  );
}
