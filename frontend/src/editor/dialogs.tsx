/** The editor's questions: a conflict, unsaved work, and the history of versions. */
import { useEffect, useRef, useState, type ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { ApiError, get, post } from "../shared/api";
import { language } from "../shared/page";
import { useEditor } from "../store/editor";
import type { Saved, Saver } from "../store/saving";
import { say } from "./notice";

export function Dialog({ title, onClose, children }: { title: string; onClose?: () => void; children: ReactNode }) {
  const box = useRef<HTMLDialogElement>(null);
  useEffect(() => { box.current?.showModal(); }, []);
  return (
    <dialog ref={box} className="ed-dialog" aria-label={title} onCancel={(e) => { e.preventDefault(); onClose?.(); }}>
      <h2>{title}</h2>
      {children}
    </dialog>
  );
}

const sentence = (error: unknown, otherwise: string): string => (error instanceof ApiError ? error.message : otherwise);

export function Conflict({ saver }: { saver: Saver }) {
  const { t } = useTranslation();
  const [wrong, setWrong] = useState("");
  const attempt = (work: () => Promise<void>) => (): void => { work().catch((error: unknown) => setWrong(sentence(error, t("common.offline")))); };
  const mine = async (): Promise<void> => {
    const { title, design } = useEditor.getState();
    const made = await post<Saved>("/api/v1/architectures/", { title: t("editor.conflict.copyTitle", { title }).slice(0, 120), design });
    await saver.takeTheirs();
    location.assign(`/architectures/${made.id}/edit/`);
  };
  return (
    <Dialog title={t("editor.conflict.title")}>
      <p>{t("editor.conflict.text")}</p>
      {wrong && <p className="form-error" role="alert">{wrong}</p>}
      <div className="ed-dialog-end">
        <button type="button" className="btn" onClick={attempt(() => saver.takeTheirs())}>{t("editor.conflict.theirs")}</button>
        <button type="button" className="btn btn-primary" onClick={attempt(mine)}>{t("editor.conflict.mine")}</button>
      </div>
    </Dialog>
  );
}

export function Draft({ saver, onClose }: { saver: Saver; onClose: () => void }) {
  const { t } = useTranslation();
  const take = (): void => {
    const draft = saver.draft();
    if (draft) useEditor.getState().set({ design: draft.design, title: draft.title });
    onClose();
  };
  const drop = (): void => { saver.forgetDraft(); onClose(); };
  return (
    <Dialog title={t("editor.draft.title")}>
      <p>{t("editor.draft.text")}</p>
      <div className="ed-dialog-end">
        <button type="button" className="btn" onClick={drop}>{t("editor.draft.drop")}</button>
        <button type="button" className="btn btn-primary" onClick={take}>{t("editor.draft.take")}</button>
      </div>
    </Dialog>
  );
}

interface Version { id: string; number: number; kind: string; n_parameters: number | null; author: string | null; updated_at: string }

export function Versions({ saver, onClose }: { saver: Saver; onClose: () => void }) {
  const { t } = useTranslation();
  const { id, readOnly } = useEditor.getState();
  const [rows, setRows] = useState<Version[] | null>(null);
  const [wrong, setWrong] = useState("");
  const failed = (error: unknown): void => setWrong(sentence(error, t("common.offline")));
  useEffect(() => {
    saver.flush()
      .then(() => get<{ results: Version[] }>(`/api/v1/architectures/${id}/versions/`))
      .then((page) => setRows(page.results), failed);
  }, [id, saver]);
  const restore = (number: number): void => {
    post<Saved>(`/api/v1/architectures/${id}/versions/${number}/restore/`, { revision: saver.at }).then((saved) => {
      saver.adopt(saved);
      say(t("editor.version.restored", { number }));
      onClose();
    }, failed);
  };
  return (
    <Dialog title={t("editor.version.title")} onClose={onClose}>
      {wrong && <p className="form-error" role="alert">{wrong}</p>}
      {!rows && !wrong && <p role="status">{t("editor.version.loading")}</p>}
      {rows?.length === 0 && <p>{t("editor.version.empty")}</p>}
      <ul className="ed-versions">
        {rows?.map((row, at) => (
          <li key={row.id}>
            <span><strong>{t("editor.version.number", { number: row.number })}</strong>{at === 0 && <em> {t("editor.version.now")}</em>}<br />
              <small>{new Date(row.updated_at).toLocaleString(language())} · {row.n_parameters === null ? t("editor.version.unsound") : t("editor.version.parameters", { count: row.n_parameters, replace: { count: row.n_parameters.toLocaleString() } })}{row.author ? ` · ${t("editor.version.by", { author: row.author })}` : ""}</small>
            </span>
            {at > 0 && !readOnly && <button type="button" className="btn btn-small" onClick={() => restore(row.number)}>{t("editor.version.restore")}</button>}
          </li>
        ))}
      </ul>
      <div className="ed-dialog-end"><button type="button" className="btn" onClick={onClose}>{t("editor.close")}</button></div>
    </Dialog>
  );
}
