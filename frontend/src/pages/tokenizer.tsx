/** One tokenizer: how it cuts a text that one types, its merges, and how it compares with others. */
import { Play, Share2, Trash2 } from "lucide-react";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { exact } from "./format";
import { en } from "../i18n/tokenizers-en";
import { ko } from "../i18n/tokenizers-ko";
import { get, post } from "../shared/api";
import { pageData } from "../shared/page";
import { toast } from "../site/toast";
import { CompareTable } from "../tokenizers/compare";
import { Cutting } from "../tokenizers/cutting";
import type { History } from "../tokenizers/cuts";
import { MergeTable } from "../tokenizers/merge-table";
import { goesOn, MOST_COMPARED, TOKENIZERS, useAnswer, type CorpusChoice, type Tokenizer } from "../tokenizers/state";
import "../tokenizers/tokenizers.css";
import { draw, i18n, wordsOf } from "./start";

i18n.addResourceBundle("en", "translation", { tok: en }, true);
i18n.addResourceBundle("ko", "translation", { tok: ko }, true);
interface Page { tokenizer: Tokenizer; mayEdit: boolean; corpora: CorpusChoice[]; listUrl: string }
const EVERY_MS = 1000;

function useTokenizer(initial: Tokenizer): [Tokenizer, (tokenizer: Tokenizer) => void] {
  const [held, setHeld] = useState(initial);
  const live = goesOn(held);
  useEffect(() => {
    if (!live) return undefined;
    const timer = setInterval(() => void get<Tokenizer>(`${TOKENIZERS}${initial.id}/`).then(setHeld).catch(() => undefined), EVERY_MS); // the next round tries again
    return () => clearInterval(timer);
  }, [live, initial.id]);
  return [held, setHeld];
}

function TokenizerIsland({ page }: { page: Page }) {
  const { t } = useTranslation();
  const [held, setHeld] = useTokenizer(page.tokenizer);
  const [text, setText] = useState(() => t("tok.sample"));
  const [merges, setMerges] = useState<number | null>(null);
  const retry = (): void => void post<Tokenizer>(`${TOKENIZERS}${held.id}/retry/`).then(setHeld).catch((error: unknown) => toast(wordsOf(error), "error"));
  const grows = held.kind === "bpe" || held.kind === "tiktoken", ready = held.state === "ready";
  return (
    <div className="tok">
      <div className="documents-head">
        <p className="facts"><span>{t(`tok.kind.${held.kind}`)}</span>{held.vocab_size !== null && <span>{t("tok.ids", { n: exact(held.vocab_size) })}</span>}{held.corpus && <a href={`/corpora/${held.corpus}/`}>{t("tok.from", { title: held.corpus_title })}</a>}</p>
        <div className="actions">
          {ready && <a className="btn btn-primary" href={`/runs/new/?tokenizer=${held.id}${held.corpus ? `&corpus=${held.corpus}` : ""}`}><Play size={16} aria-hidden="true" />{t("tok.train")}</a>}
          {page.mayEdit && <>
            <button type="button" className="btn" data-share={held.id} data-share-kind="tokenizers" aria-haspopup="dialog"><Share2 size={16} aria-hidden="true" />{t("tok.share")}</button>
            <button type="button" className="btn btn-quiet" data-delete={`${TOKENIZERS}${held.id}/`} data-then={page.listUrl} data-title={t("tok.removeTitle", { title: held.title })} data-text={t("tok.removeText")} data-yes={t("tok.remove")}><Trash2 size={16} aria-hidden="true" />{t("tok.remove")}</button>
          </>}
        </div>
      </div>
      {held.state === "failed" && <div className="message message-error" role="alert"><p>{held.error?.detail}</p>{(page.mayEdit || held.kind === "tiktoken") && <button type="button" className="btn btn-small" onClick={retry}>{t("tok.retry")}</button>}</div>}
      {goesOn(held) && <div className="panel" role="status"><p>{t("tok.preparing")}</p><progress className="wide" max={1} value={held.progress} aria-label={t("tok.working")} /></div>}
      {ready && <Cutting tokenizer={held} text={text} put={setText} merges={merges} slide={setMerges} />}
      {held.state !== "failed" && grows && (ready || held.kind === "bpe") && <Merges tokenizer={held} text={text} merges={merges} />}
      {ready && <Others tokenizer={held} text={text} corpora={page.corpora} />}
    </div>
  );
}

function Merges({ tokenizer, text, merges }: { tokenizer: Tokenizer; text: string; merges: number | null }) {
  const { found } = useAnswer<History>(`${TOKENIZERS}${tokenizer.id}/history/`, tokenizer.state === "ready" ? { text } : null);
  const below = merges === null ? Infinity : 256 + merges;
  const made = new Set(found?.joined.filter((id): id is number => id !== null && id < below));
  return <MergeTable key={tokenizer.state} id={tokenizer.id} made={made} learning={goesOn(tokenizer)} />;
}

function Others({ tokenizer, text, corpora }: { tokenizer: Tokenizer; text: string; corpora: CorpusChoice[] }) {
  const { t } = useTranslation();
  const [others, setOthers] = useState<Tokenizer[]>([]);
  const [chosen, setChosen] = useState<string[]>([tokenizer.id]);
  const [corpus, setCorpus] = useState("");
  useEffect(() => {
    get<{ results: Tokenizer[] }>(`${TOKENIZERS}?state=ready&page_size=100`).then(({ results }) => {
      setOthers(results.filter((one) => one.id !== tokenizer.id));
      setChosen([tokenizer.id, ...results.map((one) => one.id).filter((id) => id !== tokenizer.id).slice(0, 4)]);
    }).catch(() => undefined); // the table then has this one alone
  }, [tokenizer.id]);
  const toggle = (id: string): void => setChosen(chosen.includes(id) ? chosen.filter((one) => one !== id) : [...chosen, id].slice(0, MOST_COMPARED));
  return (
    <section className="panel" aria-labelledby="compare-title">
      <h2 id="compare-title">{t("tok.compare")}</h2>
      <p className="sub">{t("tok.compareHelp")}</p>
      {others.length > 0 && <fieldset className="compared"><legend className="visually-hidden">{t("tok.chosen")}</legend>{others.map((one) => <label key={one.id} className="check"><input type="checkbox" checked={chosen.includes(one.id)} onChange={() => toggle(one.id)} />{one.title}</label>)}</fieldset>}
      <h3>{t("tok.onText")}</h3>
      <CompareTable ids={chosen} text={text || " "} me={tokenizer.id} label={t("tok.onText")} />
      <div className="field on-corpus"><label htmlFor="on-corpus">{t("tok.onCorpus")}</label><select id="on-corpus" value={corpus} onChange={(event) => setCorpus(event.target.value)}><option value="">{t("tok.noCorpus")}</option>{corpora.filter((one) => one.state === "ready").map((one) => <option key={one.id} value={one.id}>{one.title}</option>)}</select></div>
      {corpus && <CompareTable ids={chosen} corpus={corpus} me={tokenizer.id} label={t("tok.onCorpus")} />}
    </section>
  );
}

draw(<TokenizerIsland page={pageData<Page>()} />);
