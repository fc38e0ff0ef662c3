/** Runs and what they took and reached, to be sorted by any of it. */
import { ArrowDown, ArrowUp } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { clock, count, fixed } from "../pages/format";
import { flops } from "./axis-formats";
import { best, COLUMNS, LOSSES, measureOf, sorted, type Column, type Compared, type Order } from "./board";

const SHOW: Record<Column, (value: number | null) => string> = {
  n_parameters: count, flops: (v) => (v == null ? "–" : flops(v)), trained_s: clock, tokens_seen: count, best_val_loss: fixed, val_loss: fixed, bits_per_byte: fixed,
};

interface Props { runs: Compared[]; colors: ReadonlyMap<string, string>; sameText: boolean; sameTokenizer: boolean; out?: (id: string) => void }

export function Leaderboard({ runs, colors, sameText, sameTokenizer, out }: Props) {
  const { t } = useTranslation();
  const [order, setOrder] = useState<Order>({ by: measureOf(sameTokenizer), down: false });
  // What was judged by other text, or in other tokens, has no best.
  const winner = sameText && sameTokenizer ? best(runs, "best_val_loss")?.id : undefined;
  const compact = sameText ? best(runs, "bits_per_byte")?.id : undefined;
  const warning = !sameText ? t("versus.otherText") : !sameTokenizer ? t("versus.otherTokenizer") : "";
  const sortBy = (by: Order["by"]): void => setOrder({ by, down: order.by === by && !order.down });
  const head = (by: Order["by"], words: string, num = true) => (
    <th className={num ? "num" : ""} aria-sort={order.by === by ? (order.down ? "descending" : "ascending") : "none"}>
      <button type="button" onClick={() => sortBy(by)}><span>{words}{LOSSES.has(by) && <small className="unit"> {t("run.nats")}</small>}</span>{order.by === by && (order.down ? <ArrowDown size={13} aria-hidden /> : <ArrowUp size={13} aria-hidden />)}</button>
    </th>
  );
  return (
    <section className="panel" aria-labelledby="board-title">
      <h2 id="board-title">{t("versus.board")}</h2>
      <p className="sub">{t("versus.boardHelp")}</p>
      {warning && <p className="message message-warning" role="note">{warning}</p>}
      <div className="table-wrap" tabIndex={0} role="region" aria-label={t("versus.board")}>
        <table className="table board">
          <thead><tr>{head("title", t("versus.run"), false)}{COLUMNS.map((name) => <FragmentHead key={name}>{head(name, t(`versus.column.${name}`))}</FragmentHead>)}{out && <th><span className="visually-hidden">{t("versus.takeOut")}</span></th>}</tr></thead>
          <tbody>{sorted(runs, order).map((run) => (
            <tr key={run.id}>
              <td><i className="swatch" style={{ background: colors.get(run.id) }} /><a className="strong" href={`/runs/${run.id}/`}>{run.title}</a> <span className="sub">{t(`state.${run.state}`)} · {run.owner}</span></td>
              {COLUMNS.map((name) => {
                const first = (run.id === winner && name === "best_val_loss") || (run.id === compact && name === "bits_per_byte");
                return <td key={name} className="num">{first ? <mark title={t("versus.best")}>{SHOW[name](run[name])}</mark> : SHOW[name](run[name])}</td>;
              })}
              {out && <td><button type="button" className="btn btn-small btn-quiet" disabled={runs.length < 2} aria-label={t("versus.takeOutOf", { title: run.title })} onClick={() => out(run.id)}>{t("versus.takeOut")}</button></td>}
            </tr>
          ))}</tbody>
        </table>
      </div>
    </section>
  );
}

function FragmentHead({ children }: { children: React.ReactNode }) {
  return <>{children}</>;
}
