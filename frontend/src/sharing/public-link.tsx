/** The link for anybody: made, copied, renewed, switched off. */
import { Copy, Link2, RefreshCw } from "lucide-react";
import { useRef } from "react";
import { useTranslation } from "react-i18next";
import { dropLink, makeLink } from "./state";

interface Props { id: string; link: string | null; attempt: (work: () => Promise<string>) => void; keep: (link: string | null) => void }

export function PublicLink({ id, link, attempt, keep }: Props) {
  const { t } = useTranslation();
  const field = useRef<HTMLInputElement>(null);
  const make = (): void => attempt(async () => { keep(await makeLink(id)); return t(link ? "sharing.linkNewDone" : "sharing.linkOnDone"); });
  const off = (): void => attempt(async () => { await dropLink(id); keep(null); return t("sharing.linkOffDone"); });
  const copy = (): void => attempt(async () => {
    field.current?.select(); // where there is no clipboard, over plain http, it is left selected
    await navigator.clipboard?.writeText(link ?? "");
    return navigator.clipboard ? t("sharing.copied") : "";
  });
  return (
    <section className="sharing-link" aria-labelledby="sharing-link">
      <h3 id="sharing-link">{t("sharing.link")}</h3>
      <p className="sub">{t("sharing.linkText")}</p>
      {!link && <button type="button" className="btn btn-small" onClick={make}><Link2 size={15} aria-hidden /> {t("sharing.linkOn")}</button>}
      {link && (
        <>
          <div className="sharing-address">
            <input ref={field} className="input" readOnly value={link} aria-label={t("sharing.linkIs")} onFocus={(event) => event.target.select()} />
            <button type="button" className="btn" onClick={copy}><Copy size={15} aria-hidden /> {t("sharing.copyLink")}</button>
          </div>
          <div className="actions">
            <button type="button" className="btn btn-small btn-quiet" onClick={make}><RefreshCw size={15} aria-hidden /> {t("sharing.linkNew")}</button>
            <button type="button" className="btn btn-small btn-quiet" onClick={off}>{t("sharing.linkOff")}</button>
          </div>
        </>
      )}
    </section>
  );
}
