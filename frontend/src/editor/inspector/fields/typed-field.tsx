/** Numbers and text: typed freely, taken over on blur and Enter; what cannot be taken over stays and is explained. */
import { useId, useState, type KeyboardEvent } from "react";
import { useTranslation } from "react-i18next";
import { exact } from "../format";
import { useForm, type FieldProps } from "./context";
import { saves } from "../name-field";
import { boundsKey, origin, read, type Wrong } from "./numbers";
import { Row } from "./row";
import { sizeIn, written } from "./schema";
import { stepped } from "./steps";
import { Stepper } from "./stepper";
import { Behind, UseSize } from "./use-size";

export function TypedField(props: FieldProps) {
  const { field, value } = props;
  const { t } = useTranslation();
  const { readOnly, known } = useForm();
  const id = useId();
  const draft = useDraft(props);
  const numeric = field.kind !== "string", counts = !field.inferred && (field.kind === "integer" || field.kind === "number");
  const implied = props.at === field.name ? known?.[field.name] : undefined;
  const shown = typeof implied === "number" ? exact(Number(implied.toPrecision(6))) : "";
  const placeholder = shown ? t(field.inferred ? "facts.implied.wiring" : "facts.implied.automatic", { value: shown }) : field.inferred ? t("panels.field.inferred") : written(field.fallback) || t(field.required ? "panels.field.required" : "panels.field.automatic");
  const tip = useBounds(field);
  return (
    <Row {...props} id={id} wrong={useWords(draft.wrong, props)} extra={<UseSize {...props} />}>
      {({ described, invalid }) => (
        <span className="ed-typed" data-steps={counts && !readOnly && sizeIn(value) === null}>
          <input
            id={id} type="text" inputMode={numeric ? "decimal" : "text"} autoComplete="off" spellCheck={false} className="ed-input"
            value={draft.text} placeholder={placeholder} readOnly={readOnly} title={tip || undefined} required={field.required}
            aria-describedby={described} aria-invalid={invalid}
            onChange={(event) => draft.type(event.target.value)} onBlur={draft.commit} onKeyDown={draft.key}
          />
          {draft.settled && <Behind value={value} />}
          {counts && !readOnly && sizeIn(value) === null && <Stepper name={field.name} step={draft.step} />}
        </span>
      )}
    </Row>
  );
}

/** Bounds in words, as a hint before anything is wrong. */
function useBounds(field: FieldProps["field"]): string {
  const { t } = useTranslation();
  const bounds = boundsKey(field.bounds, exact);
  return bounds ? t(`panels.bounds.${bounds[0]}`, bounds[1]) : "";
}

function useWords(wrong: Wrong | null, { field, value }: FieldProps): string {
  const { t } = useTranslation();
  const bounds = useBounds(field);
  if (!wrong) return "";
  const held = written(value ?? field.fallback) || t("panels.field.unset");
  return `${t(`panels.wrong.${wrong.key}`, { ...wrong.values, bounds })} ${t("panels.field.kept", { value: held })}`;
}

interface Draft {
  text: string;
  wrong: Wrong | null;
  settled: boolean; // what is shown is what holds
  type: (text: string) => void;
  commit: () => void;
  key: (event: KeyboardEvent<HTMLInputElement>) => void;
  step: (direction: 1 | -1, large: boolean) => void;
}

/** What is typed and not yet taken over. A new value from outside (undo, a fix) takes its place. */
function useDraft({ field, value, at, change }: FieldProps): Draft {
  const { vars, readOnly, known } = useForm();
  const [held, setHeld] = useState(value);
  const [text, setText] = useState<string | null>(null);
  const [wrong, setWrong] = useState<Wrong | null>(null);
  const drop = (): void => { setText(null); setWrong(null); };
  if (written(held) !== written(value)) { setHeld(value); drop(); }
  const commit = (): void => {
    if (text === null || readOnly) return;
    const found = text === written(value) ? { value } : read(field, text, vars);
    if ("wrong" in found) { setWrong(found.wrong); return; }
    drop();
    if (written(found.value) !== written(value)) change(found.value);
  };
  const step = (direction: 1 | -1, large: boolean): void => {
    const now = read(field, text ?? written(value), vars);
    const implied = at === field.name ? known?.[field.name] : undefined;
    const from = "wrong" in now ? null : now.value === undefined ? implied ?? origin(field) : now.value;
    if (typeof from !== "number" || readOnly) return;
    const next = stepped(field, from, direction, large, known);
    if (next !== null) { drop(); change(next); }
  };
  const key = (event: KeyboardEvent<HTMLInputElement>): void => {
    if (event.nativeEvent.isComposing) return;
    if (event.key === "Enter" || saves(event)) commit();
    else if (event.key === "Escape" && text !== null) { event.stopPropagation(); drop(); }
    else if ((event.key === "ArrowUp" || event.key === "ArrowDown") && field.kind !== "string") { event.preventDefault(); step(event.key === "ArrowUp" ? 1 : -1, event.shiftKey); }
  };
  const type = (next: string): void => { setText(next); setWrong(null); };
  return { text: text ?? written(value), wrong, settled: text === null, type, commit, key, step };
}
