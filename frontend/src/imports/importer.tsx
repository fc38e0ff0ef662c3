/** Bringing a published model: drop it, choose it, or name it; then watch how far it is. */
import { useEffect, useRef, useState, type DragEvent, type FormEvent } from "react";
import { useTranslation } from "react-i18next";
import { wordsOf } from "../pages/start";
import { chosen, dropped, planOf, type Found } from "./files";
import { ImportList } from "./import-list";
import { fetchDesign, fetchModel, sendDesign, sendModel, useImports, type ImportPage } from "./state";

interface Sending {
  name: string;
  share: number;
  stop: AbortController;
}

export function Importer({ page }: { page: ImportPage }) {
  const { t } = useTranslation();
  const { imports, add, remove } = useImports(page.imports);
  const [sending, setSending] = useState<Sending | null>(null);
  const [problem, setProblem] = useState("");
  const open = (id: string) => location.assign(page.editUrl.replace("ID", id));
  const attempt = async (work: () => Promise<void>) => {
    setProblem("");
    try {
      await work();
    } catch (error) {
      if (!(error instanceof DOMException && error.name === "AbortError")) setProblem(wordsOf(error));
    } finally {
      setSending(null);
    }
  };
  const send = (found: Found[]) =>
    attempt(async () => {
      const plan = planOf(found);
      const stop = new AbortController();
      if (plan.kind === "nothing") return setProblem(t("bring.nothing"));
      if (plan.kind === "design") {
        setSending({ name: plan.file.name, share: 0, stop });
        return open(await sendDesign(plan.file));
      }
      const name = plan.title || plan.files[0]?.name || t("bring.untitled");
      setSending({ name, share: 0, stop });
      add(await sendModel(plan.files, plan.title, (share) => setSending({ name, share, stop }), stop.signal));
    });
  const fetchIt = (hub: string, designOnly: boolean) =>
    attempt(async () => {
      setSending({ name: hub, share: 0, stop: new AbortController() });
      if (designOnly) open(await fetchDesign(hub));
      else add(await fetchModel(hub));
    });
  return (
    <div className="importer">
      <DropZone send={(found) => void send(found)} busy={sending !== null} />
      {sending && <SendingBar sending={sending} />}
      {problem && <div className="message message-error" role="alert">{problem}</div>}
      <Hub fetchIt={(hub, designOnly) => void fetchIt(hub, designOnly)} busy={sending !== null} />
      <ImportList page={page} imports={imports} remove={remove} />
    </div>
  );
}

function SendingBar({ sending }: { sending: Sending }) {
  const { t } = useTranslation();
  return (
    <div className="panel sending" role="status">
      <span>{t("bring.sending", { name: sending.name })}</span>
      <progress className="wide" max={1} value={sending.share || undefined} aria-label={t("bring.progress", { name: sending.name })} />
      <button type="button" className="btn btn-small" onClick={() => sending.stop.abort()}>{t("bring.cancel")}</button>
    </div>
  );
}

function DropZone({ send, busy }: { send: (found: Found[]) => void; busy: boolean }) {
  const { t } = useTranslation();
  const [over, setOver] = useState(false);
  const files = useRef<HTMLInputElement>(null);
  const folder = useRef<HTMLInputElement>(null);
  useEffect(() => folder.current?.setAttribute("webkitdirectory", ""), []); // React's types do not know it
  const take = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    if (!busy) void dropped(event.dataTransfer).then(send);
  };
  const pick = (input: HTMLInputElement | null) => {
    const found = chosen(input?.files ?? null);
    if (input) input.value = "";
    if (found.length) send(found);
  };
  return (
    <section className={over ? "drop drop-over" : "drop"} aria-labelledby="drop-title" onDragOver={(event) => (event.preventDefault(), setOver(true))} onDragLeave={() => setOver(false)} onDrop={take}>
      <h2 id="drop-title">{t("bring.dropTitle")}</h2>
      <p>{t("bring.dropText")}</p>
      <div className="actions">
        <button type="button" className="btn btn-primary" disabled={busy} onClick={() => files.current?.click()}>{t("bring.files")}</button>
        <button type="button" className="btn" disabled={busy} onClick={() => folder.current?.click()}>{t("bring.folder")}</button>
      </div>
      <p className="sub">{t("bring.limits")}</p>
      <input ref={files} type="file" multiple hidden data-testid="files" onChange={(event) => pick(event.target)} />
      <input ref={folder} type="file" hidden data-testid="folder" onChange={(event) => pick(event.target)} />
    </section>
  );
}

function Hub({ fetchIt, busy }: { fetchIt: (hub: string, designOnly: boolean) => void; busy: boolean }) {
  const { t } = useTranslation();
  const [hub, setHub] = useState("");
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (hub.trim()) fetchIt(hub.trim(), false);
  };
  return (
    <section className="panel" aria-labelledby="hub-title">
      <h2 id="hub-title">{t("bring.hubTitle")}</h2>
      <form className="inline-form" onSubmit={submit} noValidate>
        <div className="field">
          <label htmlFor="hub">{t("bring.hub")}</label>
          <input id="hub" value={hub} maxLength={200} placeholder={t("bring.hubHint")} autoComplete="off" spellCheck={false} onChange={(event) => setHub(event.target.value)} />
        </div>
        <div className="actions">
          <button className="btn" disabled={busy || !hub.trim()}>{t("bring.fetch")}</button>
          <button type="button" className="btn btn-quiet" disabled={busy || !hub.trim()} onClick={() => fetchIt(hub.trim(), true)}>{t("bring.fetchDesign")}</button>
        </div>
      </form>
    </section>
  );
}
