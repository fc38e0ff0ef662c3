/** What a corpus is made of, drawn: the split, scripts, lengths, frequent characters and words. */
import { useTranslation } from "react-i18next";
import { count, exact } from "../pages/format";
import { language } from "../shared/page";
import type { Statistics } from "./state";

export const percent = (share: number): string => new Intl.NumberFormat(language(), { style: "percent", maximumFractionDigits: share < 0.1 ? 1 : 0 }).format(share);

export function Split({ split }: { split: Statistics["split"] }) {
  const { t } = useTranslation();
  const whole = split.by === "documents";
  const held = whole ? split.n_val / (split.n_train + split.n_val) : split.fraction;
  return (
    <section className="panel" aria-labelledby="split-title">
      <h2 id="split-title">{t("corpora.splitTitle")}</h2>
      <div className="split-bar" aria-hidden="true"><i style={{ flexGrow: 1 - held }} /><i style={{ flexGrow: held }} /></div>
      <p className="split-key"><span>{t("corpora.learn")} <b>{whole ? exact(split.n_train) : percent(1 - held)}</b></span><span>{t("corpora.hold")} <b>{whole ? exact(split.n_val) : percent(held)}</b></span></p>
      <p className="sub">{whole ? t("corpora.splitDocuments", { train: exact(split.n_train), val: exact(split.n_val) }) : t("corpora.splitEnd", { percent: Math.round(100 * split.fraction) })}</p>
    </section>
  );
}

export function Scripts({ scripts }: { scripts: Statistics["scripts"] }) {
  const { t } = useTranslation();
  return (
    <section className="panel" aria-labelledby="scripts-title">
      <h2 id="scripts-title">{t("corpora.scripts")}</h2>
      <p className="sub">{t(scripts.length ? "corpora.scriptsHelp" : "corpora.noLetters")}</p>
      <ul className="shares">{scripts.map((one) => <li key={one.script}><span>{t(`corpora.script.${one.script}`)}</span><span aria-hidden="true"><i style={{ width: `${100 * one.share}%` }} /></span><span className="num">{percent(one.share)}</span></li>)}</ul>
    </section>
  );
}

export function Lengths({ lengths }: { lengths: Statistics["lengths"] }) {
  const { t } = useTranslation();
  const most = Math.max(1, ...lengths.bins.map((bin) => bin.n));
  return (
    <section className="panel" aria-labelledby="lengths-title">
      <h2 id="lengths-title">{t("corpora.lengths")}</h2>
      <p className="sub">{t("corpora.lengthsHelp", { shortest: exact(lengths.shortest), median: exact(lengths.median), longest: exact(lengths.longest) })}</p>
      <ul className="lengths-bars">{lengths.bins.map((bin) => {
        const words = t("corpora.lengthsAxis", { from: exact(bin.from), to: exact(bin.to), n: exact(bin.n) });
        return <li key={bin.from} title={words}><span className="visually-hidden">{words}</span><i style={{ height: `${(100 * bin.n) / most}%` }} aria-hidden="true" /></li>;
      })}</ul>
      <p className="lengths-axis" aria-hidden="true"><span>{count(lengths.bins[0]?.from ?? 0)}</span><span>{count(lengths.bins.at(-1)?.to ?? 0)}</span></p>
    </section>
  );
}

export function Frequent({ title, id, pairs, lang }: { title: string; id: string; pairs: [string, number][]; lang: string }) {
  const { t } = useTranslation();
  return (
    <section className="panel" aria-labelledby={id}>
      <h2 id={id}>{title}</h2>
      <ul className="chips">{pairs.map(([text, n]) => <li key={text} title={t("corpora.times", { n: exact(n) })}><b lang={lang || undefined}>{text}</b><small>{count(n)}</small></li>)}</ul>
    </section>
  );
}
