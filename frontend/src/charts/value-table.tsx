/** Some of a chart's numbers as a table: for screen readers, and for who wants to read them. Made only when it is opened. */
import { useState } from "react";
import { useTranslation } from "react-i18next";

const ROWS = 12;

interface Props {
  title: string;
  axisWord: string;
  columns: (number | null)[][];
  labels: string[];
  format: (value: number) => string;
  formatX: (value: number) => string;
}

export function ValueTable({ title, axisWord, columns, labels, format, formatX }: Props) {
  const { t } = useTranslation();
  const [open, setOpen] = useState(false);
  return (
    <details className="chart-values" onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>{t("watch.values")}<span className="visually-hidden"> {title}</span></summary>
      {open && (
        <div className="table-wrap" tabIndex={0} role="region" aria-label={t("watch.valuesOf", { title })}>
          <table className="table">
            <thead><tr><th scope="col">{axisWord}</th>{labels.map((label, k) => <th scope="col" className="num" key={k}>{label}</th>)}</tr></thead>
            <tbody>{places(columns[0]?.length ?? 0).map((n) => (
              <tr key={n}><th scope="row">{formatX(columns[0]?.[n] ?? 0)}</th>{labels.map((_, k) => <td className="num" key={k}>{columns[k + 1]?.[n] == null ? "–" : format(columns[k + 1]?.[n] ?? 0)}</td>)}</tr>
            ))}</tbody>
          </table>
        </div>
      )}
    </details>
  );
}

/** Places spread evenly, the first and the last among them. */
function places(n: number): number[] {
  if (n <= ROWS) return Array.from({ length: n }, (_, k) => k);
  return Array.from({ length: ROWS }, (_, k) => Math.round((k * (n - 1)) / (ROWS - 1)));
}
