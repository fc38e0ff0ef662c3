/** The button in the editor's bar; the dialog is loaded when it is first asked for. */
import { Share2 } from "lucide-react";
import { lazy, Suspense, useState } from "react";
import { useTranslation } from "react-i18next";
import { useEditor } from "../store/editor";
import type { Saver } from "../store/saving";

const ShareDialog = lazy(() => import("./dialog"));

export function ShareButton({ saver }: { saver: Saver }) {
  const { t } = useTranslation();
  const id = useEditor((s) => s.id);
  const [open, setOpen] = useState(false);
  const label = t("sharing.share");
  const show = (): void => { void saver.flush(); setOpen(true); }; // others shall see what is on the canvas
  return (
    <>
      <button type="button" className="icon-btn" aria-label={label} title={label} aria-haspopup="dialog" onClick={show}><Share2 size={18} /></button>
      {open && <Suspense><ShareDialog id={id} onClose={() => setOpen(false)} /></Suspense>}
    </>
  );
}
