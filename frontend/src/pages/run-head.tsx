/** Title, state, progress and what one may do about a run. */
import type { TFunction } from "i18next";
import { Share2 } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Link } from "../charts/feed";
import { request } from "../shared/api";
import { DemonstrationSwitch } from "../queue/demonstration";
import { Waiting } from "../queue/waiting";
import { confirmed } from "../site/actions";
import { toast } from "../site/toast";
import { SilenceNote } from "../watch/silence";
import { StateBadge } from "../watch/state-badge";
import { clock, count, exact, fixed, perplexity } from "./format";
import { Resume } from "./run-resume";
import { ENDED, partOf, RESUMABLE, STOPPABLE, type Run, type RunPage } from "./run-types";
import { wordsOf } from "./start";

export function RunHead({ page, run, link }: { page: RunPage; run: Run; link: Link }) {
  const { t } = useTranslation();
  return (
    <header className="run-head">
      <div className="page-head">
        <div>
          <h1>{run.title}</h1>
          <p className="run-state" aria-live="polite">
            <StateBadge run={run} />{" "}
            {run.demonstration !== null && !ENDED.has(run.state) && <><span className="badge badge-warn">{t("queue.demonstration")}</span>{" "}</>}
            {run.silent_s === null && <span className="sub">{help(run, t)}</span>}
          </p>
          {run.waits_because && <Waiting run={run} queueUrl={page.queueUrl} />}
        </div>
        <Actions page={page} run={run} />
      </div>
      {run.silent_s !== null && <SilenceNote seconds={run.silent_s} />}
      <Progress run={run} link={link} />
      <dl className="figures">
        <Figure name={t("run.loss")} value={fixed(run.train_loss)} unit={t("run.nats")} />
        <Figure name={t("run.valLoss")} value={fixed(run.val_loss)} unit={t("run.nats")} />
        <Figure name={t("run.perplexity")} value={perplexity(run.val_loss == null ? null : Math.exp(run.val_loss))} />
        <Figure name={t("run.best")} value={fixed(run.best_val_loss)} unit={t("run.nats")} />
        <Figure name={t("run.speed")} value={count(run.tokens_per_s && Math.round(run.tokens_per_s))} />
        <Figure name={t("run.tokens")} value={count(run.tokens_seen)} />
      </dl>
    </header>
  );
}

function help(run: Run, t: TFunction): string {
  if (run.preparation !== null) return t("run.preparing", { percent: Math.round(run.preparation * 100) });
  return run.waits_because ? "" : t(`stateHelp.${run.state}`);
}

function Figure({ name, value, unit }: { name: string; value: string; unit?: string }) {
  return <div><dt>{name}</dt><dd>{value} {unit && value !== "–" && <small>{unit}</small>}</dd></div>;
}

function Progress({ run, link }: { run: Run; link: Link }) {
  const { t } = useTranslation();
  const ended = ENDED.has(run.state);
  const part = partOf(run);
  const step = run.total_steps ? t("run.step", { step: exact(run.step), total: exact(run.total_steps) }) : t("run.stepOnly", { step: exact(run.step) });
  return (
    <div className="run-progress">
      <progress className="wide" max={1} value={part} aria-label={t("run.progress")} />
      <p className="facts">
        <span>{step}</span>
        <span>{t("run.elapsed", { time: clock(run.trained_s) })}</span>
        {!ended && run.eta_s != null && <span>{t("run.eta", { time: clock(run.eta_s) })}</span>}
        {!ended && (run.silent_s === null || link !== "live") && <span className={link === "stale" ? "badge badge-warn" : ""} role="status">{t(`run.link.${link}`)}</span>}
      </p>
    </div>
  );
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
      {mine && RESUMABLE.has(run.state) && <Resume run={run} most={page.mostDevices} busy={busy} resume={(body) => void send("POST", "resume/", body)} />}
      {mine && <DemonstrationSwitch run={run} teaches={page.teaches} />}
      {ENDED.has(run.state) && <a className="btn" href={page.againUrl}>{t("run.again")}</a>}
      {mine && <button type="button" className="btn" data-share={page.id} data-share-kind="runs" aria-haspopup="dialog"><Share2 size={16} aria-hidden /> {t("watch.share")}</button>}
      {mine && ENDED.has(run.state) && <button type="button" className="btn btn-quiet" disabled={busy} onClick={() => void remove()}>{t("run.remove")}</button>}
    </div>
  );
}
