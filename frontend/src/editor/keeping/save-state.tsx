/** How it stands with saving, in a line under the title. */
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { useEditor } from "../../store/editor";

const TICK = 15_000; // milliseconds

/** Whole minutes since a moment, kept up to date. */
function useMinutes(since: number | null): number {
  const [now, setNow] = useState(Date.now);
  useEffect(() => {
    if (since === null) return undefined;
    setNow(Date.now());
    const timer = setInterval(() => setNow(Date.now()), TICK);
    return () => clearInterval(timer);
  }, [since]);
  return since === null ? 0 : Math.max(0, Math.floor((now - since) / 60_000));
}

function useWords(): string {
  const { t } = useTranslation();
  const save = useEditor((s) => s.save), problem = useEditor((s) => s.problem), since = useEditor((s) => s.since), kept = useEditor((s) => s.kept);
  const minutes = useMinutes(save === "offline" ? since : null), hours = Math.floor(minutes / 60);
  if (save === "offline") {
    const time = hours ? t("keeping.away.hours", { count: hours }) : t("keeping.away.minutes", { count: minutes });
    return `${minutes ? t("keeping.away.for", { time }) : t("keeping.away.now")}: ${t(kept ? "keeping.away.device" : "keeping.away.window")}`;
  }
  if (save === "signedOut") return t(kept ? "keeping.signedOut" : "keeping.signedOutWindow");
  return t(`editor.save.${save}`) + (save === "refused" && problem ? `: ${problem}` : "");
}

/** `ask` opens the question again that a person has put off. */
export function SaveState({ ask }: { ask: () => void }) {
  const { t } = useTranslation();
  const save = useEditor((s) => s.save), problem = useEditor((s) => s.problem), readOnly = useEditor((s) => s.readOnly);
  const words = useWords();
  if (readOnly) return null;
  const open = save === "signedOut" ? "keeping.signIn" : save === "conflict" ? "keeping.choose" : null;
  return (
    <span className="ed-save" data-state={save}>
      <span role="status" title={problem || words}>{words}</span>
      {open && <button type="button" className="ed-save-open" onClick={ask}>{t(open)}</button>}
    </span>
  );
}
