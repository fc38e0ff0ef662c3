/** Two designs, what differs between them, and what each costs. */
import "./page.css";
import { ArrowLeftRight, ChevronDown, ChevronLeft, ChevronRight, Link2 } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Registry } from "../graph/rules";
import { CompareBody } from "./body";
import { ChooseDesign } from "./choose";
import { addressOf, type Side } from "./types";
import { stepOf, STEPS } from "./walk";

export function Compare({ a, b, registry }: { a: Side; b: Side; registry: Registry }) {
  return (
    <div className="cmp-page">
      <Head a={a} b={b} />
      <Walk a={a} b={b} />
      <CompareBody a={a} b={b} registry={registry} />
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
