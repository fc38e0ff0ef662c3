/** The dialog on a page that has no editor: started with its words when it is first asked for. */
import i18next from "i18next";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { en as pagesEn } from "../i18n/pages-en";
import { ko as pagesKo } from "../i18n/pages-ko";
import { en } from "../i18n/sharing-en";
import { ko } from "../i18n/sharing-ko";
import { startI18n } from "../shared/i18n";
import ShareDialog from "./dialog";
import type { Kind } from "./state";

/** Show the dialog of a thing; `done` hears that it was closed, and whether anything was changed. */
export function showSharing(id: string, done: (changed: boolean) => void, kind: Kind = "architectures"): void {
  if (!i18next.isInitialized) startI18n({ common: pagesEn.common }, { common: pagesKo.common });
  i18next.addResourceBundle("en", "translation", { sharing: en }, true).addResourceBundle("ko", "translation", { sharing: ko }, true);
  const place = document.body.appendChild(document.createElement("div")), root = createRoot(place);
  const close = (changed: boolean): void => { root.unmount(); place.remove(); done(changed); };
  root.render(<StrictMode><ShareDialog id={id} kind={kind} onClose={close} /></StrictMode>);
}
