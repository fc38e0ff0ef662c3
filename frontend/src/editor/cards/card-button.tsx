/** The small button that opens a card: of a block, or of one of its parameters. */
import "./cards.css";
import { CircleHelp, Info } from "lucide-react";
import type { MouseEvent } from "react";
import { useTranslation } from "react-i18next";
import { openCard } from "../../store/cards";

interface Props {
  type: string;
  name: string; // of the block or the parameter, for those who hear the page
  parameter?: string;
  className?: string;
  stop?: boolean; // whether the Tab key stops here
}

export function CardButton({ type, name, parameter, className = "", stop = true }: Props) {
  const { t } = useTranslation();
  const words = t("cards.open", { name });
  const open = (event: MouseEvent): void => { event.stopPropagation(); openCard(type, parameter ?? null); };
  const Icon = parameter ? CircleHelp : Info;
  return (
    <button type="button" className={`ed-mini card-open nodrag ${className}`} tabIndex={stop ? 0 : -1} title={words} aria-label={words} onClick={open} onDoubleClick={(event) => event.stopPropagation()}>
      <Icon size={14} aria-hidden />
    </button>
  );
}
