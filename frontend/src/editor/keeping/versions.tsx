/** The history of a design: names, differences, and the way back. */
import { Tag } from "lucide-react";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { ApiError } from "../../shared/api";
import { useEditor } from "../../store/editor";
import type { Saver } from "../../store/saving";
import { Dialog } from "../dialog";
import { say } from "../notice";
import { VersionDiff } from "./version-diff";
import { Row } from "./version-row";
import { describe, joined, versionsPage, type Version } from "./versions-data";

interface History { rows: Version[]; count: number; page: number; more: boolean }

function useHistory(saver: Saver, failed: (error: unknown) => void) {
  const id = useEditor((s) => s.id);
  const [held, setHeld] = useState<History | null>(null);
  const read = (page: number, rows: Version[] = []): Promise<void> =>
    versionsPage(id, page).then(({ results, count, next }) => setHeld({ rows: joined(rows, results), count, page, more: next !== null }));
  const again = (): Promise<void> => saver.flush().then(() => read(1));
  useEffect(() => { again().catch(failed); }, [id, saver]);
  const older = (): void => { if (held) read(held.page + 1, held.rows).catch(failed); };
  return { held, older, again, put: (row: Version) => setHeld((was) => was && { ...was, rows: was.rows.map((one) => (one.number === row.number ? { ...one, ...row } : one)) }) };
}

/** `naming`: begin with a name for the newest version. */
export function Versions({ saver, naming = false, onClose }: { saver: Saver; naming?: boolean; onClose: () => void }) {
  const { t } = useTranslation();
  const { id, readOnly } = useEditor.getState();
  const [wrong, setWrong] = useState(""), [named, setNamed] = useState<number | "newest" | null>(naming ? "newest" : null), [compared, setCompared] = useState<number | null>(null);
  const failed = (error: unknown): void => setWrong(error instanceof ApiError ? error.message : t("common.offline"));
  const { held, older, put } = useHistory(saver, failed);
  const rows = held?.rows ?? [], newest = rows[0], row = rows.find(({ number }) => number === compared);
  const keep = (number: number) => (given: { name: string; note: string }): void => {
    setWrong("");
    describe(id, number, saver.person.id, given).then((kept) => {
      put(kept);
      setNamed(null);
      say(kept.name ? t("keeping.version.kept", { number, name: kept.name }) : t("keeping.version.keptNone", { number }));
    }, failed);
  };
  const restore = (number: number): void => {
    saver.restore(number).then(() => {
      say(t("keeping.version.restored", { number }));
      onClose();
    }, failed);
  };
  return (
    <Dialog title={t("keeping.version.title")} wide onClose={onClose}>
      <div className="ed-versions-head">
        <p>{t("keeping.version.help")}</p>
        {newest && !readOnly && <button type="button" className="btn btn-small" onClick={() => setNamed(newest.number)}><Tag size={15} aria-hidden /> {t("keeping.version.named")}</button>}
      </div>
      {wrong && <p className="form-error" role="alert">{wrong}</p>}
      {!held && !wrong && <p role="status">{t("keeping.version.loading")}</p>}
      {held?.count === 0 && <p>{t("keeping.version.empty")}</p>}
      {row && <VersionDiff key={row.number} row={row} rows={rows} failed={failed} close={() => setCompared(null)} />}
      <ul className="ed-versions" aria-label={held ? t("keeping.version.count", { count: held.count }) : undefined}>
        {rows.map((one, at) => (
          <Row key={one.id} row={one} newest={at === 0} readOnly={readOnly} compared={compared === one.number} naming={named === one.number || (named === "newest" && at === 0)}
            onName={(open) => setNamed(open ? one.number : null)} onSave={keep(one.number)} onCompare={() => setCompared(compared === one.number ? null : one.number)} onRestore={() => restore(one.number)} />
        ))}
      </ul>
      <div className="ed-dialog-end">
        {held?.more && <button type="button" className="btn" onClick={older}>{t("keeping.version.older")}</button>}
        <button type="button" className="btn" onClick={onClose}>{t("editor.close")}</button>
      </div>
    </Dialog>
  );
}
