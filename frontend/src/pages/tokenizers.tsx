/** All tokenizers that one may see, compared on a text; and the form that makes one. */
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { exact } from "./format";
import { en } from "../i18n/tokenizers-en";
import { ko } from "../i18n/tokenizers-ko";
import { get } from "../shared/api";
import { pageData } from "../shared/page";
import { CompareTable } from "../tokenizers/compare";
import { MakeForm, type MakePage } from "../tokenizers/make-form";
import { goesOn, MOST_COMPARED, TOKENIZERS, type Tokenizer } from "../tokenizers/state";
import "../tokenizers/tokenizers.css";
import { draw, i18n, wordsOf } from "./start";

i18n.addResourceBundle("en", "translation", { tok: en }, true);
i18n.addResourceBundle("ko", "translation", { tok: ko }, true);
const EVERY_MS = 1500;
const TONES: Record<Tokenizer["state"], string> = { ready: "badge-good", failed: "badge-bad", working: "badge-live", waiting: "" };

function TokenizersIsland({ page }: { page: MakePage & { tokenizers: Tokenizer[] } }) {
  const { t } = useTranslation();
  const [state, setState] = useState({ all: page.tokenizers, error: "" });
  const [text, setText] = useState(() => t("tok.sample"));
  const live = state.all.some(goesOn);
  useEffect(() => {
    if (!live) return undefined;
    const read = (): void => void get<{ results: Tokenizer[] }>(`${TOKENIZERS}?page_size=100`).then(({ results }) => setState({ all: results, error: "" })).catch((error: unknown) => setState((was) => ({ ...was, error: wordsOf(error) })));
    const timer = setInterval(read, EVERY_MS);
    return () => clearInterval(timer);
  }, [live]);
  const ready = state.all.filter((one) => one.state === "ready").slice(0, MOST_COMPARED).map((one) => one.id);
  return (
    <div className="tok">
      {state.error && <p className="message message-error" role="alert">{state.error}</p>}
      {state.all.length === 0 && <div className="empty"><h2>{t("tok.none")}</h2><p>{t("tok.noneText")}</p></div>}
      {state.all.length > 0 && <ul className="cards">{state.all.map((one) => (
        <li key={one.id} className="card">
          <a className="card-main" href={`/tokenizers/${one.id}/`}><h2 className="card-title">{one.title}</h2></a>
          <p className="facts"><span>{t(`tok.kind.${one.kind}`)}</span>{one.vocab_size !== null && <span>{t("tok.ids", { n: exact(one.vocab_size) })}</span>}{one.corpus_title && <span>{t("tok.from", { title: one.corpus_title })}</span>}</p>
          {one.state !== "ready" && <p><span className={`badge ${TONES[one.state]}`}><span className="dot" aria-hidden="true" />{t(`tok.${one.state}`)}</span></p>}
          {one.state === "working" && <progress max={1} value={one.progress} aria-label={t("tok.working")} />}
        </li>
      ))}</ul>}
      {ready.length > 0 && (
        <section className="panel" aria-labelledby="compare-title">
          <h2 id="compare-title">{t("tok.compare")}</h2>
          <p className="sub">{t("tok.compareHelp")}</p>
          <div className="field"><label htmlFor="text">{t("tok.text")}</label><textarea id="text" rows={2} maxLength={4000} value={text} onChange={(event) => setText(event.target.value)} /></div>
          <CompareTable ids={ready} text={text || " "} label={t("tok.onText")} />
        </section>
      )}
      <MakeForm page={page} />
    </div>
  );
}

draw(<TokenizersIsland page={pageData<MakePage & { tokenizers: Tokenizer[] }>()} />);
