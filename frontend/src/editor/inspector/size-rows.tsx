/** The named sizes of a design as rows: name, type, value; and a row for a new one. */
import { Plus, X } from "lucide-react";
import { useId, useState, type FormEvent, type KeyboardEvent } from "react";
import { useTranslation } from "react-i18next";
import { written, type Vars } from "./fields/schema";
import { Stepper } from "./fields/stepper";
import { roundStep } from "./fields/steps";
import { NameField } from "./name-field";
import { asType, bare, nameRefusal, renamedVars, sizeOf, type Renamed, type Size, type SizeType } from "./sizes";

interface Props {
  vars: Vars;
  readOnly: boolean;
  onVars: (vars: Vars, renamed?: Renamed) => void;
}

const TYPES: SizeType[] = ["number", "string", "boolean"];

export function Sizes({ vars, readOnly, onVars }: Props) {
  const { t } = useTranslation();
  const names = Object.keys(vars);
  return (
    <section className="ed-section" aria-label={t("panels.design.sizes")}>
      <h3>{t("panels.design.sizes")}</h3>
      <p className="ed-help">{t(names.length ? "panels.design.sizesHelp" : "panels.design.noSizes")}</p>
      {names.length > 0 && <ul className="ed-sizes">{names.map((name, at) => <SizeRow key={at} name={name} value={vars[name]!} vars={vars} readOnly={readOnly} onVars={onVars} />)}</ul>}
      {!readOnly && <NewSize vars={vars} add={(name, value) => onVars({ ...vars, [name]: value })} />}
    </section>
  );
}

function SizeRow({ name, value, vars, readOnly, onVars }: Props & { name: string; value: Size }) {
  const { t } = useTranslation();
  const [note, setNote] = useState("");
  const rename = (typed: string): string | null => {
    const to = bare(typed);
    if (to === name) return null;
    const refused = nameRefusal(vars, to);
    if (refused) return t(`panels.size.${refused}`, { name: to });
    setNote(t("panels.size.renamed", { from: name, to }));
    onVars(renamedVars(vars, { from: name, to }), { from: name, to });
    return null;
  };
  const put = (next: Size): void => onVars({ ...vars, [name]: next });
  const remove = (): void => { const { [name]: _gone, ...rest } = vars; onVars(rest); };
  const words = t("panels.size.remove", { name });
  return (
    <li>
      <div className="ed-size">
        <span className="ed-dollar" aria-hidden>$</span>
        <NameField label={t("panels.size.name", { name })} hideLabel value={name} readOnly={readOnly} mono commit={rename} />
        {!readOnly && <button type="button" className="ed-mini" onClick={remove} title={words} aria-label={words}><X size={14} aria-hidden /></button>}
        <div className="ed-size-value">
          <select className="ed-input" aria-label={t("panels.size.type", { name })} value={typeof value} disabled={readOnly} onChange={(event) => put(asType(value, event.target.value as SizeType))}>
            {TYPES.map((type) => <option key={type} value={type}>{t(`panels.size.types.${type}`)}</option>)}
          </select>
          <ValueField name={name} value={value} readOnly={readOnly} put={put} />
        </div>
      </div>
      {note && <p className="ed-help" role="status">{note}</p>}
    </li>
  );
}

function ValueField({ name, value, readOnly, put }: { name: string; value: Size; readOnly: boolean; put: (value: Size) => void }) {
  const { t } = useTranslation();
  const label = t("panels.size.value", { name });
  if (typeof value === "boolean") {
    return (
      <select className="ed-input" aria-label={label} value={String(value)} disabled={readOnly} onChange={(event) => put(event.target.value === "true")}>
        <option value="true">{t("panels.size.yes")}</option>
        <option value="false">{t("panels.size.no")}</option>
      </select>
    );
  }
  const commit = (typed: string): string | null => {
    const next = sizeOf(typeof value as SizeType, typed);
    if (next === null) return t("panels.size.number");
    put(next);
    return null;
  };
  const field = <NameField label={label} hideLabel value={written(value)} readOnly={readOnly} maxLength={200} commit={commit} />;
  if (typeof value !== "number" || readOnly) return field;
  const step = (direction: 1 | -1, large: boolean): void => {
    const next = Number.isInteger(value) ? roundStep(value, direction, large) : value * (direction > 0 ? 2 : 0.5);
    if (value < 1 || next >= 1) put(next);
  };
  const key = (event: KeyboardEvent): void => {
    if (event.key !== "ArrowUp" && event.key !== "ArrowDown") return;
    event.preventDefault();
    step(event.key === "ArrowUp" ? 1 : -1, event.shiftKey);
  };
  return <span className="ed-typed" data-steps onKeyDown={key}>{field}<Stepper name={name} step={step} /></span>;
}

function NewSize({ vars, add }: { vars: Vars; add: (name: string, value: Size) => void }) {
  const { t } = useTranslation();
  const id = useId();
  const [name, setName] = useState("");
  const [value, setValue] = useState("");
  const [wrong, setWrong] = useState("");
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    const to = bare(name), refused = nameRefusal(vars, to);
    if (refused) { setWrong(t(`panels.size.${refused}`, { name: to })); return; }
    if (!value.trim()) { setWrong(t("panels.size.number")); return; }
    add(to, sizeOf("number", value) ?? value.trim());
    setName("");
    setValue("");
    setWrong("");
  };
  return (
    <form className="ed-new-size" onSubmit={submit}>
      <div className="ed-size">
        <span className="ed-dollar" aria-hidden>$</span>
        <input className="ed-input ed-mono" aria-label={t("panels.size.newName")} placeholder={t("panels.size.placeholder")} value={name} maxLength={65} autoComplete="off" spellCheck={false} aria-describedby={wrong ? id : undefined} aria-invalid={wrong !== ""} onChange={(event) => { setName(event.target.value); setWrong(""); }} />
        <div className="ed-size-value">
          <input className="ed-input" aria-label={t("panels.size.newValue")} placeholder={t("panels.size.valuePlaceholder")} value={value} maxLength={200} autoComplete="off" spellCheck={false} onChange={(event) => { setValue(event.target.value); setWrong(""); }} />
          <button className="ed-add"><Plus size={14} aria-hidden />{t("panels.size.add")}</button>
        </div>
      </div>
      {wrong && <p className="ed-wrong" id={id} role="alert">{wrong}</p>}
    </form>
  );
}
