/** One corpus: how far its preparation is; then what it is made of, how it is split, and some of its documents. */
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import "../corpora/corpora.css";
import { DocumentsOf, type View } from "../corpora/documents";
import { Frequent, Lengths, Scripts, Split } from "../corpora/numbers";
import { arrivesWhole, CORPORA, type Corpus, type Origin, type Statistics } from "../corpora/state";
import { Warnings } from "../corpora/warnings";
import { en } from "../i18n/corpora-en";
import { ko } from "../i18n/corpora-ko";
import { en as tokEn } from "../i18n/tokenizers-en";
import { ko as tokKo } from "../i18n/tokenizers-ko";
import { get, post } from "../shared/api";
import { pageData } from "../shared/page";
import { toast } from "../site/toast";
import { CompareTable } from "../tokenizers/compare";
import { MOST_COMPARED, TOKENIZERS, type Tokenizer } from "../tokenizers/state";
import "../tokenizers/tokenizers.css";
import { bytes, count, exact } from "./format";
import { draw, i18n, wordsOf } from "./start";

i18n.addResourceBundle("en", "translation", { corpora: en, tok: tokEn }, true);
i18n.addResourceBundle("ko", "translation", { corpora: ko, tok: tokKo }, true);
const EVERY_MS = 1000;

/** The corpus as it is now; it is read again while its preparation goes on. */
function useCorpus(initial: Corpus): [Corpus, (corpus: Corpus) => void] {
  const [corpus, setCorpus] = useState(initial);
  const goesOn = corpus.state === "waiting" || corpus.state === "working";
  useEffect(() => {
    if (!goesOn) return undefined;
    const timer = setInterval(() => void get<Corpus>(`${CORPORA}${initial.id}/`).then(setCorpus).catch(() => undefined), EVERY_MS); // the next round tries again
    return () => clearInterval(timer);
  }, [goesOn, initial.id]);
  return [corpus, setCorpus];
}

function CorpusIsland({ initial, mayEdit }: { initial: Corpus; mayEdit: boolean }) {
  const { t } = useTranslation();
  const [corpus, setCorpus] = useCorpus(initial);
  useEffect(() => { if (corpus.state !== initial.state) location.reload(); }, [corpus.state, initial.state]); // the head of the page is the server's
  const retry = (): void => void post<Corpus>(`${CORPORA}${corpus.id}/retry/`).then(setCorpus).catch((error: unknown) => toast(wordsOf(error), "error"));
  return (
    <div className="corpus">
      <From origin={corpus.origin} />
      {corpus.state === "failed" && <div className="message message-error" role="alert"><p>{corpus.error?.detail ?? t("corpora.failed")}</p><div className="actions">{mayEdit && <button type="button" className="btn btn-small" onClick={retry}>{t("corpora.retry")}</button>}{corpus.origin.hub && <a className="btn btn-small" href={`/corpora/?again=${corpus.id}#hub`}>{t("corpora.again")}</a>}</div></div>}
      {(corpus.state === "waiting" || corpus.state === "working") && <Preparing corpus={corpus} />}
      {corpus.state === "ready" && <Made corpus={corpus} />}
    </div>
  );
}

function Preparing({ corpus }: { corpus: Corpus }) {
  const { t } = useTranslation();
  const waiting = corpus.state === "waiting", whole = arrivesWhole(corpus);
  const words = waiting ? (corpus.slug ? "firstUse" : "waiting") : whole ? "downloading" : corpus.origin.hub ? "fetching" : "preparing";
  return (
    <div className="panel" role="status">
      <p>{t(`corpora.${words}`)}</p>
      <progress className="wide" max={1} value={whole ? undefined : corpus.progress} aria-label={t("corpora.preparation")} />
      {corpus.n_documents !== null && !whole && <p className="sub">{t("corpora.soFar", { documents: exact(corpus.n_documents), size: bytes(corpus.n_bytes) })}</p>}
    </div>
  );
}

function From({ origin }: { origin: Origin }) {
  const { t } = useTranslation();
  const { hub, names } = origin;
  const parts: string[] = [];
  if (hub) parts.push(t("corpora.origin.hub", { dataset: hub.dataset }), ...(hub.config ? [t("corpora.origin.config", { config: hub.config })] : []), t("corpora.origin.split", { split: hub.split }), t("corpora.origin.columns", { columns: hub.columns.join(", ") }), t("corpora.origin.rows", { n: exact(hub.rows) }));
  else if (names) parts.push(t("corpora.origin.names", { names: names.slice(0, 5).join(", ") + (names.length > 5 ? ", …" : "") }));
  else if (origin.generator) parts.push(t("corpora.origin.generator", { seed: origin.seed ?? 0 }));
  else if (origin.book) parts.push(t("corpora.origin.book"));
  else if (origin.corpus) parts.push(t("corpora.origin.corpus"));
  return <p className="facts">{parts.map((part) => <span key={part}>{part}</span>)}</p>;
}

function Made({ corpus }: { corpus: Corpus }) {
  const { t } = useTranslation();
  const [state, setState] = useState<{ found: Statistics | null; error: string }>({ found: null, error: "" });
  const [view, setView] = useState<View>({ kind: "first" });
  useEffect(() => {
    get<Statistics>(`${CORPORA}${corpus.id}/statistics/`).then((found) => setState({ found, error: "" })).catch((error: unknown) => setState({ found: null, error: wordsOf(error) }));
  }, [corpus.id]);
  const examples = (numbers: number[]): void => { setView({ kind: "named", numbers }); document.getElementById("documents")?.scrollIntoView(); };
  const found = state.found;
  return (
    <>
      <dl className="figures">
        <div><dt>{t("corpora.sizeWord")}</dt><dd>{bytes(corpus.n_bytes)}</dd></div>
        <div><dt>{t("corpora.characters")}</dt><dd>{count(corpus.n_characters)}</dd></div>
        <div><dt>{t("corpora.documents")}</dt><dd>{count(corpus.n_documents)}</dd></div>
        <div><dt>{t("corpora.different")}</dt><dd>{found ? exact(found.n_different_characters) : "–"}</dd></div>
      </dl>
      {state.error && <p className="message message-error" role="alert">{state.error}</p>}
      {!found && !state.error && <p className="loading" role="status">{t("common.loading")}</p>}
      {found && <Warnings corpus={corpus} warnings={found.warnings} examples={examples} />}
      <DocumentsOf corpus={corpus} view={view} show={setView} />
      <InTokens corpus={corpus} />
      {found && <div className="corpus-two"><Split split={found.split} /><Scripts scripts={found.scripts} /><Lengths lengths={found.lengths} /><Frequent id="characters-title" title={t("corpora.frequent")} pairs={found.characters} lang={corpus.language} /><Frequent id="words-title" title={t("corpora.words")} pairs={found.words} lang={corpus.language} /></div>}
    </>
  );
}

/** How many tokens each tokenizer makes of it: those learned from it first. */
function InTokens({ corpus }: { corpus: Corpus }) {
  const { t } = useTranslation();
  const [ids, setIds] = useState<string[] | null>(null);
  useEffect(() => {
    get<{ results: Tokenizer[] }>(`${TOKENIZERS}?state=ready&page_size=100`)
      .then(({ results }) => setIds([...results].sort((a, b) => Number(b.corpus === corpus.id) - Number(a.corpus === corpus.id)).slice(0, MOST_COMPARED).map((one) => one.id)))
      .catch(() => setIds([]));
  }, [corpus.id]);
  return (
    <section className="panel" aria-labelledby="tokens-title">
      <h2 id="tokens-title">{t("corpora.perTokenizer")}</h2>
      <p className="sub">{t(ids?.length === 0 ? "corpora.noTokenizers" : "corpora.perTokenizerHelp")}</p>
      {ids?.length === 0 ? <a className="btn btn-small" href={`/tokenizers/?corpus=${corpus.id}#make`}>{t("corpora.makeTokenizer")}</a> : <CompareTable ids={ids ?? []} corpus={corpus.id} label={t("corpora.perTokenizer")} />}
    </section>
  );
}

const page = pageData<{ corpus: Corpus; mayEdit: boolean }>();
draw(<CorpusIsland initial={page.corpus} mayEdit={page.mayEdit} />);
