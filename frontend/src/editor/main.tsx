/** The editor's page. */
import "@xyflow/react/dist/style.css";
import "./editor.css";
import "./editing.css";
import { Component, StrictMode, type ReactNode } from "react";
import { createRoot } from "react-dom/client";
import { en as panelsEn } from "../i18n/editor-panels-en";
import { ko as panelsKo } from "../i18n/editor-panels-ko";
import { en as editorEn } from "../i18n/editor-en";
import { ko as editorKo } from "../i18n/editor-ko";
import { en as cardsEn } from "../i18n/editor-cards-en";
import { ko as cardsKo } from "../i18n/editor-cards-ko";
import { en as editingEn } from "../i18n/editing-en";
import { ko as editingKo } from "../i18n/editing-ko";
import { en as pagesEn } from "../i18n/pages-en";
import { ko as pagesKo } from "../i18n/pages-ko";
import type { Registry } from "../graph/rules";
import type { BlockSpec, Design } from "../graph/types";
import { startI18n } from "../shared/i18n";
import { pageData, root } from "../shared/page";
import { history, useEditor } from "../store/editor";
import { recallHistory, rememberHistory } from "../store/remember";
import { Saver, startChecking } from "../store/saving";
import { Shell } from "./shell";

interface Page {
  architecture: { id: string; title: string; revision: number; owner: string; design: Design };
  editable: boolean;
  blocks: BlockSpec[];
}

const i18n = startI18n({ common: pagesEn.common, cards: cardsEn, editor: editorEn, editing: editingEn, panels: panelsEn }, { common: pagesKo.common, cards: cardsKo, editor: editorKo, editing: editingKo, panels: panelsKo });

class Guard extends Component<{ children: ReactNode }, { failed: boolean }> {
  override state = { failed: false };
  static getDerivedStateFromError(): { failed: boolean } {
    return { failed: true };
  }
  override render(): ReactNode {
    if (!this.state.failed) return this.props.children;
    return (
      <div className="ed-failed" role="alert"><h1>{i18n.t("editor.failed")}</h1><p>{i18n.t("editor.failedText")}</p>
        <button type="button" className="btn btn-primary" onClick={() => location.reload()}>{i18n.t("editor.reload")}</button></div>
    );
  }
}

const page = pageData<Page>();
const { architecture } = page;
useEditor.setState({
  id: architecture.id,
  title: architecture.title,
  design: architecture.design,
  readOnly: !page.editable,
  registry: Object.assign(Object.create(null), Object.fromEntries(page.blocks.map((block) => [block.type, block]))) as Registry, // a design may speak of a type "constructor"
});
history.getState().clear();
if (page.editable) {
  recallHistory(architecture.id);
  rememberHistory(architecture.id);
}
const saver = new Saver(architecture.id, architecture.revision);
saver.start();
startChecking();
createRoot(root()).render(<StrictMode><Guard><Shell saver={saver} owner={architecture.owner} /></Guard></StrictMode>);
