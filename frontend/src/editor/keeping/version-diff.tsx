/** What differs between a version and what is here now, or another version. */
import { X } from "lucide-react";
import { lazy, Suspense, useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { addressOf } from "../../compare/types";
import type { Design } from "../../graph/types";
import { useEditor } from "../../store/editor";
import { designOf, type Version } from "./versions-data";

const Differences = lazy(() => import("../compare/differences").then(({ Differences: found }) => ({ default: found })));
const NOW = 0; // no version has this number

function useDesign(id: string, number: number, failed: (error: unknown) => void): Design | null {
  const now = useEditor((s) => s.design);
  const [held, setHeld] = useState<{ number: number; design: Design } | null>(null);
  useEffect(() => { if (number !== NOW) designOf(id, number).then((design) => setHeld({ number, design }), failed); }, [id, number]);
  return number === NOW ? now : held?.number === number ? held.design : null;
}

export function VersionDiff({ row, rows, failed, close }: { row: Version; rows: readonly Version[]; failed: (error: unknown) => void; close: () => void }) {
  const { t } = useTranslation();
  const id = useEditor((s) => s.id), registry = useEditor((s) => s.registry);
  const newest = rows[0]?.number === row.number;
  const [other, setOther] = useState(() => (newest ? (rows[1]?.number ?? NOW) : NOW));
  const mine = useDesign(id, row.number, failed), theirs = useDesign(id, other, failed);
  const later = other === NOW || other > row.number; // what is older stands on the left
  const [a, b] = later ? [mine, theirs] : [theirs, mine];
  const name = (number: number): string => (number === NOW ? id : `${id}@${number}`);
  const names: [string, string] = later ? [name(row.number), name(other)] : [name(other), name(row.number)];
  return (
    <section className="ed-version-diff" aria-label={t("keeping.version.compareOf", { number: row.number })}>
      <div className="ed-version-diff-head">
        <label><span>{t("keeping.version.against", { number: row.number })}</span>
          <select className="input" value={other} onChange={(e) => setOther(Number(e.target.value))}>
            <option value={NOW}>{t("keeping.version.nowIs")}</option>
            {rows.filter(({ number }) => number !== row.number).map((one) => <option key={one.id} value={one.number}>{t("keeping.version.unnamed", { number: one.number })}{one.name && `: ${one.name}`}</option>)}
          </select>
        </label>
        <a className="btn btn-small" href={addressOf(...names)}>{t("keeping.version.beside")}</a>
        <button type="button" className="icon-btn" aria-label={t("keeping.version.close")} onClick={close}><X size={16} aria-hidden /></button>
      </div>
      <div className="ed-version-diff-list" tabIndex={0} role="group" aria-label={t("keeping.version.compare")}>
        {a && b ? <Suspense fallback={<p role="status">{t("keeping.version.loading")}</p>}><Differences a={a} b={b} registry={registry} /></Suspense> : <p role="status">{t("keeping.version.loading")}</p>}
      </div>
    </section>
  );
}
