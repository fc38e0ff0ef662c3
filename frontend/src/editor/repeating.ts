/** Blocks put into a Repeat, and a Repeat taken apart: one step of the history each, and a sentence about it. */
import i18next from "i18next";
import { nameOf, nodeAt } from "../graph/document";
import { layersOf } from "../graph/patterns";
import { unrolled } from "../graph/unrolling";
import { wrapped } from "../graph/wrapping";
import { useEditor } from "../store/editor";
import { say } from "./notice";

const now = useEditor.getState;

export function wrapChosen(): void {
  const { design, registry, selected, change, set, readOnly } = now();
  if (readOnly) return;
  const made = wrapped(design, registry, selected);
  if (!Array.isArray(made)) {
    const kind = made.values.kind ? i18next.t(`editor.kind.${made.values.kind}`) : "";
    return say(i18next.t(`repeat.wrap.${made.code}`, { ...made.values, kind }));
  }
  const [grown, path] = made, node = nodeAt(grown, path)!;
  change(grown);
  set({ selected: [path] });
  say(i18next.t("repeat.wrap.done", { name: nameOf(path), count: layersOf(node, grown.vars) ?? 1 }));
}

/** `all`: every layer stays, as blocks of its own; else the first alone. */
export function takeApart(all: boolean): void {
  const { design, selected, change, set, readOnly } = now(), path = selected[0];
  if (readOnly || !path) return;
  const made = unrolled(design, path, all), name = nameOf(path);
  if ("code" in made) return say(i18next.t(`repeat.unwrap.${made.code}`, made.values));
  change(made.design);
  set({ selected: made.paths });
  const said = all ? "unrolled" : made.layers > 1 ? "oneLeft" : "done";
  say(i18next.t(`repeat.unwrap.${said}`, { name, count: made.layers }));
}
