/** The end of the tour: what was built, and where to go from here. */
import { GitCompareArrows, Play, Waypoints } from "lucide-react";
import { useTranslation } from "react-i18next";
import { addressOf } from "../../compare/types";
import { STEPS } from "../../compare/walk";
import { useEditor } from "../../store/editor";
import { GOAL } from "./goal";

export function Finished({ flush }: { flush: () => Promise<void> }) {
  const { t } = useTranslation();
  const id = useEditor((s) => s.id), first = STEPS[0]!;
  const to = (address: string) => (event: React.MouseEvent): void => { event.preventDefault(); void flush().then(() => location.assign(address)); };
  const compare = addressOf(`preset:${GOAL}`, id), llama = addressOf(first.a, first.b), small = "/architectures/new/#preset-mini-gpt2";
  return (
    <>
      <p>{t("tour.finished.text")}</p>
      <p className="tour-next">
        <a className="btn btn-small btn-primary" href={compare} onClick={to(compare)}><GitCompareArrows size={16} aria-hidden /> {t("tour.finished.compare")}</a>
        <a className="btn btn-small" href={small} onClick={to(small)}><Play size={16} aria-hidden /> {t("tour.finished.train")}</a>
        <a className="btn btn-small" href={llama} onClick={to(llama)}><Waypoints size={16} aria-hidden /> {t("tour.finished.llama")}</a>
      </p>
    </>
  );
}
