/** What is kept of a block in the library: its name, its summary, its colour, who may use it; and its end. */
import { Share2 } from "lucide-react";
import { lazy, Suspense, useState, type FormEvent } from "react";
import { useTranslation } from "react-i18next";
import { changeOwn, deleteOwn, loadLibrary, useLibrary, type OwnBlock } from "../../store/library";
import { Dialog } from "../dialog";
import { say } from "../notice";
import { problemWords } from "./actions";
import { Colours } from "./colours";

const ShareDialog = lazy(() => import("../../sharing/dialog"));

export function OwnSheet({ id, close }: { id: string; close: () => void }) {
  const block = useLibrary((s) => s.blocks.find((one) => one.id === id));
  return block ? <Sheet block={block} close={close} /> : null;
}

function Sheet({ block, close }: { block: OwnBlock; close: () => void }) {
  const { t } = useTranslation();
  const [title, setTitle] = useState(block.title), [summary, setSummary] = useState(block.summary), [colour, setColour] = useState(block.colour);
  const [asking, setAsking] = useState(false), [sharing, setSharing] = useState(false);
  const [wrong, setWrong] = useState(""), [busy, setBusy] = useState(false);
  const attempt = (work: Promise<unknown>, said: string): void => {
    setBusy(true);
    work.then(() => { close(); say(t(said, { title })); }, (error: unknown) => { setWrong(problemWords(error)); setBusy(false); });
  };
  const save = (event: FormEvent): void => {
    event.preventDefault();
    attempt(changeOwn(block.id, { title, summary, colour }), "own.sheet.changed");
  };
  if (sharing) return <Suspense><ShareDialog id={block.id} kind="composites" onClose={() => { setSharing(false); void loadLibrary(); }} /></Suspense>;
  if (asking) {
    return (
      <Dialog title={t("own.sheet.delete")} onClose={() => setAsking(false)}>
        <p>{t("own.sheet.sure", { title: block.title })}</p>
        {wrong && <p className="form-error" role="alert">{wrong}</p>}
        <div className="ed-dialog-end">
          <button type="button" className="btn" autoFocus onClick={() => setAsking(false)}>{t("own.sheet.back")}</button>
          <button type="button" className="btn btn-danger" disabled={busy} onClick={() => attempt(deleteOwn(block.id), "own.sheet.gone")}>{t("own.sheet.really")}</button>
        </div>
      </Dialog>
    );
  }
  return (
    <Dialog title={t("own.sheet.title")} onClose={close}>
      <form className="ed-own" onSubmit={save}>
        {!block.mine && <p>{t("own.by", { owner: block.owner })}</p>}
        <label className="ed-field"><span className="ed-label">{t("own.gather.name")}</span><input className="ed-input" value={title} maxLength={120} readOnly={!block.mine} autoFocus onChange={(event) => { setTitle(event.target.value); setWrong(""); }} /></label>
        <label className="ed-field"><span className="ed-label">{t("own.sheet.summary")}</span><input className="ed-input" value={summary} maxLength={300} readOnly={!block.mine} onChange={(event) => setSummary(event.target.value)} /></label>
        {block.mine && <Colours value={colour} change={setColour} />}
        {block.mine && <p className="ed-own-who"><span>{t(`sharing.now.${block.visibility}`, { count: block.courses.length })}</span><button type="button" className="btn btn-small" onClick={() => setSharing(true)}><Share2 size={15} aria-hidden />{t("sharing.share")}</button></p>}
        {wrong && <p className="form-error" role="alert">{wrong}</p>}
        <div className="ed-dialog-end">
          {block.mine && <button type="button" className="btn" onClick={() => setAsking(true)}>{t("own.sheet.delete")}</button>}
          <button type="button" className="btn" onClick={close}>{t("own.sheet.close")}</button>
          {block.mine && <button type="submit" className="btn btn-primary" disabled={busy}>{t("own.sheet.rename")}</button>}
        </div>
      </form>
    </Dialog>
  );
}
