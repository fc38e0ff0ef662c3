/** The machine of a run gives no sign of life: for how long, counted on from what the site last told. */
import { useEffect, useReducer, useRef } from "react";
import { useTranslation } from "react-i18next";
import { clock } from "../pages/format";

const TICK_MS = 1000;

function useCounted(seconds: number): number {
  const told = useRef({ seconds, at: performance.now() });
  const [, tick] = useReducer((n: number) => n + 1, 0);
  if (told.current.seconds !== seconds) told.current = { seconds, at: performance.now() };
  useEffect(() => {
    const timer = setInterval(tick, TICK_MS);
    return () => clearInterval(timer);
  }, []);
  return seconds + (performance.now() - told.current.at) / 1000;
}

/** A badge, read out by its text alone: numbers that change each second are no news. */
export function Silence({ seconds }: { seconds: number }) {
  const { t } = useTranslation();
  const time = clock(useCounted(seconds));
  return <span className="badge badge-warn" data-silent title={t("run.silentHelp")}>{t("run.silent")} <span aria-hidden="true">{time}</span></span>;
}

/** The same in words, with what will become of the run. */
export function SilenceNote({ seconds }: { seconds: number }) {
  const { t } = useTranslation();
  const time = clock(useCounted(seconds));
  return <p className="message message-warning" role="status" data-silent><strong aria-hidden="true">{t("run.silentFor", { time })}</strong><span className="visually-hidden">{t("run.silent")}</span> {t("run.silentHelp")}</p>;
}
