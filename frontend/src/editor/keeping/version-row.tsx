/** One version in the list: what it is called, whose and when, what it changed, and what can be done with it. */
import { History, Pencil, Scale } from "lucide-react";
import { useState, type FormEvent } from "react";
import { useTranslation } from "react-i18next";
import { language } from "../../shared/page";
import { change, type Version } from "./versions-data";

const number = (value: number): string => value.toLocaleString(language());

function Facts({ row }: { row: Version }) {
  const { t } = useTranslation();
  const differs = change(row);
  const when = new Date(row.updated_at).toLocaleString(language(), { dateStyle: "medium", timeStyle: "short" });
  return (
    <small>
      {when}{row.author && <> · <bdi>{t("keeping.version.by", { author: row.author })}</bdi></>} · {row.n_parameters === null ? t("keeping.version.unsound") : t("keeping.version.parameters", { count: row.n_parameters, replace: { count: number(row.n_parameters) } })}
      {differs !== null && <span className="ed-version-change" data-more={differs > 0}> ({t(differs > 0 ? "keeping.version.more" : "keeping.version.fewer", { count: Math.abs(differs), replace: { count: number(Math.abs(differs)) } })})</span>}
    </small>
  );
}

export function NameForm({ row, save, close }: { row: Version; save: (given: { name: string; note: string }) => void; close: () => void }) {
  const { t } = useTranslation();
  const [name, setName] = useState(row.name), [note, setNote] = useState(row.note);
  const submit = (event: FormEvent): void => { event.preventDefault(); save({ name, note }); };
  return (
    <form className="ed-version-form" aria-label={t("keeping.version.rename", { number: row.number })} onSubmit={submit} onKeyDown={(e) => { if (e.key === "Escape") { e.preventDefault(); e.stopPropagation(); close(); } }}>
      <div className="field"><label htmlFor="version-name">{t("keeping.version.name")}</label><input id="version-name" dir="auto" value={name} onChange={(e) => setName(e.target.value)} autoFocus /></div>
      <div className="field"><label htmlFor="version-note">{t("keeping.version.note")}</label><input id="version-note" dir="auto" value={note} onChange={(e) => setNote(e.target.value)} /></div>
      <div className="ed-version-form-end">
        <button type="button" className="btn btn-small" onClick={close}>{t("keeping.version.cancel")}</button>
        <button type="submit" className="btn btn-small btn-primary">{t("keeping.version.keep")}</button>
      </div>
    </form>
  );
}

export interface RowProps { row: Version; newest: boolean; readOnly: boolean; compared: boolean; naming: boolean; onName: (open: boolean) => void; onSave: (given: { name: string; note: string }) => void; onCompare: () => void; onRestore: () => void }

export function Row({ row, newest, readOnly, compared, naming, onName, onSave, onCompare, onRestore }: RowProps) {
  const { t } = useTranslation();
  const { number: n } = row, numbered = { number: n };
  return (
    <li data-named={row.name !== ""}>
      <div className="ed-version">
        <div className="ed-version-text">
          <span className="ed-version-title"><strong><bdi>{row.name || t("keeping.version.unnamed", numbered)}</bdi></strong>{row.name && <span className="ed-version-number">{t("keeping.version.number", numbered)}</span>}{newest && <span className="badge badge-accent">{t("keeping.version.now")}</span>}<span className="badge">{t(`keeping.version.${row.kind}`)}</span></span>
          <Facts row={row} />
          {row.note && <p className="ed-version-note"><bdi>{row.note}</bdi></p>}
        </div>
        <div className="ed-version-acts">
          {!readOnly && <button type="button" className="icon-btn" aria-label={t("keeping.version.rename", numbered)} title={t("keeping.version.rename", numbered)} aria-expanded={naming} onClick={() => onName(!naming)}><Pencil size={16} aria-hidden /></button>}
          <button type="button" className="icon-btn" aria-label={t("keeping.version.compareOf", numbered)} title={t("keeping.version.compare")} aria-pressed={compared} onClick={onCompare}><Scale size={16} aria-hidden /></button>
          {!newest && !readOnly && <button type="button" className="btn btn-small" aria-label={t("keeping.version.restoreOf", numbered)} onClick={onRestore}><History size={15} aria-hidden /> {t("keeping.version.restore")}</button>}
        </div>
      </div>
      {naming && <NameForm row={row} save={onSave} close={() => onName(false)} />}
    </li>
  );
}
