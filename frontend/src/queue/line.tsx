/** What waits, in the order in which it will start. */
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { RunName } from "./run-name";
import { roughly } from "./roughly";
import type { Board, WaitingRun } from "./types";
import type { Operate } from "./use-board";

/** Reasons that the position, or the head of the page, tells already. */
const TOLD: ReadonlySet<string> = new Set(["waits_turn", "waits_next", "waits_paused"]);

interface Props { board: Board; newUrl: string; busy: boolean; operate: Operate }

export function Line({ board, newUrl, busy, operate }: Props) {
  const { t } = useTranslation();
  const hidden = board.n_waiting - board.waiting.length;
  return (
    <section aria-labelledby="line-title">
      <h2 id="line-title">{t("queue.line")} <span className="sub">{board.n_waiting}</span></h2>
      {board.waiting.length === 0 ? (
        <div className="empty"><h3>{t("queue.empty")}</h3><p>{t("queue.emptyText")}</p><a className="btn btn-primary" href={newUrl}>{t("form.start")}</a></div>
      ) : (
        <ol className="queue-line">{board.waiting.map((run, number) => (
          <Place key={run.id ?? `other-${run.position ?? number}`} run={run}>
            {run.may_go_first && <button type="button" className="btn btn-small" disabled={busy} aria-label={t("queue.firstOf", { title: run.title })} onClick={() => void operate("POST", `runs/${run.id}/first/`)}>{t("queue.first")}</button>}
          </Place>
        ))}</ol>
      )}
      {hidden > 0 && <p className="sub">{t("queue.more", { count: hidden })}</p>}
    </section>
  );
}

function Place({ run, children }: { run: WaitingRun; children: ReactNode }) {
  const { t } = useTranslation();
  return (
    <li className={run.is_mine ? "mine" : undefined} data-run={run.id ?? undefined}>
      <span className="queue-position" aria-label={run.position === null ? t("queue.noPlace") : t("queue.position", { position: run.position })}>{run.position ?? "–"}</span>
      <span className="queue-what">
        <RunName run={run} />
        {run.made_room && <span className="sub">{t("queue.madeRoom")}</span>}
        {run.waits_because && !TOLD.has(run.waits_because.code) && <span className="sub">{run.waits_because.detail}</span>}
      </span>
      <span className="queue-when">{run.starts_in_s === null ? t("queue.unknown") : roughly(run.starts_in_s, t)}{children}</span>
    </li>
  );
}
