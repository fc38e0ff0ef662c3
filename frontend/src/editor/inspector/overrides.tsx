/** What a variant changes in one block: each parameter with the field that the block's own form has for it. */
import { X } from "lucide-react";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { join } from "../../graph/document";
import { withBlock, withOverride } from "../../graph/pattern-edits";
import type { Pattern } from "../../graph/patterns";
import { newNode } from "../../graph/adding";
import { specOf } from "../../graph/rules";
import type { Design, DesignNode, Diagnostic, Json, Report } from "../../graph/types";
import { language } from "../../shared/page";
import { useEditor } from "../../store/editor";
import { FormScope } from "./fields/context";
import { begun, Fields } from "./fields/form";
import { fieldsOf, written, type Field } from "./fields/schema";

export interface OverrideProps {
  path: string; // of the Repeat
  node: DesignNode;
  vars: Design["vars"];
  report: Report | null;
  pattern: Pattern;
  variant: string;
  block: string;
  readOnly: boolean;
  change: (pattern: Pattern) => void;
}

const NONE: readonly Diagnostic[] = [];

export function Overrides(props: OverrideProps) {
  const { path, node, vars, report, pattern, variant, block, readOnly, change } = props;
  const { t } = useTranslation();
  const registry = useEditor((s) => s.registry);
  const { type, ...params } = pattern.variants[variant]![block]!;
  const drawn = (node.nodes && Object.hasOwn(node.nodes, block) ? node.nodes[block] : undefined) as (DesignNode & Record<string, Json>) | undefined;
  const kind = typeof type === "string" ? type : drawn?.type ?? "", spec = specOf(registry, kind);
  const fields = useMemo(() => (spec ? fieldsOf(spec.params) : []), [spec]);
  const findings = (at: string): readonly Diagnostic[] => report?.diagnostics.filter((one) => one.path === join(path, block) && one.attr === at.split(".")[0]) ?? NONE;
  const put = (param: string, value: Json | undefined): void => change(withOverride(pattern, variant, block, param, value));
  if (!drawn) return <Gone {...props} />;
  return (
    <fieldset className="ed-changes">
      <legend>{block}</legend>
      {type !== undefined && <TypeRow {...props} type={kind} />}
      <FormScope value={{ type: kind, vars, readOnly, language: language(), findings, onFix: null }}>
        {Object.entries(params).map(([param, value]) => {
          const field = fields.find((one) => one.name === param), what = `${block}.${param}`;
          const was = kind === drawn.type ? drawn[param] : undefined;
          return (
            <div key={param} className="ed-change">
              {field ? <Fields fields={[field]} values={{ [param]: value }} change={(_, next) => put(param, next === undefined ? field.fallback ?? null : next)} /> : <p className="ed-wrong"><code>{param}</code> {t("panels.wrong.unknownParam")}</p>}
              <p className="ed-change-end">
                {field && kind === drawn.type && <span className="ed-help">{t("repeat.change.drawn", { value: written(was ?? field.fallback) || t("repeat.strip.nothing") })}</span>}
                {!readOnly && <Back what={what} act={() => put(param, undefined)} />}
              </p>
            </div>
          );
        })}
      </FormScope>
      {!readOnly && <Another {...props} fields={fields} drawn={drawn} taken={Object.keys(params)} />}
    </fieldset>
  );
}

function Back({ what, act }: { what: string; act: () => void }) {
  const { t } = useTranslation();
  const words = t("repeat.change.backOf", { what });
  return <button type="button" className="ed-add" title={words} aria-label={words} onClick={act}><X size={13} aria-hidden />{t("repeat.change.back")}</button>;
}

/** A block that was deleted or renamed elsewhere. */
function Gone({ pattern, variant, block, readOnly, change }: OverrideProps) {
  const { t } = useTranslation();
  return (
    <fieldset className="ed-changes">
      <legend>{block}</legend>
      <p className="ed-wrong">{t("repeat.change.gone", { name: block })}</p>
      {!readOnly && <Back what={block} act={() => change(withBlock(pattern, variant, block, undefined))} />}
    </fieldset>
  );
}

/** Another kind of block in the place of the drawn one; its parameters begin afresh. */
function TypeRow({ node, vars, pattern, variant, block, readOnly, change, type }: OverrideProps & { type: string }) {
  const registry = useEditor((s) => s.registry), here = node.nodes?.[block]?.type ?? "", like = specOf(registry, here);
  const kinds = Object.values(registry).filter((spec) => !spec.container && like && spec.inputs[0]?.kind === like.inputs[0]?.kind && spec.inputs[0]?.many === like.inputs[0]?.many && spec.outputs[0]?.kind === like.outputs[0]?.kind);
  const pick = (next: string): void => {
    const spec = specOf(registry, next);
    if (spec) change(withBlock(pattern, variant, block, newNode(spec, vars) as unknown as Record<string, Json>));
  };
  const label = `${block}.type`;
  return (
    <div className="ed-change">
      <label className="ed-line"><code>type</code>
        <select className="ed-input" aria-label={label} value={type} disabled={readOnly} onChange={(event) => pick(event.target.value)}>
          {!kinds.some((spec) => spec.type === type) && <option value={type}>{type}</option>}
          {kinds.map((spec) => <option key={spec.type} value={spec.type}>{spec.title[language()]}</option>)}
        </select>
      </label>
      {!readOnly && <p className="ed-change-end"><Back what={label} act={() => change(withBlock(pattern, variant, block, undefined))} /></p>}
    </div>
  );
}

interface AnotherProps extends OverrideProps { fields: readonly Field[]; drawn: DesignNode & Record<string, Json>; taken: string[] }

/** One more parameter of the block; it begins as it is drawn. */
function Another({ pattern, variant, block, change, fields, drawn, taken }: AnotherProps) {
  const { t } = useTranslation();
  const left = fields.filter((field) => !taken.includes(field.name) && !field.inferred);
  if (!left.length) return null;
  const pick = (name: string): void => {
    const field = left.find((one) => one.name === name);
    if (field) change(withOverride(pattern, variant, block, name, startOf(field, drawn)));
  };
  const label = `${t("repeat.change.param")}: ${block}`;
  return (
    <select className="ed-input ed-pick" aria-label={label} value="" onChange={(event) => pick(event.target.value)}>
      <option value="">{t("repeat.change.title")}…</option>
      {left.map(({ name }) => <option key={name} value={name}>{name}</option>)}
    </select>
  );
}

export const startOf = (field: Field, drawn: Record<string, Json>): Json => (Object.hasOwn(drawn, field.name) ? drawn[field.name]! : field.fallback !== undefined ? field.fallback : begun(field));
