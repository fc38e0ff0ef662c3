/** The menu of forms in which a design leaves the product, and the download of one. */
import { Download } from "lucide-react";
import { useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { ApiError, type Problem } from "../shared/api";
import { useEditor } from "../store/editor";
import type { Saver } from "../store/saving";
import { say } from "./notice";

const FORMS = ["json", "huggingface", "python", "svg", "png", "table"] as const;
type Form = (typeof FORMS)[number];
const SLOW = 800; // milliseconds after which a person wants to know that it goes on

/** The name that the site gives the file, as its header says it. */
export function nameIn(disposition: string | null): string {
  const coded = /filename\*=utf-8''([^;]+)/i.exec(disposition ?? "")?.[1];
  const plain = /filename="([^"]+)"/i.exec(disposition ?? "")?.[1];
  return coded ? decodeURIComponent(coded) : (plain ?? "design");
}

async function fetched(id: string, form: Form): Promise<void> {
  const answer = await fetch(`/api/v1/architectures/${id}/export/?format=${form}`, {
    credentials: "same-origin",
    headers: { "Accept-Language": document.documentElement.lang },
  });
  if (!answer.ok) {
    const body = (await answer.json().catch(() => null)) as { errors?: Problem[] } | null;
    throw new ApiError(answer.status, body?.errors ?? [{ code: "error", detail: answer.statusText, attr: null }]);
  }
  const link = document.createElement("a");
  link.href = URL.createObjectURL(await answer.blob());
  link.download = nameIn(answer.headers.get("Content-Disposition"));
  link.click();
  URL.revokeObjectURL(link.href);
}

export function Exports({ saver }: { saver: Saver }) {
  const { t } = useTranslation();
  const id = useEditor((s) => s.id);
  const [busy, setBusy] = useState<Form | null>(null);
  const menu = useRef<HTMLDetailsElement>(null);
  const choose = async (form: Form): Promise<void> => {
    menu.current?.removeAttribute("open");
    setBusy(form);
    const slow = window.setTimeout(() => say(t(form === "python" ? "editor.exports.proving" : "editor.exports.making")), SLOW);
    try {
      await saver.flush();
      await fetched(id, form);
      say(t("editor.exports.done", { name: t(`editor.exports.${form}`) }));
    } catch (error) {
      say(error instanceof ApiError ? error.message : t("editor.exports.lost"));
    } finally {
      clearTimeout(slow);
      setBusy(null);
    }
  };
  const label = t("editor.export");
  return (
    <details className="ed-exports" ref={menu} onKeyDown={(e) => { if (e.key === "Escape") menu.current?.removeAttribute("open"); }}>
      <summary className="icon-btn" aria-label={label} title={label} aria-busy={busy !== null}><Download size={18} /></summary>
      <ul>
        {FORMS.map((form) => (
          <li key={form}><button type="button" disabled={busy !== null} onClick={() => void choose(form)}>{t(`editor.exports.${form}`)}</button></li>
        ))}
      </ul>
    </details>
  );
}
