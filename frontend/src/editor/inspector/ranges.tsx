/** The ranges of a pattern: which layers, which variant; and what all others are. */
import { Plus, X } from "lucide-react";
import { useTranslation } from "react-i18next";
import { rangeOf, type Pattern } from "../../graph/patterns";
import { withRange } from "../../graph/pattern-edits";
import { NameField } from "./name-field";

interface Props {
  pattern: Pattern;
  ranges: Record<string, string>;
  rest: string | undefined;
  layers: number | null;
  readOnly: boolean;
  change: (pattern: Pattern) => void;
}

const DRAWN = "\0"; // no variant has this name in a file that a person wrote

export function Ranges({ pattern, ranges, rest, layers, readOnly, change }: Props) {
  const { t } = useTranslation();
  const names = Object.keys(pattern.variants), last = (layers ?? 1) - 1;
  const wrong = (text: string): string | null => (layers !== null && !rangeOf(text, layers) ? t("repeat.range.bad", { range: text, last }) : null);
  const retext = (text: string) => (next: string): string | null => {
    if (next !== text && Object.hasOwn(ranges, next)) return t("repeat.range.taken", { range: next });
    const refused = wrong(next);
    if (!refused) change(withRange(pattern, text, { text: next }));
    return refused;
  };
  const free = Array.from({ length: layers ?? 1 }, (_, at) => String(at)).find((text) => !Object.hasOwn(ranges, text));
  const add = (): void => change({ ...pattern, assign: { ranges: { ...ranges, [free!]: names.find((name) => name !== rest) ?? "a" }, ...(rest === undefined ? {} : { default: rest }) } });
  const others = (name: string): void => change({ ...pattern, assign: { ranges, ...(name === DRAWN ? {} : { default: name }) } });
  return (
    <div className="ed-ranges-edit">
      {Object.entries(ranges).map(([text, name], at) => {
        const fault = wrong(text), words = t("repeat.range.remove", { range: text });
        return (
          <div key={at} className="ed-range">
            <NameField label={t("repeat.range.text", { number: at + 1 })} hideLabel mono maxLength={11} value={text} readOnly={readOnly} commit={retext(text)} />
            <Pick label={t("repeat.range.variant", { range: text })} value={name} names={names} readOnly={readOnly} pick={(next) => change(withRange(pattern, text, { name: next }))} />
            {!readOnly && <button type="button" className="ed-mini" title={words} aria-label={words} onClick={() => change(withRange(pattern, text, undefined))}><X size={14} aria-hidden /></button>}
            {fault && <p className="ed-wrong">{fault}</p>}
          </div>
        );
      })}
      <div className="ed-range">
        <span>{t("repeat.range.rest")}</span>
        <Pick label={t("repeat.range.rest")} value={rest ?? DRAWN} names={names} drawn={Object.keys(ranges).length > 0} readOnly={readOnly} pick={others} />
      </div>
      {!readOnly && free !== undefined && <button type="button" className="ed-add" onClick={add}><Plus size={14} aria-hidden />{t("repeat.range.add")}</button>}
      <p className="ed-help">{t("repeat.range.help")}</p>
    </div>
  );
}

function Pick({ label, value, names, drawn = false, readOnly, pick }: { label: string; value: string; names: string[]; drawn?: boolean; readOnly: boolean; pick: (name: string) => void }) {
  const { t } = useTranslation();
  const options = [...names, ...(value !== DRAWN && !names.includes(value) ? [value] : [])];
  return (
    <select className="ed-input" aria-label={label} title={label} value={value} disabled={readOnly} onChange={(event) => pick(event.target.value)}>
      {(drawn || value === DRAWN) && <option value={DRAWN}>{t("repeat.range.asDrawn")}</option>}
      {options.map((name) => <option key={name} value={name}>{name}</option>)}
    </select>
  );
}
