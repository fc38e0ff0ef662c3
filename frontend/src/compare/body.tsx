/** Two designs drawn, counted and told: a place in the words is gone to on the drawings. */
import "./page.css";
import { useEffect, useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import { DifferenceList, type Where } from "../editor/compare/differences";
import { countOf, told } from "../editor/compare/told";
import { defaultsOf } from "../graph/defaults";
import { diffDesigns } from "../graph/diff";
import type { Registry } from "../graph/rules";
import type { Report } from "../graph/types";
import { post } from "../shared/api";
import { Drawings, type Mode } from "./drawings";
import { Totals } from "./totals";
import type { Drawable } from "./types";

const NARROW = 860; // pixels below which two drawings beside each other are too small

export function CompareBody({ a, b, registry }: { a: Drawable; b: Drawable; registry: Registry }) {
  const { t } = useTranslation();
  const diff = useMemo(() => diffDesigns(a.design, b.design, defaultsOf(registry)), [a, b, registry]);
  const reports = { a: useReport(a), b: useReport(b) };
  const [mode, setMode] = useState<Mode>(() => (innerWidth < NARROW ? "over" : "beside"));
  const [goal, setGoal] = useState<(Where & { n: number }) | null>(null);
  const go = ({ a: pathA, b: pathB }: Where): void => setGoal((was) => ({ a: pathA, b: pathB, n: (was?.n ?? 0) + 1 }));
  const n = useMemo(() => countOf(told(diff)), [diff]);
  return (
    <>
      <div className="cmp-modes" role="group" aria-label={t("compare.mode")}>
        {(["beside", "over"] as const).map((one) => <button key={one} type="button" className="btn btn-small" aria-pressed={mode === one} onClick={() => setMode(one)}>{t(`compare.${one}`)}</button>)}
        <p className="cmp-quiet">{t("compare.legend")}</p>
      </div>
      <div className="cmp-body">
        <Drawings a={a} b={b} diff={diff} registry={registry} reports={reports} mode={mode} goal={goal} />
        <aside className="cmp-side">
          <Totals a={a} b={b} reports={reports} />
          <h2>{t("compare.differences")} <span className="cmp-quiet">{n || ""}</span></h2>
          <DifferenceList diff={diff} registry={registry} onGo={go} />
        </aside>
      </div>
    </>
  );
}

function useReport({ design }: Drawable): Report | null {
  const [report, setReport] = useState<Report | null>(null);
  useEffect(() => {
    const stop = new AbortController();
    post<Report>("/api/v1/architectures/validate/", { design }, stop.signal).then(setReport, (error: unknown) => { if (!stop.signal.aborted) console.error(error); });
    return () => stop.abort();
  }, [design]);
  return report;
}
