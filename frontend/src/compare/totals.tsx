/** What both designs cost, and the difference. */
import { useTranslation } from "react-i18next";
import type { Report, Totals as Sums } from "../graph/types";
import { bytes, count } from "../pages/format";
import { language } from "../shared/page";
import type { Drawable } from "./types";

type Row = readonly [key: "parameters" | "parameters_without_embeddings" | "active_parameters" | "flops_per_token" | "kv_bytes_per_token", words: (value: number) => string];
const ROWS: readonly Row[] = [["parameters", count], ["parameters_without_embeddings", count], ["active_parameters", count], ["flops_per_token", count], ["kv_bytes_per_token", bytes]];

export function Totals({ a, b, reports }: { a: Drawable; b: Drawable; reports: Record<"a" | "b", Report | null> }) {
  const { t } = useTranslation();
  const sums = { a: reports.a?.totals ?? null, b: reports.b?.totals ?? null };
  const rows = ROWS.filter(([key]) => key !== "active_parameters" || [sums.a, sums.b].some((one) => one && one.active_parameters !== one.parameters));
  const unsound = (["a", "b"] as const).filter((side) => reports[side] && !sums[side]).map((side) => (side === "a" ? a : b).title);
  return (
    <section aria-label={t("compare.totals")} className="cmp-totals">
      <h2>{t("compare.totals")}</h2>
      <table>
        <thead><tr><td /><th scope="col">{a.title}</th><th scope="col">{b.title}</th><th scope="col">{t("compare.difference")}</th></tr></thead>
        <tbody>
          {rows.map(([key, words]) => (
            <tr key={key}><th scope="row">{t(`compare.total.${key}`)}</th><td>{shown(sums.a, key, words)}</td><td>{shown(sums.b, key, words)}</td><td>{difference(sums.a?.[key], sums.b?.[key])}</td></tr>
          ))}
        </tbody>
      </table>
      {unsound.length > 0 && <p className="cmp-quiet">{t("compare.unsound", { titles: unsound.join(", ") })}</p>}
    </section>
  );
}

const shown = (sums: Sums | null, key: Row[0], words: Row[1]): string => (sums ? words(sums[key]) : "–");

/** Small changes as per cent, large ones as a multiple. */
export function difference(a: number | undefined, b: number | undefined): string {
  if (a === undefined || b === undefined) return "–";
  if (a === b) return "=";
  if (a === 0 || b === 0) return b > a ? "+" : "−";
  const ratio = b / a, digits = (value: number): string => new Intl.NumberFormat(language(), { maximumSignificantDigits: 3 }).format(value);
  if (ratio >= 2) return `× ${digits(ratio)}`;
  if (ratio <= 0.5) return `÷ ${digits(1 / ratio)}`;
  return `${ratio > 1 ? "+" : "−"}${digits(Math.abs(ratio - 1) * 100)} %`;
}
