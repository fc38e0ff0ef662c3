/** Dropping on the canvas: a design takes the place of what is there as one step, or opens as a new one. */
import { useTranslation } from "react-i18next";
import type { Design } from "../graph/types";
import { say } from "../editor/notice";
import { useEditor } from "../store/editor";
import type { Saver } from "../store/saving";
import { Dropper } from "./dropper";

export function DropOnCanvas({ saver }: { saver: Saver }) {
  const { t } = useTranslation();
  const readOnly = useEditor((s) => s.readOnly);
  const replace = (design: Design): void => {
    const { change, set } = useEditor.getState();
    change(design);
    set({ selected: [] });
    say(t("dropping.replaced", { title: String(design.meta.title ?? "") || t("dropping.untitled") }));
  };
  return <Dropper {...(readOnly ? {} : { replace })} leave={() => saver.flush()} />;
}
