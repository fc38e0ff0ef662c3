/** What the palette shows of own blocks beside their names. */
import { Settings2 } from "lucide-react";
import { useTranslation } from "react-i18next";
import type { BlockSpec } from "../../graph/types";
import { language } from "../../shared/page";
import { idOf, loadLibrary, useLibrary } from "../../store/library";
import { overlays } from "../../store/overlay";

export function ManageButton({ block, stop }: { block: BlockSpec; stop: boolean }) {
  const { t } = useTranslation();
  const words = t("own.manage", { title: block.title[language()] }), id = idOf(block.type);
  return <button type="button" className="ed-mini card-open" tabIndex={stop ? 0 : -1} title={words} aria-label={words} onClick={() => id && overlays().open({ kind: "own", id })}><Settings2 size={14} aria-hidden /></button>;
}

/** How one comes to blocks of one's own; or that they could not be loaded. */
export function NoOwn() {
  const { t } = useTranslation();
  const state = useLibrary((s) => s.state);
  if (state === "loading") return null;
  return (
    <section className="ed-own-empty" aria-label={t("own.category")}>
      <h3>{t("own.category")}</h3>
      <p className="ed-help">{t(state === "failed" ? "own.failed" : "own.empty")}</p>
      {state === "failed" && <button type="button" className="btn btn-small" onClick={() => void loadLibrary()}>{t("own.retry")}</button>}
    </section>
  );
}
