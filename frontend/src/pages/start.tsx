/** Draws an island in the page's language. */
import { StrictMode, type ReactNode } from "react";
import { createRoot } from "react-dom/client";
import { en } from "../i18n/pages-en";
import { ko } from "../i18n/pages-ko";
import { ApiError, OfflineError } from "../shared/api";
import { startI18n } from "../shared/i18n";
import { root } from "../shared/page";

export const i18n = startI18n(en, ko);

export function draw(island: ReactNode, id = "root"): void {
  createRoot(root(id)).render(<StrictMode>{island}</StrictMode>);
}

export function wordsOf(error: unknown): string {
  if (error instanceof ApiError) return error.message;
  return i18n.t(error instanceof OfflineError ? "common.offline" : "common.unexpected");
}
