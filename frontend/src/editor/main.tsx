/** The editor's page. */
import "@xyflow/react/dist/style.css";
import "./editor.css";
import "./editing.css";
import "./repeat.css";
import "./comments.css";
import "./own/own.css";
import "./touch.css";
import { Component, lazy, StrictMode, Suspense, type ReactNode } from "react";
import { createRoot } from "react-dom/client";
import { en as panelsEn } from "../i18n/editor-panels-en";
import { ko as panelsKo } from "../i18n/editor-panels-ko";
import { en as editorEn } from "../i18n/editor-en";
import { ko as editorKo } from "../i18n/editor-ko";
import { en as cardsEn } from "../i18n/editor-cards-en";
import { ko as cardsKo } from "../i18n/editor-cards-ko";
import { en as compareEn } from "../i18n/compare-en";
import { ko as compareKo } from "../i18n/compare-ko";
import { en as factsEn } from "../i18n/facts-en";
import { ko as factsKo } from "../i18n/facts-ko";
import { en as keepingEn } from "../i18n/keeping-en";
import { ko as keepingKo } from "../i18n/keeping-ko";
import { en as tourEn } from "../i18n/tour-en";
import { ko as tourKo } from "../i18n/tour-ko";
import { en as editingEn } from "../i18n/editing-en";
import { ko as editingKo } from "../i18n/editing-ko";
import { en as choicesEn } from "../i18n/choices-en";
import { ko as choicesKo } from "../i18n/choices-ko";
import { en as commentsEn } from "../i18n/comments-en";
import { ko as commentsKo } from "../i18n/comments-ko";
import { en as ownEn } from "../i18n/own-en";
import { ko as ownKo } from "../i18n/own-ko";
import { en as repeatEn } from "../i18n/repeat-en";
import { ko as repeatKo } from "../i18n/repeat-ko";
import { en as droppingEn } from "../i18n/dropping-en";
import { ko as droppingKo } from "../i18n/dropping-ko";
import { en as sharingEn } from "../i18n/sharing-en";
import { ko as sharingKo } from "../i18n/sharing-ko";
import { en as pagesEn } from "../i18n/pages-en";
import { ko as pagesKo } from "../i18n/pages-ko";
import type { Registry } from "../graph/rules";
import type { BlockSpec, Design } from "../graph/types";
import { startI18n } from "../shared/i18n";
import { pageData, root } from "../shared/page";
import { history, useEditor } from "../store/editor";
import { openChosen, recallFolded } from "../store/folded";
import { recallHistory, rememberHistory } from "../store/remember";
import { startBaseline } from "../store/baseline";
import { startChecking } from "../store/checking";
import { startNews } from "../store/news";
import { Saver, type Person } from "../store/saving";
import { loadLibrary } from "../store/library";
import { recallTour } from "../store/tour";
import { startView, type Device } from "../store/view";
import type { Linked } from "../viewer/viewer";
import { Shell } from "./shell";

const Viewer = lazy(() => import("../viewer/viewer"));

interface Page {
  architecture: { id: string; title: string; revision: number; owner: string; design: Design };
  person?: Person; // nobody, where a link shows it
  editable: boolean;
  blocks: BlockSpec[];
  devices?: Device[]; // none of which a public link tells
  linked?: Linked; // shown by its public link
}

const i18n = startI18n({ // one line each, so that topics are added without conflicts
  common: pagesEn.common,
  choice: choicesEn,
  cards: cardsEn,
  editor: editorEn,
  editing: editingEn,
  facts: factsEn,
  keeping: keepingEn,
  compare: compareEn,
  tour: tourEn,
  panels: panelsEn,
  own: ownEn,
  repeat: repeatEn,
  comments: commentsEn,
  sharing: sharingEn,
  dropping: droppingEn,
}, {
  common: pagesKo.common,
  choice: choicesKo,
  cards: cardsKo,
  editor: editorKo,
  editing: editingKo,
  facts: factsKo,
  keeping: keepingKo,
  compare: compareKo,
  tour: tourKo,
  panels: panelsKo,
  own: ownKo,
  repeat: repeatKo,
  comments: commentsKo,
  sharing: sharingKo,
  dropping: droppingKo,
});

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
  recallTour(architecture.id, new URLSearchParams(location.search).has("tour"));
  recallHistory(architecture.id);
  rememberHistory(architecture.id);
}
recallFolded(architecture.id);
openChosen();
const saver = new Saver(architecture.id, architecture.revision, page.person);
saver.start();
if (!page.linked) startNews(architecture.id, saver);
startView(page.devices ?? []);
if (page.linked) useEditor.setState({ report: page.linked.report });
else { startBaseline(architecture.id); startChecking(); }
void loadLibrary();
const shown = page.linked ? <Suspense><Viewer saver={saver} owner={architecture.owner} linked={page.linked} /></Suspense> : <Shell saver={saver} owner={architecture.owner} />;
createRoot(root()).render(<StrictMode><Guard>{shown}</Guard></StrictMode>);
