/** The steps of a cycle, the entries of a list, or the ranges of a pattern. */
import { Minus, Plus } from "lucide-react";
import { useTranslation } from "react-i18next";
import { fitted } from "../../graph/pattern-edits";
import type { Pattern } from "../../graph/patterns";
import { Ranges } from "./ranges";

interface Props {
  pattern: Pattern;
  layers: number | null;
  readOnly: boolean;
  change: (pattern: Pattern) => void;
}

const MAX_STEPS = 64;

export function Sequence(props: Props) {
  const { assign } = props.pattern;
  if ("cycle" in assign) return <Cycle {...props} steps={assign.cycle} />;
  return "list" in assign ? <List {...props} list={assign.list} /> : <Ranges {...props} ranges={assign.ranges} rest={assign.default} />;
}

function Cycle({ pattern, readOnly, change, steps }: Props & { steps: string[] }) {
  const { t } = useTranslation();
  const put = (cycle: string[]): void => change({ ...pattern, assign: { cycle } });
  return (
    <>
      <Names names={steps} pattern={pattern} readOnly={readOnly} label="step" put={put}>
        {!readOnly && (
          <span className="ed-steps">
            <Mini label={t("panels.patterns.addStep")} disabled={steps.length >= MAX_STEPS} act={() => put([...steps, next(pattern, steps)])}><Plus size={14} aria-hidden /></Mini>
            <Mini label={t("panels.patterns.removeStep")} disabled={steps.length <= 1} act={() => put(steps.slice(0, -1))}><Minus size={14} aria-hidden /></Mini>
          </span>
        )}
      </Names>
      <p className="ed-help">{t("panels.patterns.cycleHelp")}</p>
    </>
  );
}

/** The variant after the last step's, so that a new step is worth looking at. */
function next(pattern: Pattern, steps: string[]): string {
  const names = Object.keys(pattern.variants);
  return names[(names.indexOf(steps.at(-1) ?? "") + 1) % names.length] ?? steps.at(-1) ?? "a";
}

function List({ pattern, layers, readOnly, change, list }: Props & { list: string[] }) {
  const { t } = useTranslation();
  const put = (names: string[]): void => change({ ...pattern, assign: { list: names } });
  const off = layers !== null && list.length !== layers;
  return (
    <>
      <Names names={list} pattern={pattern} readOnly={readOnly} label="layer" put={put} />
      {off && <p className="ed-wrong">{t("panels.patterns.lengths", { length: list.length, count: layers })}</p>}
      {off && !readOnly && <button type="button" className="ed-add" onClick={() => put(fitted(list, layers))}>{t("panels.patterns.fit", { count: layers })}</button>}
      <p className="ed-help">{t("panels.patterns.listHelp")}</p>
    </>
  );
}

interface NamesProps {
  names: string[];
  pattern: Pattern;
  readOnly: boolean;
  label: "step" | "layer";
  put: (names: string[]) => void;
  children?: React.ReactNode;
}

function Names({ names, pattern, readOnly, label, put, children }: NamesProps) {
  const { t } = useTranslation();
  const known = Object.keys(pattern.variants);
  return (
    <div className="ed-sequence">
      {names.map((name, at) => {
        const options = known.includes(name) ? known : [...known, name];
        return (
          <select
            key={at} className="ed-input" value={name} disabled={readOnly} title={t(`panels.patterns.${label}`, { number: label === "layer" ? at : at + 1 })} aria-label={t(`panels.patterns.${label}`, { number: label === "layer" ? at : at + 1 })}
            aria-invalid={!known.includes(name)} onChange={(event) => put(names.map((one, i) => (i === at ? event.target.value : one)))}
          >
            {options.map((one) => <option key={one} value={one}>{one}</option>)}
          </select>
        );
      })}
      {children}
    </div>
  );
}

function Mini({ label, disabled, act, children }: { label: string; disabled: boolean; act: () => void; children: React.ReactNode }) {
  return <button type="button" className="ed-mini" onClick={act} disabled={disabled} title={label} aria-label={label}>{children}</button>;
}
