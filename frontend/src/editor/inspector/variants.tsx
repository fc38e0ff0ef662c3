/** The variants of a pattern: a name each, and what differs from the layer as it is drawn. */
import { Plus, X } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { newNode } from "../../graph/adding";
import { freshVariant, removeVariant, renameVariant, withBlock } from "../../graph/pattern-edits";
import type { Overrides as Changes, Pattern } from "../../graph/patterns";
import { specOf } from "../../graph/rules";
import type { Design, DesignNode, Json, Report } from "../../graph/types";
import { useEditor } from "../../store/editor";
import { fieldsOf } from "./fields/schema";
import { NameField } from "./name-field";
import { Overrides, startOf } from "./overrides";

interface Props {
  path: string;
  vars: Design["vars"];
  report: Report | null;
  pattern: Pattern;
  node: DesignNode;
  readOnly: boolean;
  change: (pattern: Pattern) => void;
}

export function Variants(props: Props) {
  const { pattern, readOnly, change } = props;
  const { t } = useTranslation();
  const names = Object.keys(pattern.variants);
  const add = (): void => change({ ...pattern, variants: { ...pattern.variants, [freshVariant(pattern)]: {} } });
  return (
    <div className="ed-variants" role="group" aria-label={t("panels.patterns.variants")}>
      {names.map((name, at) => <Variant key={at} name={name} at={at} overrides={pattern.variants[name]!} alone={names.length === 1} {...props} />)}
      {!readOnly && <button type="button" className="ed-add" onClick={add}><Plus size={14} aria-hidden />{t("panels.patterns.addVariant")}</button>}
    </div>
  );
}

function Variant({ name, at, overrides, alone, path, pattern, node, vars, report, readOnly, change }: Props & { name: string; at: number; overrides: Changes; alone: boolean }) {
  const { t } = useTranslation();
  const rename = (to: string): string | null => {
    if (!to) return t("panels.patterns.variantNeeded");
    if (Object.hasOwn(pattern.variants, to)) return t("panels.patterns.variantTaken", { name: to });
    change(renameVariant(pattern, name, to));
    return null;
  };
  const words = t("panels.patterns.removeVariant", { name });
  const blocks = Object.keys(overrides);
  return (
    <div className="ed-variant" data-variant={at % 6} role="group" aria-label={name}>
      <div className="ed-field-top">
        <NameField label={t("panels.patterns.variantName", { name })} hideLabel value={name} readOnly={readOnly} commit={rename} />
        {!readOnly && !alone && <button type="button" className="ed-mini" onClick={() => change(removeVariant(pattern, name))} title={words} aria-label={words}><X size={14} aria-hidden /></button>}
      </div>
      {blocks.length === 0 && <p className="ed-help">{t("panels.patterns.asDrawn")}</p>}
      {blocks.map((block) => <Overrides key={block} path={path} node={node} vars={vars} report={report} pattern={pattern} variant={name} block={block} readOnly={readOnly} change={change} />)}
      {!readOnly && <NewOverride node={node} vars={vars} taken={blocks} add={(block, changes) => change(withBlock(pattern, name, block, changes))} />}
    </div>
  );
}

interface NewProps {
  node: DesignNode;
  vars: Design["vars"];
  taken: readonly string[];
  add: (block: string, changes: Record<string, Json>) => void;
}

const TYPE = "type";

/** A block, then one of its parameters; the field for it appears at once, and begins as it is drawn. */
function NewOverride({ node, taken, add, vars }: NewProps) {
  const { t } = useTranslation();
  const registry = useEditor((s) => s.registry);
  const [block, setBlock] = useState("");
  const blocks = Object.keys(node.nodes ?? {}), left = blocks.filter((name) => !taken.includes(name));
  if (!blocks.length) return <p className="ed-help">{t("panels.patterns.noBlocks")}</p>;
  if (!left.length) return null;
  const chosen = left.includes(block) ? block : "", drawn = (chosen ? node.nodes![chosen]! : {}) as DesignNode & Record<string, Json>;
  const spec = chosen ? specOf(registry, drawn.type) : undefined;
  const fields = spec ? fieldsOf(spec.params).filter((field) => !field.inferred) : [];
  const pick = (name: string): void => {
    const field = fields.find((one) => one.name === name);
    if (name === TYPE && spec) add(chosen, newNode(spec, vars) as unknown as Record<string, Json>);
    else if (field) add(chosen, { [name]: startOf(field, drawn) });
    setBlock("");
  };
  return (
    <div className="ed-override" role="group" aria-label={t("repeat.change.title")}>
      <select className="ed-input" aria-label={t("repeat.change.block")} value={chosen} onChange={(event) => setBlock(event.target.value)}>
        <option value="">{t("repeat.change.title")}…</option>
        {left.map((name) => <option key={name} value={name}>{name}</option>)}
      </select>
      {chosen && (
        <select className="ed-input" aria-label={t("repeat.change.param")} value="" onChange={(event) => pick(event.target.value)} autoFocus>
          <option value="">{t("repeat.change.param")}…</option>
          {fields.map(({ name }) => <option key={name} value={name}>{name}</option>)}
          {spec && !spec.container && <option value={TYPE}>{t("repeat.change.type")}</option>}
        </select>
      )}
    </div>
  );
}
