/** What happened, newest first; by level and by words. */
import type { TFunction } from "i18next";
import { useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import type { EventLog, RunEvent } from "../charts/events";
import { exact } from "../pages/format";
import { deviceName } from "../pages/values";

const SHOWN_LINES = 300;
export const LEVELS = ["info", "warning", "error"] as const;
export type Level = (typeof LEVELS)[number];
interface Line { event: RunEvent; level: Level; words: string }

export function Log({ log }: { log: EventLog }) {
  const { t } = useTranslation();
  const [least, setLeast] = useState<Level>("info");
  const [search, setSearch] = useState("");
  const all = useMemo(() => linesOf(log, t), [log, t]);
  const wanted = search.trim().toLocaleLowerCase();
  const lines = all.filter((line) => LEVELS.indexOf(line.level) >= LEVELS.indexOf(least) && (!wanted || line.words.toLocaleLowerCase().includes(wanted))).slice(-SHOWN_LINES).reverse();
  return (
    <section className="panel" aria-labelledby="log-title">
      <h2 id="log-title">{t("run.log")}</h2>
      <div className="log-tools">
        <select className="input input-small" aria-label={t("watch.level")} value={least} onChange={(event) => setLeast(LEVELS.find((one) => one === event.target.value) ?? "info")}>{LEVELS.map((level) => <option key={level} value={level}>{t(`watch.levels.${level}`)}</option>)}</select>
        <input className="input input-small" type="search" aria-label={t("watch.searchLog")} placeholder={t("watch.searchLog")} value={search} onChange={(event) => setSearch(event.target.value)} />
      </div>
      {lines.length === 0 ? <p className="sub">{t(all.length ? "watch.noLines" : "run.noLog")}</p> : (
        <ol className="log" tabIndex={0} aria-labelledby="log-title">
          {lines.map(({ event, level, words }) => <li key={event.seq} data-level={level}><time>{timeOf(event)}</time> {level !== "info" && <span className={`badge ${level === "error" ? "badge-bad" : "badge-warn"}`}>{t(`watch.levelName.${level}`)}</span>} {words}</li>)}
        </ol>
      )}
    </section>
  );
}

export function linesOf(log: EventLog, t: TFunction): Line[] {
  return log.events.flatMap((event) => {
    const words = wordsOf(event, t);
    return words === null ? [] : [{ event, level: levelOf(event), words }];
  });
}

export function levelOf(event: RunEvent): Level {
  return LEVELS.find((level) => level === event.level) ?? (event.type === "diagnosis" ? "error" : "info");
}

function timeOf(event: RunEvent): string {
  const when = typeof event.time === "number" ? new Date(event.time * 1000) : new Date(event.time ?? 0);
  return Number.isNaN(when.getTime()) ? "" : when.toLocaleTimeString(document.documentElement.lang);
}

const told = (value: unknown): unknown => (typeof value === "number" ? exact(value) : value);

function wordsOf(event: RunEvent, t: TFunction): string | null {
  switch (event.type) {
    case "state":
      return t("event.state", { state: t(`state.${String(event.state)}`) });
    case "checkpoint": {
      const told = t("event.checkpoint", { step: exact(event.step) });
      return Array.isArray(event.removed) ? `${told}. ${t("watch.removed", { steps: event.removed.map((step) => exact(Number(step))).join(", "), count: event.removed.length })}` : told;
    }
    case "resume":
      return t(`event.${event.type}`, { step: exact(event.step) });
    case "plan":
      return t(event.total_steps ? "event.plan" : "event.planOpen", { ...event, device: deviceName(event.device, t), total_steps: told(event.total_steps), tokens_per_step: told(event.tokens_per_step) });
    case "diagnosis":
    case "log":
      return String(event.detail ?? event.text ?? event.code ?? "");
    default:
      return null;
  }
}
