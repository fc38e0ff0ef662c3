/** Two small buttons at the end of a number: more and less. The arrow keys do the same, so the Tab key passes them by. */
import { ChevronDown, ChevronUp } from "lucide-react";
import type { MouseEvent } from "react";
import { useTranslation } from "react-i18next";

interface Props { name: string; step: (direction: 1 | -1, large: boolean) => void }

export function Stepper({ name, step }: Props) {
  const { t } = useTranslation();
  const press = (direction: 1 | -1) => (event: MouseEvent): void => step(direction, event.shiftKey);
  const keep = (event: MouseEvent): void => event.preventDefault(); // what is being typed is not left
  return (
    <span className="ed-stepper">
      <button type="button" tabIndex={-1} onMouseDown={keep} onClick={press(1)} aria-label={t("facts.step.more", { name })} title={t("facts.step.more", { name })}><ChevronUp size={12} aria-hidden /></button>
      <button type="button" tabIndex={-1} onMouseDown={keep} onClick={press(-1)} aria-label={t("facts.step.less", { name })} title={t("facts.step.less", { name })}><ChevronDown size={12} aria-hidden /></button>
    </span>
  );
}
