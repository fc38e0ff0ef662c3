/** One option as an input, with its words, its help and what is wrong with it. */
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { Devices } from "./run-new-devices";
import { BASIC, GROUPS, parse, show, ungrouped, type Config, type Field } from "./schema";
import { choiceName } from "./values";

export interface Options {
  fields: Record<string, Field>;
  config: Config;
  problem: (name: string) => string;
  change: (config: Config) => void;
  /** What this site has to say of an option as it is chosen. */
  notes?: Record<string, string>;
}

export function Labelled({ name, label, help, note, problem, children }: { name: string; label: ReactNode; help?: string; note?: string | undefined; problem?: string; children: ReactNode }) {
  return (
    <div className={problem ? "field field-bad" : "field"}>
      <label htmlFor={name}>{label}</label>
      {children}
      {problem && <p className="field-error" id={`${name}-error`} role="alert">{problem}</p>}
      {note && <p className="field-note" role="status">{note}</p>}
      {help && <p className="field-help" id={`${name}-help`}>{help}</p>}
    </div>
  );
}

/** What an input within `Labelled` tells of itself. */
export function inputOf(name: string, problem = "") {
  return { id: name, "aria-invalid": problem !== "", "aria-describedby": `${name}-error ${name}-help` };
}

export function OptionField({ field, config, problem, change, notes }: Omit<Options, "fields"> & { field: Field }) {
  const { t } = useTranslation();
  const value = show(field, config[field.name] ?? null);
  const wrong = problem(field.name);
  const put = (text: string) => change({ ...config, [field.name]: parse(field, text) });
  const shared = { ...inputOf(field.name, wrong), name: field.name };
  const help = t(`help.${field.name}`, field.description);
  const label = field.kind === "lines" ? <>{t(`field.${field.name}`, field.name)} <span className="optional">({t("form.lines")})</span></> : t(`field.${field.name}`, field.name);
  return (
    <Labelled name={field.name} label={label} help={help} note={notes?.[field.name]} problem={wrong}>
      {field.kind === "choice" ? (
        <select {...shared} value={value} onChange={(event) => put(event.target.value)}>{field.choices.map((choice) => <option key={choice} value={choice}>{choiceName(field.name, choice, t)}</option>)}</select>
      ) : field.kind === "lines" ? (
        <textarea {...shared} rows={2} value={value} onChange={(event) => put(event.target.value)} />
      ) : (
        <NumberInput shared={shared} initial={value} placeholder={field.optional ? t("form.automatic") : ""} put={put} />
      )}
    </Labelled>
  );
}

/** Keeps what is typed while it is typed: "1e-" is not a number yet. */
function NumberInput({ shared, initial, placeholder, put }: { shared: object; initial: string; placeholder: string; put: (text: string) => void }) {
  return <input {...shared} inputMode="decimal" defaultValue={initial} placeholder={placeholder} onChange={(event) => put(event.target.value)} />;
}

export function BasicOptions(props: Options) {
  return <div className="form-grid">{only(props.fields, BASIC).map((field) => <OptionField key={field.name} field={field} {...props} />)}</div>;
}

export function AdvancedOptions({ mostDevices, ...props }: Options & { mostDevices: number }) {
  const { t } = useTranslation();
  const groups = { ...GROUPS, other: ungrouped(props.fields) };
  return (
    <details className="panel advanced">
      <summary>{t("form.advanced")}</summary>
      {Object.entries(groups).map(([group, names]) => (
        <fieldset key={group}>
          <legend>{t(`form.group.${group}`)}</legend>
          <div className="form-grid">{only(props.fields, names).map((field) => <OptionField key={field.name} field={field} {...props} />)}</div>
        </fieldset>
      ))}
      <fieldset>
        <legend>{t("form.group.devices")}</legend>
        <Devices {...props} most={mostDevices} />
      </fieldset>
    </details>
  );
}

function only(fields: Record<string, Field>, names: string[]): Field[] {
  return names.map((name) => fields[name]).filter((field) => field !== undefined);
}
