/** A design behind a public link: the canvas to look at, whose it is, and the way to a copy of one's own. */
import "./viewer.css";
import { ReactFlowProvider } from "@xyflow/react";
import { Copy } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Totals } from "../editor/bar";
import { Canvas } from "../editor/canvas";
import { Editing } from "../editor/editing";
import { Details, Outline } from "../editor/shell";
import type { Report } from "../graph/types";
import { useEditor } from "../store/editor";
import type { Saver } from "../store/saving";

export interface Linked {
  copy: string; // address to which a copy is posted
  signedIn: boolean;
  report: Report;
}

export default function Viewer({ saver, owner, linked }: { saver: Saver; owner: string; linked: Linked }) {
  const { t } = useTranslation();
  const title = useEditor((s) => s.title), notice = useEditor((s) => s.notice);
  const [details, setDetails] = useState(false);
  return (
    <ReactFlowProvider>
      <div className="ed ed-viewer" data-sheet={details ? "details" : ""}>
        <header className="ed-bar">
          <div className="ed-names"><h1 className="viewer-title">{title}</h1><p className="ed-save">{t("sharing.by", { owner })}</p></div>
          <Totals />
          <MakeCopy linked={linked} />
        </header>
        <div className="ed-body">
          <Canvas />
          <aside className="ed-side ed-right" aria-label={t("editor.details")}><Details /></aside>
          <p className="ed-notice" role="status" data-shown={notice !== ""}>{notice}</p>
        </div>
        <nav className="ed-tabs" aria-label={t("editor.more")}>
          <button type="button" className="btn" aria-expanded={details} onClick={() => setDetails(!details)}>{t("editor.details")}</button>
        </nav>
        <Outline />
      </div>
      <Editing saver={saver} />
    </ReactFlowProvider>
  );
}

/** A form of the page posts for who is signed in; a stranger signs in first, and is asked once more. */
function MakeCopy({ linked }: { linked: Linked }) {
  const { t } = useTranslation();
  const words = <><Copy size={16} aria-hidden /> {t("sharing.copy")}</>;
  if (linked.signedIn) return <button type="submit" form="copy" className="btn btn-primary">{words}</button>;
  return <a className="btn btn-primary" href={linked.copy} title={t("sharing.copyAfter")}>{words}</a>;
}
