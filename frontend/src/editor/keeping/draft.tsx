/** Offers work that an earlier visit could not save. */
import { useTranslation } from "react-i18next";
import { language } from "../../shared/page";
import type { Found } from "../../store/drafts";
import { useEditor } from "../../store/editor";
import type { Saver } from "../../store/saving";
import { Dialog } from "../dialog";
import { say } from "../notice";

export function DraftFound({ saver, found, onClose }: { saver: Saver; found: Found; onClose: () => void }) {
  const { t } = useTranslation();
  const take = (): void => {
    saver.take(found);
    if (useEditor.getState().save !== "conflict") say(t("keeping.draft.taken"));
    onClose();
  };
  const drop = (): void => { found.forget(); onClose(); };
  const time = new Date(found.draft.at).toLocaleString(language(), { dateStyle: "medium", timeStyle: "short" });
  return (
    <Dialog title={t("keeping.draft.title")}>
      <p>{t("keeping.draft.text", { time })}{found.draft.revision !== saver.at && ` ${t("keeping.draft.moved")}`}</p>
      <div className="ed-dialog-end">
        <button type="button" className="btn" onClick={drop}>{t("keeping.draft.drop")}</button>
        <button type="button" className="btn btn-primary" onClick={take}>{t("keeping.draft.take")}</button>
      </div>
    </Dialog>
  );
}
