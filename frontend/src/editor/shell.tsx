/** The editor: bar, palette, canvas, details; on a narrow screen the panels are sheets over the canvas. */
import { ReactFlowProvider, useReactFlow } from "@xyflow/react";
import { lazy, Suspense, useEffect, useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import { useShallow } from "zustand/react/shallow";
import { nodeAt, walk } from "../graph/document";
import { post } from "../shared/api";
import { useEditor } from "../store/editor";
import type { Saved, Saver } from "../store/saving";
import { useTour } from "../store/tour";
import { addBlock, applyFix, duplicateChosen, param, removeChosen, renamed, sizes } from "./actions";
import { Bar } from "./bar";
import { Canvas } from "./canvas";
import { DropOnCanvas } from "../drop/on-canvas";
import { Editing } from "./editing";
import { FactsBar } from "./facts/bar";
import { Keeping } from "./keeping/keeping";
import { retitle } from "./keeping/title";
import { DesignSettings } from "./inspector/design-settings";
import { Inspector } from "./inspector/inspector";
import { say } from "./notice";
import { Palette } from "./palette/palette";
import { Several } from "./several";
import { Problems } from "./problems/problems";

export function Details() {
  const { t } = useTranslation();
  const { design, title, selected, report, checking, registry, readOnly, set } = useEditor();
  const flow = useReactFlow();
  const path = selected.length === 1 ? selected[0]! : null, node = path ? nodeAt(design, path) : null;
  const go = (target: string): void => {
    if (!target || !nodeAt(design, target)) return set({ selected: [] });
    set({ selected: [target] });
    void flow.fitView({ nodes: [{ id: target }], maxZoom: 1, padding: 0.6, duration: 250 });
  };
  const rename = (name: string): string | null => {
    const refused = path ? renamed(path, name) : null;
    return refused && t(`editor.name.${refused}`);
  };
  return (
    <>
      {path && node ? (
        <Inspector path={path} node={node} spec={registry[node.type]} vars={design.vars} report={report} readOnly={readOnly} onRename={rename} onParam={(attr, value) => param(path, attr, value)} onFix={applyFix} onDelete={() => removeChosen()} onDuplicate={duplicateChosen} />
      ) : selected.length > 1 ? (
        <Several />
      ) : (
        <DesignSettings title={title} vars={design.vars} report={report} readOnly={readOnly} onTitle={retitle} onVars={sizes} />
      )}
      <Problems report={report} busy={checking} readOnly={readOnly} onGo={go} onFix={applyFix} />
    </>
  );
}

function ReadOnly({ owner }: { owner: string }) {
  const { t } = useTranslation();
  const id = useEditor((s) => s.id);
  const copy = (): void => {
    post<Saved>(`/api/v1/architectures/${id}/duplicate/`).then((made) => location.assign(`/architectures/${made.id}/edit/`), (error: Error) => say(error.message || t("common.offline")));
  };
  return <p className="ed-readonly"><span>{t("editor.readOnly", { owner })}</span> <button type="button" className="btn btn-small" onClick={copy}>{t("editor.copy")}</button></p>;
}

const Coach = lazy(() => import("./tour/coach"));

type Sheet = "blocks" | "details" | null;

export function Shell({ saver, owner }: { saver: Saver; owner: string }) {
  const { t } = useTranslation();
  const { registry, readOnly, notice } = useEditor(useShallow(({ registry, readOnly, notice }) => ({ registry, readOnly, notice })));
  const [asked, setAsked] = useState(0);
  const touring = useTour((s) => s.open) && !readOnly;
  const [sheet, setSheet] = useState<Sheet>(null);
  useEffect(() => useEditor.subscribe(({ design, selected, set }) => { // after an undo, what is chosen may be gone
    const there = selected.filter((path) => nodeAt(design, path));
    if (there.length !== selected.length) set({ selected: there });
  }), []);
  const blocks = useMemo(() => Object.values(registry).filter((spec) => !spec.hidden), [registry]);
  const toggle = (which: Exclude<Sheet, null>) => (): void => setSheet((was) => (was === which ? null : which));
  const add = (type: string): void => { addBlock(type); if (sheet) setSheet(null); };
  return (
    <ReactFlowProvider>
      <div className="ed" data-sheet={sheet ?? ""}>
        <Bar saver={saver} ask={() => setAsked((n) => n + 1)} />
        {readOnly && <ReadOnly owner={owner} />}
        <div className="ed-body">
          <aside className="ed-side ed-left" aria-label={t("editor.blocks")}><h2 className="visually-hidden">{t("editor.blocks")}</h2><Palette blocks={blocks} disabled={readOnly} onAdd={add} /></aside>
          <div className="ed-middle">{touring && <Suspense><Coach flush={() => saver.flush()} /></Suspense>}<Canvas /></div>
          <aside className="ed-side ed-right" aria-label={t("editor.details")}><Details /></aside>
          <p className="ed-notice" role="status" data-shown={notice !== ""}>{notice}</p>
        </div>
        <FactsBar />
        <nav className="ed-tabs" aria-label={t("editor.more")}>
          {(["blocks", "details"] as const).map((which) => <button key={which} type="button" className="btn" aria-expanded={sheet === which} onClick={toggle(which)}>{t(`editor.${which}`)}</button>)}
        </nav>
        <Outline />
      </div>
      <Editing saver={saver} />
      <DropOnCanvas saver={saver} />
      <Keeping saver={saver} asked={asked} />
    </ReactFlowProvider>
  );
}

/** The design as a list, for those who hear the page. */
export function Outline() {
  const { t } = useTranslation();
  const { design, report } = useEditor();
  return (
    <ul className="visually-hidden" aria-label={t("editor.canvas")}>
      {walk(design).map(([path, node]) => <li key={path}>{path}: {typeof node.name === "string" && node.name ? node.name : node.type}{report?.nodes?.[path] ? `, ${t("editor.parameters", { count: report.nodes[path].parameters })}` : ""}</li>)}
    </ul>
  );
}
