/** The form of a block's parameters, drawn from their schema. A group is a form inside of a form. */
import { useId } from "react";
import { useTranslation } from "react-i18next";
import type { Json } from "../../../graph/types";
import { ChoiceField, Switch, SwitchField } from "./choice-fields";
import { useForm, type FieldProps } from "./context";
import { Row } from "./row";
import { isRecord, sizeIn, written, type Field } from "./schema";
import { TypedField } from "./typed-field";

interface Props {
  fields: readonly Field[];
  values: Record<string, Json | undefined>;
  prefix?: string;
  change: (name: string, value: Json | undefined) => void;
}

export function Fields({ fields, values, prefix = "", change }: Props) {
  return fields.map((field) => {
    const value = Object.hasOwn(values, field.name) ? values[field.name] : undefined;
    return <OneField key={field.name} field={field} value={value} at={prefix + field.name} change={(next) => change(field.name, next)} />;
  });
}

function OneField(props: FieldProps) {
  const { field, value } = props;
  if (field.kind === "group") return <GroupField {...props} />;
  if (field.kind === "variant") return <VariantField {...props} />;
  if (field.kind === "choice") return <ChoiceField {...props} />;
  if (field.kind === "boolean" && !field.nullable) return <SwitchField {...props} />;
  if (field.kind === "boolean") return <ChoiceField {...props} field={{ ...field, choices: [true, false] }} />;
  if (field.kind === "list" && (value === undefined || value === null || Array.isArray(value))) return <TypedField {...props} />;
  if (field.kind === "other" || (typeof value === "object" && value !== null)) return <RawField {...props} />;
  return <TypedField {...props} />;
}

/** What the form cannot draw is shown as it is written, with the way back to the default. */
function RawField(props: FieldProps) {
  const { t } = useTranslation();
  const id = useId();
  const text = JSON.stringify(props.value ?? props.field.fallback ?? null, null, 1);
  return <Row {...props} id={id}>{() => <output id={id} className="ed-raw" title={t("panels.field.other")}>{text}</output>}</Row>;
}

function GroupField(props: FieldProps) {
  const { field, value, at, change } = props;
  const { t } = useTranslation();
  const { readOnly } = useForm();
  const id = useId();
  const held = value ?? field.fallback ?? null;
  const odd = held !== null && !isRecord(held);
  const wrong = odd && sizeIn(held) === null ? t("panels.wrong.notGroup", { value: written(held) }) : "";
  const toggle = (on: boolean): void => change(on ? started(field) : field.fallback === null || field.fallback === undefined ? undefined : null);
  const put = (name: string, next: Json | undefined): void => {
    const { [name]: _old, ...rest } = isRecord(held) ? held : {};
    change(next === undefined ? rest : { ...rest, [name]: next });
  };
  return (
    <div className="ed-group" data-on={held !== null}>
      <Row {...props} change={change} id={id} wrong={wrong} inline>
        {({ described }) => <Switch id={id} on={held !== null} disabled={readOnly || (field.required && !field.nullable)} described={described} toggle={toggle} />}
      </Row>
      {isRecord(held) && (
        <div className="ed-group-fields" role="group" aria-label={at}>
          <Fields fields={field.fields} values={held} prefix={`${at}.`} change={put} />
        </div>
      )}
    </div>
  );
}

/** A group that comes in several forms: which one is chosen first, then its own fields. */
function VariantField(props: FieldProps) {
  const { field, value, at, change } = props;
  const { t } = useTranslation();
  const { readOnly } = useForm();
  const id = useId();
  const held = value ?? field.fallback ?? null;
  const one = isRecord(held) ? field.variants.find(({ tag, value: name }) => (held[tag] ?? field.variants[0]?.value) === name) : undefined;
  const odd = held !== null && !one;
  const pick = (name: string): void => {
    const next = field.variants.find((variant) => variant.value === name);
    change(next ? { [next.tag]: next.value, ...kept(next.group, held) } : field.fallback === null ? undefined : null);
  };
  const put = (name: string, next: Json | undefined): void => {
    const { [name]: _old, ...rest } = isRecord(held) ? held : {};
    change(next === undefined ? rest : { ...rest, [name]: next });
  };
  return (
    <div className="ed-group" data-on={held !== null}>
      <Row {...props} id={id}>
        {({ described, invalid }) => (
          <select id={id} className="ed-input" value={odd ? "odd" : one?.value ?? ""} disabled={readOnly} aria-describedby={described} aria-invalid={invalid || odd} onChange={(event) => pick(event.target.value)}>
            {odd && <option value="odd" disabled>{written(held)}</option>}
            {(field.nullable || held === null) && <option value="">{t("panels.field.unset")}</option>}
            {field.variants.map(({ value: name }) => <option key={name} value={name}>{name}</option>)}
          </select>
        )}
      </Row>
      {one && isRecord(held) && (
        <div className="ed-group-fields" role="group" aria-label={at}>
          <Fields fields={one.group.fields} values={held} prefix={`${at}.`} change={put} />
        </div>
      )}
    </div>
  );
}

/** What the new form of a group takes over from the old one, and what it must be given besides. */
function kept(group: Field, held: Json): Record<string, Json> {
  const old = isRecord(held) ? held : {};
  const same = group.fields.filter((field) => Object.hasOwn(old, field.name)).map((field) => [field.name, old[field.name]!] as const);
  return { ...started(group), ...Object.fromEntries(same) };
}

/** A group that is switched on: empty, save for what must be given, at the least that its bounds allow. */
export function started(group: Field): Record<string, Json> {
  const needed = group.fields.filter((field) => field.required);
  return Object.fromEntries(needed.map((field) => [field.name, begun(field)]));
}

export function begun(field: Field): Json {
  if (field.kind === "group") return started(field);
  if (field.kind === "choice") return field.choices[0] ?? null;
  if (field.kind === "boolean") return false;
  if (field.kind === "list") return [1];
  if (field.kind === "variant") return field.variants[0] ? { [field.variants[0].tag]: field.variants[0].value, ...started(field.variants[0].group) } : null;
  return field.kind === "string" ? "" : field.bounds.min ?? (field.bounds.above ?? 0) + 1;
}
