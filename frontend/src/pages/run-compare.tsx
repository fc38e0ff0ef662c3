/** Runs beside one another. */
import { useEffect, useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import { NO_CURVE } from "../charts/curves";
import type { Registry } from "../graph/rules";
import type { BlockSpec } from "../graph/types";
import { en as compareEn } from "../i18n/compare-en";
import { ko as compareKo } from "../i18n/compare-ko";
import { en } from "../i18n/comparing-en";
import { ko } from "../i18n/comparing-ko";
import { en as watchEn } from "../i18n/watching-en";
import { ko as watchKo } from "../i18n/watching-ko";
import { get } from "../shared/api";
import { pageData } from "../shared/page";
import { measureOf, runColor, type Compared } from "../watch/board";
import { Leaderboard } from "../watch/leaderboard";
import "../watch/lists.css";
import { Designs, Options, type OptionRow } from "../watch/options-diff";
import { Overlay, type Curves } from "../watch/overlay";
import { Scatter } from "../watch/scatter";
import "../watch/watch.css";
import { ENDED } from "./run-types";
import { draw, i18n, wordsOf } from "./start";

i18n.addResourceBundle("en", "translation", { versus: en, watch: watchEn, compare: compareEn }, true);
i18n.addResourceBundle("ko", "translation", { versus: ko, watch: watchKo, compare: compareKo }, true);

interface Page { ids: string[]; runsUrl: string; blocks: BlockSpec[] }
interface Answer { runs: Compared[]; curves: Curves; options: OptionRow[]; same_text: boolean; same_tokenizer: boolean }
const EVERY_MS = 4000, POINTS = 300;

function CompareIsland({ page }: { page: Page }) {
  const { t } = useTranslation();
  const [ids, setIds] = useState(page.ids);
  const { answer, error } = useCompared(ids);
  const registry = useMemo<Registry>(() => Object.assign(Object.create(null), Object.fromEntries(page.blocks.map((block) => [block.type, block]))) as Registry, [page]);
  const colors = useMemo(() => new Map(page.ids.map((id, n) => [id, runColor(n)])), [page]); // a run keeps its colour
  const runs = answer?.runs.filter((run) => ids.includes(run.id)) ?? [];
  const curves = useMemo<Curves>(() => Object.fromEntries(Object.entries(answer?.curves ?? {}).map(([id, one]) => [id, { metric: one.metric ?? NO_CURVE, eval: one.eval ?? NO_CURVE }])), [answer]);
  const out = (id: string): void => {
    const left = ids.filter((one) => one !== id);
    history.replaceState(null, "", `?ids=${left.join()}`);
    setIds(left);
  };
  if (ids.length === 0) return <div className="empty"><h2>{t("versus.choose2")}</h2><p>{t("versus.choose2Text")}</p><a className="btn btn-primary" href={page.runsUrl}>{t("versus.toRuns")}</a></div>;
  if (error && !answer) return <p className="message message-error" role="alert">{error}</p>;
  if (!answer) return <p className="loading" role="status">{t("common.loading")}</p>;
  return (
    <div className="versus">
      <Leaderboard runs={runs} colors={colors} sameText={answer.same_text} sameTokenizer={answer.same_tokenizer} out={out} />
      <Overlay runs={runs} curves={curves} colors={colors} />
      <Scatter runs={runs} colors={colors} measure={measureOf(answer.same_tokenizer)} />
      <Options runs={answer.runs} options={answer.options} />
      <Designs runs={runs} registry={registry} />
    </div>
  );
}

/** Read again while one of them is at work. */
function useCompared(ids: string[]): { answer: Answer | null; error: string } {
  const [state, setState] = useState<{ answer: Answer | null; error: string }>({ answer: null, error: "" });
  useEffect(() => {
    if (ids.length === 0) return undefined;
    const aborted = new AbortController();
    let timer = 0;
    const read = async (): Promise<void> => {
      try {
        const answer = await get<Answer>(`/api/v1/runs/compare/?ids=${ids.join()}&points=${POINTS}`, aborted.signal);
        setState({ answer, error: "" });
        if (answer.runs.some((run) => !ENDED.has(run.state))) timer = window.setTimeout(() => void read(), EVERY_MS);
      } catch (error) {
        if (aborted.signal.aborted) return;
        setState((before) => ({ ...before, error: wordsOf(error) }));
        timer = window.setTimeout(() => void read(), EVERY_MS);
      }
    };
    void read();
    return () => {
      aborted.abort();
      clearTimeout(timer);
    };
  }, [ids]);
  return state;
}

draw(<CompareIsland page={pageData<Page>()} />);
