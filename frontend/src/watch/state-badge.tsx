/** The state of a run: in its colour, or in that of a warning while its machine is silent. */
import { useTranslation } from "react-i18next";

const TONES: Record<string, string> = { completed: "badge-good", failed: "badge-bad", training: "badge-live", preparing: "badge-live", stopping: "badge-warn", interrupted: "badge-warn" };

interface Props {
  run: { state: string; silent_s: number | null };
  /** What to say in place of the state. */
  words?: string | undefined;
}

export function StateBadge({ run, words }: Props) {
  const { t } = useTranslation();
  const tone = run.silent_s === null ? TONES[run.state] ?? "" : "badge-warn";
  return <span className={`badge ${tone}`} data-state={run.state}><span className="dot" aria-hidden="true" />{words ?? t(`state.${run.state}`)}</span>;
}
