/** Giving the design another title; what will not do is refused with a sentence, and the old one stays. */
import i18next from "i18next";
import { cleanLine, lengthOf, MAX_TITLE } from "../../graph/title";
import { useEditor } from "../../store/editor";
import { say } from "../notice";

export function retitle(text: string): void {
  const shown = cleanLine(text), length = lengthOf(shown);
  if (!shown) return text.trim() ? say(i18next.t("keeping.title.invisible")) : undefined;
  if (length > MAX_TITLE) return say(i18next.t("keeping.title.long", { count: length, replace: { count: length.toLocaleString() } }));
  useEditor.getState().set({ title: shown });
}
