/** The details of several chosen blocks: what can be done to them together. */
import { AlignCenterHorizontal, AlignCenterVertical, AlignEndHorizontal, AlignEndVertical, AlignHorizontalSpaceAround, AlignStartHorizontal, AlignStartVertical, AlignVerticalSpaceAround } from "lucide-react";
import { useTranslation } from "react-i18next";
import { ALIGNMENTS, SPREADS } from "../graph/align";
import { useEditor } from "../store/editor";
import { gatherChosen } from "./own/actions";
import { duplicateChosen, line, removeChosen } from "./actions";

const ICONS = {
  left: AlignStartVertical, centre: AlignCenterVertical, right: AlignEndVertical, top: AlignStartHorizontal, middle: AlignCenterHorizontal,
  bottom: AlignEndHorizontal, across: AlignHorizontalSpaceAround, down: AlignVerticalSpaceAround,
};

export function Several() {
  const { t } = useTranslation();
  const count = useEditor((s) => s.selected.length), readOnly = useEditor((s) => s.readOnly);
  return (
    <section className="ed-panel ed-section">
      <p>{t("editor.several", { count })}</p>
      {!readOnly && (
        <>
          <div className="ed-align" role="group" aria-label={t("editing.align")}>
            {[...ALIGNMENTS, ...SPREADS].map((how) => {
              const Icon = ICONS[how], label = t(`editing.command.${how}`);
              return <button key={how} type="button" className="icon-btn" aria-label={label} title={label} disabled={count < 3 && (how === "across" || how === "down")} onClick={() => line(how)}><Icon size={18} aria-hidden /></button>;
            })}
          </div>
          <div className="ed-dialog-end">
            <button type="button" className="btn btn-small" onClick={gatherChosen}>{t("editing.command.gather")}</button>
            <button type="button" className="btn btn-small" onClick={duplicateChosen}>{t("editor.duplicate")}</button>
            <button type="button" className="btn btn-small" onClick={() => removeChosen()}>{t("editor.remove")}</button>
          </div>
        </>
      )}
    </section>
  );
}
