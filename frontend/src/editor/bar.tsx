/** The bar above the canvas: title, state of saving, history, file, versions, totals and Train. */
import { ChevronLeft, GitCompareArrows, History, LayoutDashboard, Play, Redo2, Undo2, Upload } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useStore } from "zustand";
import { askImport } from "../drop/dropper";
import { Origin } from "../sharing/origin";
import { ShareButton } from "../sharing/share-button";
import { history, redo, undo, useEditor } from "../store/editor";
import { overlays } from "../store/overlay";
import type { Saver } from "../store/saving";
import { arrange } from "./actions";
import { Exports } from "./exports";
import { SaveState } from "./keeping/save-state";
import { retitle } from "./keeping/title";

function Title() {
  const { t } = useTranslation();
  const title = useEditor((s) => s.title), readOnly = useEditor((s) => s.readOnly);
  const [typed, setTyped] = useState<string | null>(null);
  const done = (): void => { if (typed !== null) retitle(typed); setTyped(null); };
  return (
    <input className="ed-title" aria-label={t("editor.title")} value={typed ?? title} readOnly={readOnly} dir="auto"
      onChange={(e) => setTyped(e.target.value)} onBlur={done}
      onKeyDown={(e) => { if (e.key === "Enter") e.currentTarget.blur(); if (e.key === "Escape") setTyped(null); }} />
  );
}

export function Totals() {
  const { t } = useTranslation();
  const report = useEditor((s) => s.report), checking = useEditor((s) => s.checking), waiting = useEditor((s) => s.waiting);
  const errors = report?.diagnostics.filter((d) => d.severity === "error").length ?? 0;
  const n = report?.totals?.parameters;
  return (
    <span className="ed-totals" aria-live="polite" aria-busy={checking}>
      {n === undefined ? "" : <strong>{t("editor.parameters", { count: n, replace: { count: n.toLocaleString() } })}</strong>}
      {waiting && <span data-waits="true">{t("keeping.waits")}</span>}
      {report && !waiting && <span data-bad={errors > 0}>{errors ? t("editor.problems", { count: errors }) : t("editor.sound")}</span>}
      {!report && !waiting && checking && t("editor.checking")}
    </span>
  );
}

function Tool({ label, icon, act, off = false }: { label: string; icon: React.ReactNode; act: () => void; off?: boolean }) {
  return <button type="button" className="icon-btn" aria-label={label} title={label} onClick={act} disabled={off}>{icon}</button>;
}

export function Bar({ saver, ask }: { saver: Saver; ask: () => void }) {
  const { t } = useTranslation();
  const id = useEditor((s) => s.id), readOnly = useEditor((s) => s.readOnly);
  const canUndo = useStore(history, (s) => s.pastStates.length > 0), canRedo = useStore(history, (s) => s.futureStates.length > 0);
  const train = (event: React.MouseEvent<HTMLAnchorElement>): void => {
    if (!saver.unsaved) return;
    event.preventDefault();
    const to = event.currentTarget.href;
    void saver.flush().then(() => { if (!saver.unsaved) location.assign(to); });
  };
  return (
    <header className="ed-bar">
      <a className="icon-btn" href="/architectures/" aria-label={t("editor.back")} title={t("editor.back")}><ChevronLeft size={20} /></a>
      <div className="ed-names"><h1 className="visually-hidden">{useEditor.getState().title}</h1><Title /><SaveState ask={ask} /><Origin /></div>
      <div className="ed-tools">
        <Tool label={t("editor.undo")} icon={<Undo2 size={18} />} act={undo} off={!canUndo || readOnly} />
        <Tool label={t("editor.redo")} icon={<Redo2 size={18} />} act={redo} off={!canRedo || readOnly} />
        <Tool label={t("editor.arrange")} icon={<LayoutDashboard size={18} />} act={arrange} off={readOnly} />
        <Tool label={t("editor.versions")} icon={<History size={18} />} act={() => overlays().open({ kind: "versions" })} />
        <Tool label={t("editing.command.compare")} icon={<GitCompareArrows size={18} />} act={() => overlays().open({ kind: "compare" })} />
        <Tool label={t("editor.import")} icon={<Upload size={18} />} act={askImport} />
        <Exports saver={saver} />
        {!readOnly && <ShareButton saver={saver} />}
      </div>
      <Totals />
      <a className="btn btn-primary" href={`/runs/new/?architecture=${id}`} onClick={train}><Play size={16} aria-hidden /> {t("editor.train")}</a>
    </header>
  );
}
