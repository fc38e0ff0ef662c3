/** The queue: who is running where, what waits and why, and what operators do about it. */
import { useTranslation } from "react-i18next";
import { en } from "../i18n/queue-en";
import { ko } from "../i18n/queue-ko";
import { Hosts } from "../queue/hosts";
import { Line } from "../queue/line";
import { Pause } from "../queue/operate";
import "../queue/queue.css";
import type { Board } from "../queue/types";
import { useBoard } from "../queue/use-board";
import { pageData } from "../shared/page";
import { draw, i18n } from "./start";

i18n.addResourceBundle("en", "translation", { queue: en }, true);
i18n.addResourceBundle("ko", "translation", { queue: ko }, true);

interface Page { newUrl: string }

function QueueIsland({ page }: { page: Page }) {
  const { t } = useTranslation();
  const { board, error, busy, operate } = useBoard();
  return (
    <div className="queue">
      {error && <p className="message message-error" role="alert">{error}</p>}
      {!board && !error && <p className="loading" role="status">{t("common.loading")}</p>}
      {board && (
        <>
          {board.paused && <p className="message message-warning" role="status"><strong>{t("queue.paused")}</strong> {board.reason} {board.paused_by && t("queue.pausedBy", { name: board.paused_by })}</p>}
          {board.may_operate && <Pause board={board} busy={busy} operate={operate} />}
          <Mine mine={board.mine} />
          <Line board={board} newUrl={page.newUrl} busy={busy} operate={operate} />
          <Hosts board={board} busy={busy} operate={operate} />
          <details className="panel"><summary>{t("queue.how")}</summary><p>{t("queue.howText", { first: board.first_slice_s, later: Math.round(board.later_slice_s / 60) })}</p></details>
        </>
      )}
    </div>
  );
}

function Mine({ mine }: { mine: Board["mine"] }) {
  const { t } = useTranslation();
  const hours = mine.device_hours_today.toFixed(1);
  return (
    <dl className="figures">
      <div><dt>{t("queue.myRunning")}</dt><dd>{t("queue.ofMost", { n: mine.running, most: mine.runs_at_once })}</dd></div>
      <div><dt>{t("queue.myWaiting")}</dt><dd>{mine.waiting}</dd></div>
      <div><dt>{t("queue.myHours")}</dt><dd>{mine.device_hours_a_day === null ? hours : t("queue.ofMost", { n: hours, most: mine.device_hours_a_day })}</dd></div>
    </dl>
  );
}

draw(<QueueIsland page={pageData<Page>()} />);
