/** A name that is typed and taken over on blur and Enter; a refusal is explained and what was typed stays. */
import { useId, useState, type KeyboardEvent } from "react";

/** Ctrl+S or ⌘S: what is being typed belongs to what is saved. */
export const saves = (event: KeyboardEvent): boolean => (event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "s";

interface Props {
  label: string;
  value: string;
  readOnly: boolean;
  hideLabel?: boolean;
  help?: string;
  maxLength?: number;
  mono?: boolean;
  /** Take the name over; returns why not, or null. */
  commit: (name: string) => string | null;
}

export function NameField({ label, value, readOnly, hideLabel = false, help, maxLength = 64, mono = false, commit }: Props) {
  const id = useId();
  const [held, setHeld] = useState(value);
  const [draft, setDraft] = useState<string | null>(null);
  const [wrong, setWrong] = useState("");
  const drop = (): void => { setDraft(null); setWrong(""); };
  if (held !== value) { setHeld(value); drop(); }
  const done = (): void => {
    if (draft === null || readOnly) return;
    const refused = draft.trim() === value ? null : commit(draft.trim());
    if (refused) setWrong(refused);
    else drop();
  };
  const key = (event: KeyboardEvent): void => {
    if (event.nativeEvent.isComposing) return; // Enter ends a Korean syllable first
    if (event.key === "Enter" || saves(event)) done();
    if (event.key === "Escape" && draft !== null) { event.stopPropagation(); drop(); }
  };
  const described = [wrong && `${id}-wrong`, help && `${id}-help`].filter(Boolean).join(" ");
  return (
    <div className={wrong ? "ed-field ed-field-bad" : "ed-field"}>
      <label htmlFor={id} className={hideLabel ? "visually-hidden" : "ed-label"}>{label}</label>
      <input
        id={id} type="text" className={mono ? "ed-input ed-mono" : "ed-input"} value={draft ?? value} maxLength={maxLength} readOnly={readOnly} autoComplete="off" spellCheck={false}
        aria-invalid={wrong !== ""} aria-describedby={described || undefined}
        onChange={(event) => { setDraft(event.target.value); setWrong(""); }} onBlur={done} onKeyDown={key}
      />
      {wrong && <p className="ed-wrong" id={`${id}-wrong`} role="alert">{wrong}</p>}
      {help && <p className="ed-help" id={`${id}-help`}>{help}</p>}
    </div>
  );
}
