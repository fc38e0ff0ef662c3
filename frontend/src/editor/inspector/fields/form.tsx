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
  if (field.kind === "choice") return <ChoiceField {...props} />;
  if (field.kind === "boolean" && !field.nullable) return <SwitchField {...props} />;
  if (field.kind === "boolean") return <ChoiceField {...props} field={{ ...field, choices: [true, false] }} />;
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

/** A group that is switched on: empty, save for what must be given, at the least that its bounds allow. */
export function started(group: Field): Record<string, Json> {
  const needed = group.fields.filter((field) => field.required);
  return Object.fromEntries(needed.map((field) => [field.name, begun(field)]));
}

function begun(field: Field): Json {
  if (field.kind === "group") return started(field);
  if (field.kind === "choice") return field.choices[0] ?? null;
  if (field.kind === "boolean") return false;
  return field.kind === "string" ? "" : field.bounds.min ?? (field.bounds.above ?? 0) + 1;
}
