/** Title, state, progress and what one may do about a run. */
import type { TFunction } from "i18next";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Link } from "../charts/feed";
import { request } from "../shared/api";
import { confirmed } from "../site/actions";
import { toast } from "../site/toast";
import { clock, count, fixed } from "./format";
import { ENDED, RESUMABLE, STOPPABLE, type Run, type RunPage } from "./run-types";
import { wordsOf } from "./start";

const TONES: Record<string, string> = { completed: "badge-good", failed: "badge-bad", training: "badge-live", preparing: "badge-live", stopping: "badge-warn", interrupted: "badge-warn" };

export function RunHead({ page, run, link }: { page: RunPage; run: Run; link: Link }) {
  const { t } = useTranslation();
  return (
    <header className="run-head">
      <div className="page-head">
        <div>
          <h1>{run.title}</h1>
          <p className="run-state" aria-live="polite">
            <span className={`badge ${TONES[run.state] ?? ""}`} data-state={run.state}><span className="dot" aria-hidden="true" />{t(`state.${run.state}`)}</span>{" "}
            <span className="sub">{help(run, t)}</span>
          </p>
        </div>
        <Actions page={page} run={run} />
      </div>
      <Progress run={run} link={link} />
      <dl className="figures">
        <Figure name={t("run.loss")} value={fixed(run.train_loss)} unit={t("run.nats")} />
        <Figure name={t("run.valLoss")} value={fixed(run.val_loss)} unit={t("run.nats")} />
        <Figure name={t("run.best")} value={fixed(run.best_val_loss)} unit={t("run.nats")} />
        <Figure name={t("run.speed")} value={count(run.tokens_per_s && Math.round(run.tokens_per_s))} />
        <Figure name={t("run.tokens")} value={count(run.tokens_seen)} />
      </dl>
    </header>
  );
}

function help(run: Run, t: TFunction): string {
  if (run.preparation !== null) return t("run.preparing", { percent: Math.round(run.preparation * 100) });
  if (run.queue_position) return t("run.waiting", { count: run.queue_position });
  return t(`stateHelp.${run.state}`);
}

function Figure({ name, value, unit }: { name: string; value: string; unit?: string }) {
  return <div><dt>{name}</dt><dd>{value} {unit && value !== "–" && <small>{unit}</small>}</dd></div>;
}

function Progress({ run, link }: { run: Run; link: Link }) {
  const { t } = useTranslation();
  const ended = ENDED.has(run.state);
  const part = run.state === "completed" ? 1 : run.total_steps ? run.step / run.total_steps : timed(run);
  const step = run.total_steps ? t("run.step", { step: count(run.step), total: count(run.total_steps) }) : t("run.stepOnly", { step: count(run.step) });
  return (
    <div className="run-progress">
      <progress className="wide" max={1} value={part} aria-label={t("run.progress")} />
      <p className="facts">
        <span>{step}</span>
        <span>{t("run.elapsed", { time: clock(run.trained_s) })}</span>
        {!ended && run.eta_s != null && <span>{t("run.eta", { time: clock(run.eta_s) })}</span>}
        {!ended && <span className={link === "stale" ? "badge badge-warn" : ""} role="status">{t(`run.link.${link}`)}</span>}
      </p>
    </div>
  );
}

/** The share of a run whose end is a time, not a number of steps. */
function timed(run: Run): number {
  return run.eta_s != null && run.trained_s > 0 ? run.trained_s / (run.trained_s + run.eta_s) : 0;
}

function Actions({ page, run }: { page: RunPage; run: Run }) {
  const { t } = useTranslation();
  const [busy, setBusy] = useState(false);
  const send = async (method: string, path: string, body?: unknown, then?: string) => {
    setBusy(true);
    try {
      await request(method, `/api/v1/runs/${page.id}/${path}`, body);
      if (then) location.assign(then);
    } catch (error) {
      toast(wordsOf(error), "error");
    } finally {
      setBusy(false);
    }
  };
  const force = async () => {
    if (await confirmed(t("run.forceTitle"), t("run.forceText"), t("run.force"))) await send("POST", "stop/", { force: true });
  };
  const remove = async () => {
    if (await confirmed(t("run.removeTitle"), t("run.removeText"), t("run.remove"))) await send("DELETE", "", undefined, page.runsUrl);
  };
  const mine = page.mayEdit;
  return (
    <div className="actions">
      {run.state === "completed" && <a className="btn btn-primary" href={`${page.modelsUrl}?run=${page.id}`}>{t("run.openModel")}</a>}
      {mine && STOPPABLE.has(run.state) && <button type="button" className="btn" disabled={busy} onClick={() => void send("POST", "stop/", { force: false })}>{t("run.stop")}</button>}
      {mine && run.state === "stopping" && <button type="button" className="btn btn-danger" disabled={busy} onClick={() => void force()}>{t("run.force")}</button>}
      {mine && RESUMABLE.has(run.state) && <button type="button" className={run.state === "failed" ? "btn" : "btn btn-primary"} disabled={busy} onClick={() => void send("POST", "resume/", {})}>{t("run.resume")}</button>}
      {ENDED.has(run.state) && <a className="btn" href={page.againUrl}>{t("run.again")}</a>}
      {mine && ENDED.has(run.state) && <button type="button" className="btn btn-quiet" disabled={busy} onClick={() => void remove()}>{t("run.remove")}</button>}
    </div>
  );
}
