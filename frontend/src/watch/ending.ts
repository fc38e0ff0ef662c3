/** Tells of the end of a run: in the tab's title, where it shows from another tab, and in a toast. */
import { useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import { ENDED, partOf, type Run } from "../pages/run-types";
import { endedWords, MARKS } from "../site/endings";
import { toast } from "../site/toast";

export function titleOf(run: Run, stateWord: string): string {
  const mark = MARKS[run.state];
  if (mark) return `${mark} ${stateWord} · ${run.title} · SLaM Dunk`;
  const part = run.state === "training" ? `${Math.floor(100 * partOf(run))} % · ` : "";
  return `${part}${stateWord} · ${run.title} · SLaM Dunk`;
}

export function useEnding(run: Run): void {
  const { t } = useTranslation();
  const before = useRef(run.state);
  useEffect(() => {
    document.title = titleOf(run, t(`state.${run.state}`));
  }, [run, t]);
  useEffect(() => {
    const was = before.current;
    before.current = run.state;
    if (was !== run.state && ENDED.has(run.state)) toast(endedWords(run), run.state === "failed" ? "error" : "plain");
  }, [run]);
}
