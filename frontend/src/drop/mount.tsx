/** Dropping on a page that has no editor: everything opens as new. */
import i18next from "i18next";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { en } from "../i18n/dropping-en";
import { ko } from "../i18n/dropping-ko";
import { en as pagesEn } from "../i18n/pages-en";
import { ko as pagesKo } from "../i18n/pages-ko";
import { startI18n } from "../shared/i18n";
import type { Found } from "../imports/files";
import { Dropper } from "./dropper";

export { askImport } from "./dropper";

export function mountDropper(place: HTMLElement): Promise<(found: Found[]) => void> {
  if (!i18next.isInitialized) startI18n({ common: pagesEn.common }, { common: pagesKo.common });
  i18next.addResourceBundle("en", "translation", { dropping: en }, true).addResourceBundle("ko", "translation", { dropping: ko }, true);
  return new Promise((there) => createRoot(place).render(<StrictMode><Dropper there={there} /></StrictMode>));
}
