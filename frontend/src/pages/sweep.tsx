/** A search: how far it is, its best run, which values led where, and its runs. */
import { Share2 } from "lucide-react";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { en } from "../i18n/comparing-en";
import { ko } from "../i18n/comparing-ko";
import { en as sweepEn } from "../i18n/sweeps-en";
import { ko as sweepKo } from "../i18n/sweeps-ko";
import { get, request } from "../shared/api";
import { pageData } from "../shared/page";
import { confirmed } from "../site/actions";
import { toast } from "../site/toast";
import "../watch/lists.css";
import { Parallel } from "../watch/parallel";
import { StateBadge } from "../watch/state-badge";
import { bestOf, isOver, nameOf, withoutRun, type Trial } from "../watch/trials";
import { count, fixed } from "./format";
import { draw, i18n, wordsOf } from "./start";
import { valueName } from "./values";

i18n.addResourceBundle("en", "translation", { versus: { ...en, ...sweepEn } }, true);
i18n.addResourceBundle("ko", "translation", { versus: { ...ko, ...sweepKo } }, true);

interface Page { id: string; mayEdit: boolean; compareUrl: string; sweepsUrl: string }
interface Sweep { id: string; title: string; done: boolean; stopped_at: string | null; trials: Trial[]; corpus_title: string | null; method: "grid" | "random"; seed: number | null }
const EVERY_MS = 3000, MOST_COMPARED = 16;

function SweepIsland({ page }: { page: Page }) {
  const { t } = useTranslation();
  const [sweep, setSweep] = useState<Sweep | null>(null);
  const [error, setError] = useState("");
  const [busy, setBusy] = useState(false);
  useEffect(() => {
    let timer = 0, closed = false;
    const read = async (): Promise<void> => {
      try {
        const found = await get<Sweep>(`/api/v1/sweeps/${page.id}/`);
        if (closed) return;
        setSweep(found);
        setError("");
        if (found.done) return;
      } catch (problem) {
        setError(wordsOf(problem));
      }
      if (!closed) timer = window.setTimeout(() => void read(), EVERY_MS);
    };
    void read();
    return () => {
      closed = true;
      clearTimeout(timer);
    };
  }, [page]);
  if (!sweep) return error ? <p className="message message-error" role="alert">{error}</p> : <p className="loading" role="status">{t("common.loading")}</p>;
  const keys = Object.keys(sweep.trials[0]?.values ?? {});
  const best = bestOf(sweep.trials);
  const stopped = sweep.done || sweep.stopped_at !== null; // nothing more is queued
  const ended = sweep.trials.filter((trial) => isOver(trial, stopped)).length;
  const ranked = [...sweep.trials].sort((a, b) => (a.run?.best_val_loss ?? Infinity) - (b.run?.best_val_loss ?? Infinity) || a.number - b.number);
  const compared = ranked.flatMap(({ run }) => (run ? [run.id] : [])).slice(0, MOST_COMPARED);
  const act = async (method: string, path: string, then?: string): Promise<void> => {
    setBusy(true);
    try {
      const found = await request<Sweep | undefined>(method, `/api/v1/sweeps/${page.id}/${path}`);
      if (then) location.assign(then);
      else if (found) setSweep(found);
    } catch (problem) {
      toast(wordsOf(problem), "error");
    } finally {
      setBusy(false);
    }
  };
  const stop = async (): Promise<void> => {
    if (await confirmed(t("versus.stopTitle"), t("versus.stopText"), t("versus.stopAll"))) await act("POST", "stop/");
  };
  return (
    <div className="versus">
      <div className="actions">
        {compared.length > 1 && <a className="btn btn-primary" href={`${page.compareUrl}?ids=${compared.join()}`}>{t("versus.compareAll")}</a>}
        {page.mayEdit && !sweep.done && <button type="button" className="btn" disabled={busy} onClick={() => void stop()}>{t("versus.stopAll")}</button>}
        {page.mayEdit && <button type="button" className="btn" data-share={page.id} data-share-kind="sweeps" aria-haspopup="dialog"><Share2 size={16} aria-hidden /> {t("versus.share")}</button>}
        {page.mayEdit && sweep.done && <button type="button" className="btn btn-quiet" disabled={busy} onClick={() => void act("DELETE", "", page.sweepsUrl)}>{t("versus.forget")}</button>}
      </div>
      <div>
        <progress className="wide" max={sweep.trials.length} value={ended} aria-label={t("run.progress")} />
        <p className="facts"><span>{t("versus.endedOf", { n: ended, of: sweep.trials.length })}</span><span>{sweep.corpus_title}</span>{sweep.method === "random" && sweep.seed !== null && <span>{t("versus.drawnWith", { seed: sweep.seed })}</span>}{sweep.stopped_at && <span>{t("versus.stoppedAll")}</span>}</p>
      </div>
      {best && <p className="message message-success" role="status">{t("versus.bestRun")} <a href={`/runs/${best.id}/`}>{best.title}</a> ({fixed(best.best_val_loss)})</p>}
      <Parallel trials={sweep.trials} keys={keys} bestRun={best?.id ?? null} />
      <section className="panel" aria-labelledby="trials-title">
        <h2 id="trials-title">{t("versus.trials")}</h2>
        <div className="table-wrap" tabIndex={0} role="region" aria-label={t("versus.trials")}>
          <table className="table board">
            <thead><tr><th>{t("versus.run")}</th><th>{t("versus.state")}</th>{keys.map((key) => <th key={key} className="num">{nameOf(key, t)}</th>)}<th className="num">{t("run.parameters")}</th><th className="num">{t("versus.column.best_val_loss")} <small className="unit">{t("run.nats")}</small></th><th className="num">{t("versus.column.bits_per_byte")}</th></tr></thead>
            <tbody>{ranked.map((trial) => (
              <tr key={trial.number}>
                <td>{trial.run ? <a className="strong" href={`/runs/${trial.run.id}/`}>#{trial.number}</a> : <span>#{trial.number}</span>}</td>
                <td>{trial.run ? <StateBadge run={trial.run} /> : <span className="sub">{t(`versus.${withoutRun(trial, stopped)}`)}</span>}</td>
                {keys.map((key) => <td key={key} className="num">{valueName(key, trial.values[key], t)}</td>)}
                <td className="num">{count(trial.n_parameters)}</td>
                <td className="num">{trial.run && trial.run.id === best?.id ? <mark>{fixed(trial.run.best_val_loss)}</mark> : fixed(trial.run?.best_val_loss)}</td>
                <td className="num">{fixed(trial.run?.bits_per_byte)}</td>
              </tr>
            ))}</tbody>
          </table>
        </div>
      </section>
    </div>
  );
}

draw(<SweepIsland page={pageData<Page>()} />);
