/** Two designs, what differs between them, and what each costs. */
import "./page.css";
import { ArrowLeftRight, ChevronDown, ChevronLeft, ChevronRight, Link2 } from "lucide-react";
import { useEffect, useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import { DifferenceList, type Where } from "../editor/compare/differences";
import { countOf, told } from "../editor/compare/told";
import { defaultsOf } from "../graph/defaults";
import { diffDesigns } from "../graph/diff";
import type { Registry } from "../graph/rules";
import type { Report } from "../graph/types";
import { post } from "../shared/api";
import { ChooseDesign } from "./choose";
import { Drawings, type Mode } from "./drawings";
import { Totals } from "./totals";
import { addressOf, type Side } from "./types";
import { stepOf, STEPS } from "./walk";

const NARROW = 860; // pixels below which two drawings beside each other are too small

export function Compare({ a, b, registry }: { a: Side; b: Side; registry: Registry }) {
  const { t } = useTranslation();
  const diff = useMemo(() => diffDesigns(a.design, b.design, defaultsOf(registry)), [a, b, registry]);
  const reports = { a: useReport(a), b: useReport(b) };
  const [mode, setMode] = useState<Mode>(() => (innerWidth < NARROW ? "over" : "beside"));
  const [goal, setGoal] = useState<(Where & { n: number }) | null>(null);
  const go = ({ a: pathA, b: pathB }: Where): void => setGoal((was) => ({ a: pathA, b: pathB, n: (was?.n ?? 0) + 1 }));
  const n = useMemo(() => countOf(told(diff)), [diff]);
  return (
    <div className="cmp-page">
      <Head a={a} b={b} />
      <Walk a={a} b={b} />
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
    </div>
  );
}

function Head({ a, b }: { a: Side; b: Side }) {
  const { t } = useTranslation();
  const [choosing, setChoosing] = useState<"a" | "b" | null>(null), [copied, setCopied] = useState(false);
  const pick = (name: string): void => location.assign(choosing === "a" ? addressOf(name, b.name) : addressOf(a.name, name));
  const send = (): void => { void navigator.clipboard.writeText(new URL(addressOf(a.name, b.name), location.href).href).then(() => setCopied(true)); };
  return (
    <header className="cmp-head">
      <h1>{t("compare.title")}</h1>
      <div className="cmp-pair">
        <SideButton side={a} label={t("compare.from")} choose={() => setChoosing("a")} />
        <a className="icon-btn" href={addressOf(b.name, a.name)} aria-label={t("compare.swap")} title={t("compare.swap")}><ArrowLeftRight size={18} aria-hidden /></a>
        <SideButton side={b} label={t("compare.to")} choose={() => setChoosing("b")} />
        <button type="button" className="btn btn-small" onClick={send}><Link2 size={16} aria-hidden /> <span role="status">{t(copied ? "compare.copied" : "compare.send")}</span></button>
      </div>
      {choosing && <ChooseDesign except={(choosing === "a" ? b : a).name} pick={pick} close={() => setChoosing(null)} />}
    </header>
  );
}

function SideButton({ side, label, choose }: { side: Side; label: string; choose: () => void }) {
  const { t } = useTranslation();
  const more = [side.version === null ? "" : t("compare.version", { number: side.version }), side.owner ? t("compare.by", { owner: side.owner }) : ""].filter(Boolean).join(" · ");
  return (
    <div className="cmp-of">
      <span className="cmp-quiet">{label}</span>
      <button type="button" className="btn" onClick={choose} aria-label={t("compare.change", { title: side.title })}><strong>{side.title}</strong>{more && <small>{more}</small>}<ChevronDown size={16} aria-hidden /></button>
      <a className="cmp-quiet" href={side.href} aria-label={t("compare.openOf", { title: side.title })}>{t("compare.open")}</a>
    </div>
  );
}

/** The way from GPT-2 to Gemma 3, a paragraph a step. */
function Walk({ a, b }: { a: Side; b: Side }) {
  const { t } = useTranslation();
  const step = stepOf(a.name, b.name), first = STEPS[0]!;
  if (!step) return <p className="cmp-invite"><a href={addressOf(first.a, first.b)}>{t("compare.walk.invite")}</a></p>;
  const before = STEPS[step.at - 1], after = STEPS[step.at + 1];
  return (
    <section className="cmp-walk" aria-label={t("compare.walk.title")}>
      <ol>{STEPS.map((one) => <li key={one.at}><a href={addressOf(one.a, one.b)} aria-current={one === step ? "step" : undefined}>{t(`compare.walk.step${one.at}.title`)}</a></li>)}</ol>
      <p>{t(`compare.walk.step${step.at}.text`)}</p>
      <nav aria-label={t("compare.walk.title")}>
        {before && <a className="btn btn-small" href={addressOf(before.a, before.b)}><ChevronLeft size={16} aria-hidden /> {t("compare.walk.previous")}</a>}
        {after && <a className="btn btn-small btn-primary" href={addressOf(after.a, after.b)}>{t("compare.walk.next")} <ChevronRight size={16} aria-hidden /></a>}
      </nav>
    </section>
  );
}

function useReport({ design }: Side): Report | null {
  const [report, setReport] = useState<Report | null>(null);
  useEffect(() => {
    const stop = new AbortController();
    post<Report>("/api/v1/architectures/validate/", { design }, stop.signal).then(setReport, (error: unknown) => { if (!stop.signal.aborted) console.error(error); });
    return () => stop.abort();
  }, [design]);
  return report;
}
