/** The sheet of shortcuts, from the same table that the keys obey. */
import { useTranslation } from "react-i18next";
import { printed } from "../combos";
import { COMMANDS } from "../commands";

const POINTER = ["box", "also", "free", "double", "edge", "frame", "step"] as const;

export function Keys({ close }: { close: () => void }) {
  const { t } = useTranslation();
  return (
    <>
      <dl className="ed-keys" tabIndex={-1}>
        {COMMANDS.filter((one) => one.combos.length).map(({ id, combos, onBlock = [] }) => (
          <div key={id}>
            <dt>{t(`editing.command.${id}`)}</dt>
            <dd>{[...combos, ...onBlock].map((combo) => <span key={combo}>{printed(combo).map((part) => <kbd key={part}>{part}</kbd>)}</span>)}</dd>
          </div>
        ))}
      </dl>
      <h3>{t("editing.pointer.title")}</h3>
      <ul className="ed-keys-pointer">{POINTER.map((one) => <li key={one}>{t(`editing.pointer.${one}`)}</li>)}</ul>
      <p className="ed-help">{t("editing.heals")}</p>
      <div className="ed-dialog-end"><button type="button" className="btn" onClick={close}>{t("editor.close")}</button></div>
    </>
  );
}
