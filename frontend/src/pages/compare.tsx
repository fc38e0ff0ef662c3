/** The page that compares two designs. */
import "@xyflow/react/dist/style.css";
import "../editor/editor.css";
import "../editor/editing.css";
import "../editor/inspector/panels.css";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { Compare } from "../compare/page";
import type { PageData } from "../compare/types";
import type { Registry } from "../graph/rules";
import { en } from "../i18n/compare-en";
import { ko } from "../i18n/compare-ko";
import { en as editingEn } from "../i18n/editing-en";
import { ko as editingKo } from "../i18n/editing-ko";
import { en as pagesEn } from "../i18n/pages-en";
import { ko as pagesKo } from "../i18n/pages-ko";
import { startI18n } from "../shared/i18n";
import { pageData, root } from "../shared/page";

startI18n({ common: pagesEn.common, compare: en, editing: editingEn }, { common: pagesKo.common, compare: ko, editing: editingKo });
const { a, b, blocks } = pageData<PageData>();
const registry: Registry = Object.assign(Object.create(null), Object.fromEntries(blocks.map((block) => [block.type, block])));
createRoot(root()).render(<StrictMode><Compare a={a} b={b} registry={registry} /></StrictMode>);
