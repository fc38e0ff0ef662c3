/** Signing in again without leaving the page: what is drawn stays, and is saved right after. */
import { useState, type FormEvent } from "react";
import { useTranslation } from "react-i18next";
import { ApiError, get, post } from "../../shared/api";
import { useEditor } from "../../store/editor";
import { tellSignedIn } from "../../store/news";
import type { Saver } from "../../store/saving";
import { Dialog } from "../dialog";
import { say } from "../notice";

const SESSION = "/api/v1/auth/session/";

export function SignIn({ saver, onClose }: { saver: Saver; onClose: () => void }) {
  const { t } = useTranslation();
  const problem = useEditor((s) => s.problem);
  const [name, setName] = useState(saver.person.name), [password, setPassword] = useState(""), [busy, setBusy] = useState(false), [wrong, setWrong] = useState("");
  const signIn = async (): Promise<void> => {
    await get(SESSION); // brings a token where it was lost with the session
    await post(SESSION, { username: name, password, person: saver.person.id });
    tellSignedIn(saver.person.id);
    onClose();
    say(t("keeping.session.back"));
    saver.back();
  };
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    setBusy(true);
    setWrong("");
    signIn().catch((error: unknown) => {
      setWrong(error instanceof ApiError && error.status < 500 ? error.message : t("keeping.session.lost"));
      setPassword("");
      setBusy(false);
    });
  };
  return (
    <Dialog title={t("keeping.session.title")} onClose={onClose}>
      <form onSubmit={submit} className="ed-sign-in">
        {problem && <p>{problem}</p>}
        <p>{t("keeping.session.text")}</p>
        {wrong && <p className="form-error" role="alert">{wrong}</p>}
        <div className="field"><label htmlFor="again-name">{t("keeping.session.name")}</label><input id="again-name" value={name} onChange={(e) => setName(e.target.value)} autoComplete="username" required /></div>
        <div className="field"><label htmlFor="again-password">{t("keeping.session.password")}</label><input id="again-password" type="password" value={password} onChange={(e) => setPassword(e.target.value)} autoComplete="current-password" autoFocus required /></div>
        <div className="ed-dialog-end">
          <button type="button" className="btn" onClick={onClose}>{t("keeping.session.later")}</button>
          <button type="submit" className="btn btn-primary" disabled={busy}>{t("keeping.session.submit")}</button>
        </div>
      </form>
    </Dialog>
  );
}
