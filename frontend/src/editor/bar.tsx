/** The bar above the canvas: title, state of saving, history, file, versions, totals and Train. */
import { ChevronLeft, History, LayoutDashboard, Play, Redo2, Undo2, Upload } from "lucide-react";
import { useRef, useState, type ChangeEvent } from "react";
import { useTranslation } from "react-i18next";
import { useStore } from "zustand";
import { readDesign } from "../graph/adding";
import { history, redo, undo, useEditor } from "../store/editor";
import type { Saver } from "../store/saving";
import { arrange } from "./actions";
import { Exports } from "./exports";
import { say } from "./notice";

const MAX_FILE = 2 * 2 ** 20; // bytes

function Title() {
  const { t } = useTranslation();
  const title = useEditor((s) => s.title), readOnly = useEditor((s) => s.readOnly), set = useEditor((s) => s.set);
  const [typed, setTyped] = useState<string | null>(null);
  const done = (): void => { if (typed?.trim()) set({ title: typed.trim() }); setTyped(null); };
  return (
    <input className="ed-title" aria-label={t("editor.title")} value={typed ?? title} readOnly={readOnly} maxLength={120}
      onChange={(e) => setTyped(e.target.value)} onBlur={done}
      onKeyDown={(e) => { if (e.key === "Enter") e.currentTarget.blur(); if (e.key === "Escape") setTyped(null); }} />
  );
}

function SaveState() {
  const { t } = useTranslation();
  const save = useEditor((s) => s.save), problem = useEditor((s) => s.problem), readOnly = useEditor((s) => s.readOnly);
  if (readOnly) return null;
  return <span className="ed-save" data-state={save} role="status" title={problem || undefined}>{t(`editor.save.${save}`)}{save === "refused" && problem ? `: ${problem}` : ""}</span>;
}

function Totals() {
  const { t } = useTranslation();
  const report = useEditor((s) => s.report), checking = useEditor((s) => s.checking);
  const errors = report?.diagnostics.filter((d) => d.severity === "error").length ?? 0;
  const n = report?.totals?.parameters;
  return (
    <span className="ed-totals" aria-live="polite" aria-busy={checking}>
      {n === undefined ? "" : <strong>{t("editor.parameters", { count: n, replace: { count: n.toLocaleString() } })}</strong>}
      {report && <span data-bad={errors > 0}>{errors ? t("editor.problems", { count: errors }) : t("editor.sound")}</span>}
      {!report && checking && t("editor.checking")}
    </span>
  );
}

function Tool({ label, icon, act, off = false }: { label: string; icon: React.ReactNode; act: () => void; off?: boolean }) {
  return <button type="button" className="icon-btn" aria-label={label} title={label} onClick={act} disabled={off}>{icon}</button>;
}

export function Bar({ saver, openVersions }: { saver: Saver; openVersions: () => void }) {
  const { t } = useTranslation();
  const id = useEditor((s) => s.id), readOnly = useEditor((s) => s.readOnly);
  const canUndo = useStore(history, (s) => s.pastStates.length > 0), canRedo = useStore(history, (s) => s.futureStates.length > 0);
  const file = useRef<HTMLInputElement>(null);
  const train = (event: React.MouseEvent<HTMLAnchorElement>): void => {
    if (!saver.unsaved) return;
    event.preventDefault();
    const to = event.currentTarget.href;
    void saver.flush().then(() => { if (!saver.unsaved) location.assign(to); });
  };
  const bring = (event: ChangeEvent<HTMLInputElement>): void => {
    const chosen = event.target.files?.[0];
    event.target.value = "";
    if (!chosen) return;
    if (chosen.size > MAX_FILE) return say(t("editor.tooLarge", { file: chosen.name }));
    void chosen.text().then((text) => {
      const design = readDesign(text);
      if (!design) return say(t("editor.notADesign", { file: chosen.name }));
      useEditor.getState().change(design);
      useEditor.getState().set({ selected: [] });
      say(t("editor.imported"));
    });
  };
  return (
    <header className="ed-bar">
      <a className="icon-btn" href="/architectures/" aria-label={t("editor.back")} title={t("editor.back")}><ChevronLeft size={20} /></a>
      <div className="ed-names"><h1 className="visually-hidden">{useEditor.getState().title}</h1><Title /><SaveState /></div>
      <div className="ed-tools">
        <Tool label={t("editor.undo")} icon={<Undo2 size={18} />} act={undo} off={!canUndo || readOnly} />
        <Tool label={t("editor.redo")} icon={<Redo2 size={18} />} act={redo} off={!canRedo || readOnly} />
        <Tool label={t("editor.arrange")} icon={<LayoutDashboard size={18} />} act={arrange} off={readOnly} />
        <Tool label={t("editor.versions")} icon={<History size={18} />} act={openVersions} />
        <Tool label={t("editor.import")} icon={<Upload size={18} />} act={() => file.current?.click()} off={readOnly} />
        <Exports saver={saver} />
        <input ref={file} type="file" accept="application/json,.json" hidden onChange={bring} data-testid="import-file" />
      </div>
      <Totals />
      <a className="btn btn-primary" href={`/runs/new/?architecture=${id}`} onClick={train}><Play size={16} aria-hidden /> {t("editor.train")}</a>
    </header>
  );
}
