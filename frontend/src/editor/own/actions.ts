/** Own blocks as people make and unmake them: one step of the history each, and a sentence about it. */
import i18next from "i18next";
import { expanded } from "../../graph/expanding";
import { gathered, proposed, type GatherRefusal, type Plan } from "../../graph/gathering";
import { nameOf, nodeAt } from "../../graph/document";
import { useEditor } from "../../store/editor";
import { overlays } from "../../store/overlay";
import { ApiError } from "../../shared/api";
import { say } from "../notice";

const now = useEditor.getState;

export const refusalWords = ({ code, values }: GatherRefusal): string => i18next.t(`own.refusal.${code}`, values);
export const problemWords = (error: unknown): string => (error instanceof ApiError ? error.message : i18next.t("common.offline"));

/** Ask how the chosen blocks shall become one; or say why they cannot. */
export function gatherChosen(): void {
  const { design, selected, readOnly } = now();
  if (readOnly) return;
  const found = proposed(design, selected);
  if ("code" in found) say(refusalWords(found));
  else overlays().open({ kind: "gather", chosen: [...selected] });
}

/** Put the composite in the place of what was chosen; returns its path, or why it cannot be. */
export function gatherAs(chosen: readonly string[], plan: Plan): string | GatherRefusal {
  const { design, change, set } = now();
  const found = proposed(design, chosen);
  if ("code" in found) return found;
  const made = gathered(design, found, plan);
  if (!Array.isArray(made)) return made;
  change(made[0]);
  set({ selected: [made[1]] });
  return made[1];
}

export function expandChosen(): void {
  const { design, selected, change, set, readOnly } = now(), path = selected[0];
  if (readOnly || !path) return;
  const made = expanded(design, path), title = String(nodeAt(design, path)?.name || nameOf(path));
  if ("code" in made) return say(i18next.t(`own.expand.${made.code}`, { ...made.values, name: title }));
  change(made.design);
  set({ selected: made.paths });
  say(i18next.t("own.expand.done", { name: title }));
}
