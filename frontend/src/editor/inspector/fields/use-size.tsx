/** "Use a size": a field takes its value from a named size of the design, and says which value that is. */
import { Unlink, Variable } from "lucide-react";
import { useTranslation } from "react-i18next";
import { useForm, type FieldProps } from "./context";
import { fitting, sizeIn, written } from "./schema";

/** A native list behind a small button: it works by key, by touch and in either theme without help. */
export function UseSize({ field, value, change }: FieldProps) {
  const { t } = useTranslation();
  const { vars, readOnly } = useForm();
  const names = fitting(field, vars);
  if (readOnly || !names.length) return null;
  const words = t("panels.field.useSize", { name: field.name });
  const chosen = sizeIn(value);
  return (
    <span className="ed-mini ed-use-size" data-on={chosen !== null}>
      <Variable size={14} aria-hidden />
      <select aria-label={words} title={words} value={chosen !== null && names.includes(chosen) ? chosen : ""} onChange={(event) => event.target.value && change(`$${event.target.value}`)}>
        <option value="">{t("panels.field.pickSize")}</option>
        {names.map((name) => <option key={name} value={name}>{`$${name} = ${written(vars[name])}`}</option>)}
      </select>
    </span>
  );
}

/** The value behind "$d_model"; nothing where the field speaks of no size. */
export function Behind({ value }: { value: FieldProps["value"] }) {
  const { t } = useTranslation();
  const { vars } = useForm();
  const name = sizeIn(value);
  if (name === null || !Object.hasOwn(vars, name)) return null;
  return <span className="ed-behind">{t("panels.field.behind", { value: written(vars[name]) })}</span>;
}

/** A size in a field that cannot be typed into: shown, with the way back to a value of its own. */
export function Linked({ field, value, change, id }: FieldProps & { id: string }) {
  const { t } = useTranslation();
  const { vars, readOnly } = useForm();
  const name = sizeIn(value) ?? "";
  const words = t("panels.field.unlink", { name: field.name });
  const own = (): void => change(Object.hasOwn(vars, name) ? vars[name] : undefined);
  return (
    <span className="ed-linked">
      <output id={id}><code>${name}</code><Behind value={value} /></output>
      {!readOnly && <button type="button" className="ed-mini" onClick={own} title={words} aria-label={words}><Unlink size={13} aria-hidden /></button>}
    </span>
  );
}
