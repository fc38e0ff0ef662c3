/** The frame of every field: its name, its marks, its help and what is wrong with it. */
import { RotateCcw } from "lucide-react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { CardButton } from "../../cards/card-button";
import { useForm, type FieldProps } from "./context";
import { Findings } from "../findings";
import { isChanged, written } from "./schema";

export interface Parts {
  id: string;
  described: string;
  invalid: boolean;
}

interface Props extends FieldProps {
  id: string;
  wrong?: string;
  extra?: ReactNode; // beside the name, before the way back
  inline?: boolean; // the control stands on the line of the name
  children: (parts: Parts) => ReactNode;
}

export function Row({ field, value, at, change, id, wrong = "", extra, inline = false, children }: Props) {
  const { t } = useTranslation();
  const form = useForm();
  const found = form.findings(at);
  const invalid = wrong !== "" || found.some((one) => one.severity === "error");
  const described = [`${id}-help`, wrong && `${id}-wrong`, found.length ? `${id}-found` : ""].filter(Boolean).join(" ");
  const control = children({ id, described, invalid });
  const unit = field.unit && t(`panels.unit.${field.unit}`, field.unit);
  return (
    <div className={invalid ? "ed-field ed-field-bad" : "ed-field"} data-field={at}>
      <div className="ed-field-top">
        <label htmlFor={id}>
          <code>{field.name}</code>
          {field.required && <span className="ed-required" title={t("panels.field.required")} aria-hidden>*</span>}
          {unit && <span className="ed-unit"> {unit}</span>}
        </label>
        {form.type && <CardButton type={form.type} parameter={at} name={at} className="card-field" />}
        <span className="ed-field-tools">
          {!form.readOnly && isChanged(field, value) && <BackButton field={field} back={() => change(undefined)} />}
          {extra}
          {inline && control}
        </span>
      </div>
      {!inline && control}
      {wrong && <p className="ed-wrong" id={`${id}-wrong`} role="alert">{wrong}</p>}
      <Findings id={`${id}-found`} found={found} onFix={form.onFix} />
      <p className="ed-help" id={`${id}-help`}>{field.help[form.language]}</p>
    </div>
  );
}

function BackButton({ field, back }: { field: FieldProps["field"]; back: () => void }) {
  const { t } = useTranslation();
  const value = written(field.fallback);
  const words = value ? t("panels.field.reset", { name: field.name, value }) : t("panels.field.resetNothing", { name: field.name });
  return <button type="button" className="ed-mini" onClick={back} title={words} aria-label={words}><RotateCcw size={13} aria-hidden /></button>;
}
