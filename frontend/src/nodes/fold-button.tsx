/** Folds a frame, or opens it. */
import { ChevronDown, ChevronRight } from "lucide-react";
import type { MouseEvent } from "react";
import { useTranslation } from "react-i18next";
import { folding } from "../editor/folding";

export function FoldButton({ path, name, folded }: { path: string; name: string; folded: boolean }) {
  const { t } = useTranslation();
  const words = t(folded ? "repeat.open" : "repeat.fold", { name });
  const press = (event: MouseEvent): void => { event.stopPropagation(); folding(path); };
  const Icon = folded ? ChevronRight : ChevronDown;
  return (
    <button type="button" className="ed-mini ed-fold nodrag" aria-expanded={!folded} aria-label={words} title={words} onClick={press} onDoubleClick={(event) => event.stopPropagation()}>
      <Icon size={15} aria-hidden />
    </button>
  );
}
