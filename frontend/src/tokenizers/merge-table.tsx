/** The merges of a byte-pair encoding in the order in which they were learned; it grows while they are. */
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { exact } from "../pages/format";
import { wordsOf } from "../pages/start";
import { get } from "../shared/api";
import { bytesOf, hexOf, textOf, visible } from "./cuts";
import { TOKENIZERS } from "./state";

interface Row { n: number; id: number; left: string; right: string; count: number | null; n_characters: number | null }
interface Table { total: number; learning: boolean; merges: Row[] }
const STEP = 100, EVERY_MS = 500;

export function MergeTable({ id, made, learning }: { id: string; made: Set<number>; learning: boolean }) {
  const { t } = useTranslation();
  const [rows, setRows] = useState<Row[]>([]);
  const [total, setTotal] = useState(0);
  const [wanted, setWanted] = useState(STEP);
  const [error, setError] = useState("");
  const missing = learning || rows.length < Math.min(wanted, total || wanted);
  useEffect(() => {
    if (!missing) return undefined;
    const stop = new AbortController();
    const read = (): void => void get<Table>(`${TOKENIZERS}${id}/merges/?after=${rows.length}&limit=${learning ? 1000 : Math.max(1, wanted - rows.length)}`, stop.signal)
      .then((found) => { setTotal(found.total); setError(""); if (found.merges.length) setRows((were) => [...were, ...found.merges.filter((row) => row.n > were.length)]); else if (!learning) setTotal(rows.length); })
      .catch((problem: unknown) => { if (!stop.signal.aborted) setError(wordsOf(problem)); });
    const timer = setTimeout(read, learning ? EVERY_MS : 0);
    const again = setInterval(read, EVERY_MS * 2);
    return () => { stop.abort(); clearTimeout(timer); clearInterval(again); };
  }, [id, learning, missing, rows.length, wanted]);
  const counted = rows[0]?.n_characters;
  const shown = learning ? rows.slice(-STEP).reverse() : rows;
  return (
    <section className="panel" aria-labelledby="merges-title">
      <h2 id="merges-title">{t("tok.merges")}</h2>
      <p className="sub">{t("tok.mergesHelp")} {rows.length > 0 && (counted ? t("tok.counted", { n: exact(counted) }) : t("tok.uncounted"))} {made.size > 0 && t("tok.inText")}</p>
      {error && <p className="message message-error" role="alert">{error}</p>}
      <p role="status">{learning && rows.length === 0 ? t("tok.reading") : t("tok.soFar", { n: exact(rows.length), total: exact(total) })}</p>
      {learning && <progress className="wide" max={Math.max(total, 1)} value={rows.length || undefined} aria-label={t("tok.merges")} />}
      <div className="table-wrap merges" tabIndex={0} role="region" aria-labelledby="merges-title">
        <table className="table">
          <thead><tr><th className="num">{t("tok.n")}</th><th>{t("tok.pair")}</th><th>{t("tok.becomes")}</th><th className="num">{t("tok.times")}</th><th className="num">{t("tok.id")}</th></tr></thead>
          <tbody>{shown.map((row) => (
            <tr key={row.id} className={made.has(row.id) ? "made" : undefined}><td className="num">{exact(row.n)}</td><td><Bytes hex={row.left} /> + <Bytes hex={row.right} /></td><td><Bytes hex={row.left + row.right} /></td><td className="num">{row.count === null ? "–" : exact(row.count)}</td><td className="num">{row.id}</td></tr>
          ))}</tbody>
        </table>
      </div>
      {!learning && rows.length < total && <button type="button" className="btn btn-small" onClick={() => setWanted(wanted + 5 * STEP)}>{t("tok.more")}</button>}
    </section>
  );
}

function Bytes({ hex }: { hex: string }) {
  const bytes = bytesOf(hex), text = textOf(bytes);
  return <span className={`piece tint-0${text === null ? " piece-part" : ""}`} title={hexOf(bytes)}>{text === null ? hexOf(bytes) : visible(text)}</span>;
}
