/** How a cost differs from the last version that was saved on purpose: "+1.2M (+10.7%)", exact on hover. */
import { useTranslation } from "react-i18next";
import type { TFunction } from "i18next";
import { difference } from "../../graph/facts";
import type { Version } from "../../store/baseline";
import { useBaseline } from "../../store/baseline";
import { brief, precisely, signed, type Figure } from "./amounts";

/** What changes are counted against, in words. */
export function against(version: Version | null, t: TFunction): string {
  if (!version) return t("facts.change.opened");
  return t(version.note ? "facts.change.named" : "facts.change.version", { number: version.number, note: version.note });
}

interface Props { figure: Figure; now: number | undefined; before: number | undefined }

export function Change({ figure, now, before }: Props) {
  const { t } = useTranslation();
  const version = useBaseline((s) => s.version);
  const found = difference(now, before);
  if (!found) return null;
  const size = Math.abs(found.added), sign = found.added < 0 ? "−" : "+";
  const words = t(`facts.change.${found.added < 0 ? "less" : "more"}`, { value: precisely(figure, size, t), than: against(version, t) });
  return (
    <span className="ed-fact-change" data-sign={sign} title={words}>
      <span aria-hidden>{sign}{brief(figure, size, t)}{found.part === null ? "" : ` (${signed(found.part)})`}</span>
      <span className="visually-hidden">{words}</span>
    </span>
  );
}
