/** Fields that are chosen rather than typed: one of a list, yes or no. */
import { useId } from "react";
import { useTranslation } from "react-i18next";
import { useForm, type FieldProps } from "./context";
import { Row } from "./row";
import { same, sizeIn, written } from "./schema";
import { Linked, UseSize } from "./use-size";

const UNSET = "unset";

export function ChoiceField(props: FieldProps) {
  const { field, value, change } = props;
  const { t } = useTranslation();
  const { readOnly } = useForm();
  const id = useId();
  const shown = value ?? field.fallback ?? null;
  const at = field.choices.findIndex((choice) => same(choice, shown));
  const odd = at < 0 && shown !== null; // a value that is not among the choices stays visible
  const pick = (key: string): void => change(key === UNSET ? (field.fallback === null ? undefined : null) : field.choices[Number(key)]);
  return (
    <Row {...props} id={id} extra={<UseSize {...props} />}>
      {({ described, invalid }) => sizeIn(value) !== null ? <Linked {...props} id={id} /> : (
        <select id={id} className="ed-input" value={odd ? "odd" : at < 0 ? UNSET : String(at)} disabled={readOnly} aria-describedby={described} aria-invalid={invalid || odd} onChange={(event) => pick(event.target.value)}>
          {odd && <option value="odd" disabled>{written(shown)}</option>}
          {(field.nullable || (at < 0 && !odd)) && <option value={UNSET} disabled={!field.nullable}>{t("panels.field.unset")}</option>}
          {field.choices.map((choice, key) => <option key={key} value={key}>{written(choice)}</option>)}
        </select>
      )}
    </Row>
  );
}

export function SwitchField(props: FieldProps) {
  const { field, value, change } = props;
  const { readOnly } = useForm();
  const id = useId();
  const shown = value ?? field.fallback ?? false;
  return (
    <Row {...props} id={id} extra={<UseSize {...props} />} inline>
      {({ described, invalid }) => sizeIn(value) !== null ? <Linked {...props} id={id} /> : (
        <Switch id={id} on={shown === true} disabled={readOnly} described={described} invalid={invalid || typeof shown !== "boolean"} toggle={(on) => change(on === field.fallback ? undefined : on)} />
      )}
    </Row>
  );
}

interface SwitchProps {
  id: string;
  on: boolean;
  disabled: boolean;
  described: string;
  invalid?: boolean;
  toggle: (on: boolean) => void;
}

export function Switch({ id, on, disabled, described, invalid = false, toggle }: SwitchProps) {
  return (
    <button type="button" role="switch" id={id} className="ed-switch" aria-checked={on} aria-describedby={described} data-invalid={invalid || undefined} disabled={disabled} onClick={() => toggle(!on)}>
      <span aria-hidden />
    </button>
  );
}
