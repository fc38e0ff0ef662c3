/** Runs as a table; as cards on a phone. */
import { useTranslation } from "react-i18next";
import { count, exact, fixed } from "../pages/format";
import { ENDED, partOf, type Run } from "../pages/run-types";
import { Silence } from "./silence";
import { Spark, type SparkData } from "./spark";
import { StateBadge } from "./state-badge";

export interface Row extends Run { owner: string; created_at: string; spark?: SparkData }

interface Props { rows: Row[]; me: string; chosen: string[]; most: number; choose: (id: string, on: boolean) => void }

export function RunTable({ rows, me, chosen, most, choose }: Props) {
  const { t } = useTranslation();
  return (
    <div className="table-wrap" tabIndex={0} role="region" aria-label={t("versus.runs")}>
      <table className="table run-table">
        <thead><tr><th><span className="visually-hidden">{t("versus.chosen")}</span></th><th>{t("versus.run")}</th><th>{t("versus.state")}</th><th>{t("versus.curve")}</th><th className="num">{t("run.loss")}</th><th className="num">{t("run.valLoss")}</th><th className="num">{t("run.parameters")}</th><th>{t("run.created")}</th></tr></thead>
        <tbody>{rows.map((row) => (
          <tr key={row.id} data-run={row.id}>
            <td><input type="checkbox" aria-label={t("versus.choose", { title: row.title })} checked={chosen.includes(row.id)} disabled={!chosen.includes(row.id) && chosen.length >= most} onChange={(event) => choose(row.id, event.target.checked)} /></td>
            <td><a className="strong" href={`/runs/${row.id}/`}>{row.title}</a><div className="sub">{row.corpus_title ?? "–"}{row.owner !== me && ` · ${row.owner}`}</div></td>
            <td><StateBadge run={row} />
              {row.silent_s !== null && <>{" "}<Silence seconds={row.silent_s} /></>}
              {!ENDED.has(row.state) && <progress max={1} value={partOf(row)} aria-label={t("run.progress")} />}</td>
            <td><Spark data={row.spark ?? null} live={!ENDED.has(row.state)} label={t("versus.spark", { loss: fixed(row.train_loss), step: exact(row.step) })} /></td>
            <td className="num" data-label={t("run.loss")}>{fixed(row.train_loss)}</td>
            <td className="num" data-label={t("run.valLoss")}>{fixed(row.val_loss)}</td>
            <td className="num" data-label={t("run.parameters")}>{count(row.n_parameters)}</td>
            <td className="nowrap"><time dateTime={row.created_at}>{when(row.created_at)}</time></td>
          </tr>
        ))}</tbody>
      </table>
    </div>
  );
}

function when(date: string): string {
  return new Date(date).toLocaleString(document.documentElement.lang, { dateStyle: "medium", timeStyle: "short" });
}
