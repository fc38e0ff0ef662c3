/** What differs between runs: their options in a table, and the designs of any two of them. */
import { lazy, Suspense, useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Drawable } from "../compare/types";
import { Differences } from "../editor/compare/differences";
import type { Registry } from "../graph/rules";
import type { Design } from "../graph/types";
import { optionName, valueName } from "../pages/values";
import type { Compared } from "./board";

export interface OptionRow { name: string; values: unknown[] }
interface Line { name: string; values: string[] }

export function Options({ runs, options }: { runs: Compared[]; options: OptionRow[] }) {
  const { t } = useTranslation();
  const facts: Line[] = [{ name: t("run.corpus"), values: runs.map((run) => run.corpus_title ?? "–") }, { name: t("run.tokenizer"), values: runs.map((run) => run.tokenizer_title ?? "–") }];
  const rows: Line[] = [...facts.filter((row) => new Set(row.values).size > 1), ...options.map(({ name, values }) => ({ name: optionName(name, t), values: values.map((value) => valueName(name, value, t)) }))];
  return (
    <section className="panel" aria-labelledby="options-title">
      <h2 id="options-title">{t("versus.options")}</h2>
      {rows.length === 0 ? <p className="sub">{t("versus.sameOptions")}</p> : (
        <div className="table-wrap" tabIndex={0} role="region" aria-label={t("versus.options")}>
          <table className="table">
            <thead><tr><th>{t("versus.option")}</th>{runs.map((run) => <th key={run.id}>{run.title}</th>)}</tr></thead>
            <tbody>{rows.map((row) => <tr key={row.name}><th scope="row">{row.name}</th>{row.values.map((value, n) => <td key={n}>{value}</td>)}</tr>)}</tbody>
          </table>
        </div>
      )}
    </section>
  );
}

interface Pair { a: Drawable; b: Drawable; registry: Registry }
const InWords = ({ a, b, registry }: Pair) => <Differences a={a.design} b={b.design} registry={registry} />;
const Drawn = lazy(() => import("../compare/within").catch(() => ({ default: InWords }))); // without the network, in words

export function Designs({ runs, registry }: { runs: Compared[]; registry: Registry }) {
  const { t } = useTranslation();
  const [pair, setPair] = useState<[string, string]>([runs[0]?.id ?? "", runs.find((run) => run.fingerprint !== runs[0]?.fingerprint)?.id ?? runs[1]?.id ?? ""]);
  const [a, b] = [useSide(runs, pair[0], 0), useSide(runs, pair[1], 1)];
  if (!a || !b) return null;
  const choice = (n: 0 | 1, value: string) => (
    <div className="field"><label htmlFor={`side-${n}`}>{t(n ? "compare.to" : "compare.from")}</label>
      <select id={`side-${n}`} value={value} onChange={(event) => setPair(n ? [a.id, event.target.value] : [event.target.value, b.id])}>{runs.map((run) => <option key={run.id} value={run.id}>{run.title}</option>)}</select></div>
  );
  const both = { a, b, registry };
  return (
    <section className="panel versus-designs" aria-labelledby="designs-title">
      <h2 id="designs-title">{t("versus.designs")}</h2>
      <div className="pair">{choice(0, a.id)}{choice(1, b.id)}</div>
      {a.fingerprint === b.fingerprint ? <InWords {...both} /> : <Suspense fallback={<InWords {...both} />}><Drawn {...both} /></Suspense>}
    </section>
  );
}

/** A run's design; the same object while runs that train are read again, so that a drawing is not drawn anew. */
function useSide(runs: Compared[], id: string, otherwise: number): (Drawable & { id: string; fingerprint: string }) | null {
  const run = runs.find((one) => one.id === id) ?? runs[otherwise];
  return useMemo(() => (run ? { id: run.id, title: run.title, fingerprint: run.fingerprint, design: run.design as Design } : null), [run?.id, run?.title]); // eslint-disable-line
}
