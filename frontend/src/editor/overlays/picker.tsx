/** A search field over a list: type, arrows, Enter. The list follows the combobox pattern, so a screen reader speaks it. */
import { useId, useState, type KeyboardEvent, type ReactNode } from "react";
import { useTranslation } from "react-i18next";

export interface Choice { id: string; label: string; text: ReactNode; off?: boolean }

interface PickerProps {
  label: string;
  choices: (query: string) => Choice[];
  pick: (id: string) => void;
  close: () => void;
}

export function Picker({ label, choices, pick, close }: PickerProps) {
  const { t } = useTranslation();
  const id = useId();
  const [query, setQuery] = useState(""), [at, setAt] = useState(0);
  const found = choices(query), current = found[Math.min(at, found.length - 1)];
  const choose = (one: Choice | undefined): void => { if (one && !one.off) pick(one.id); };
  const key = (event: KeyboardEvent): void => {
    if (event.nativeEvent.isComposing) return;
    const steps: Record<string, number> = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: found.length - 1 };
    const to = steps[event.key];
    if (to !== undefined && (query === "" || event.key.startsWith("Arrow"))) {
      event.preventDefault();
      setAt(found.length ? (to + found.length) % found.length : 0);
    }
    if (event.key === "Enter") { event.preventDefault(); choose(current); }
    if (event.key === "Escape" || event.key === "Tab") { event.preventDefault(); event.stopPropagation(); close(); }
  };
  return (
    <>
      <input
        className="ed-input" role="combobox" aria-label={label} placeholder={label} aria-expanded aria-controls={`${id}-list`} aria-autocomplete="list" autoFocus
        aria-activedescendant={current ? `${id}-${current.id}` : undefined} value={query} maxLength={80} autoComplete="off" spellCheck={false}
        onChange={(event) => { setQuery(event.target.value); setAt(0); }} onKeyDown={key}
      />
      <ul id={`${id}-list`} role="listbox" aria-label={label} className="ed-choices">
        {found.map((one) => (
          <li
            key={one.id} id={`${id}-${one.id}`} role="option" aria-selected={one === current} aria-disabled={one.off || undefined} aria-label={one.label}
            ref={(element) => { if (one === current) element?.scrollIntoView?.({ block: "nearest" }); }} onClick={() => choose(one)} onPointerMove={() => setAt(found.indexOf(one))}
          >{one.text}</li>
        ))}
      </ul>
      <p className="visually-hidden" role="status">{query && t("editing.found", { count: found.length })}</p>
      {!found.length && <p className="ed-help">{t("editing.nothing")}</p>}
    </>
  );
}
