/** The variants of a pattern: a name each, and what differs from the layer as it is drawn. */
import { Plus, X } from "lucide-react";
import { useState, type FormEvent } from "react";
import { useTranslation } from "react-i18next";
import type { DesignNode, Json } from "../../graph/types";
import { written } from "./fields/schema";
import { NameField } from "./name-field";
import { freshVariant, removeVariant, renameVariant, valueOf, withOverride, type Overrides, type Pattern } from "./patterns-model";

interface Props {
  pattern: Pattern;
  node: DesignNode;
  readOnly: boolean;
  change: (pattern: Pattern) => void;
}

export function Variants({ pattern, node, readOnly, change }: Props) {
  const { t } = useTranslation();
  const names = Object.keys(pattern.variants);
  const add = (): void => change({ ...pattern, variants: { ...pattern.variants, [freshVariant(pattern)]: {} } });
  return (
    <div className="ed-variants" role="group" aria-label={t("panels.patterns.variants")}>
      {names.map((name, at) => <Variant key={at} name={name} at={at} overrides={pattern.variants[name]!} alone={names.length === 1} pattern={pattern} node={node} readOnly={readOnly} change={change} />)}
      {!readOnly && <button type="button" className="ed-add" onClick={add}><Plus size={14} aria-hidden />{t("panels.patterns.addVariant")}</button>}
    </div>
  );
}

function Variant({ name, at, overrides, alone, pattern, node, readOnly, change }: Props & { name: string; at: number; overrides: Overrides; alone: boolean }) {
  const { t } = useTranslation();
  const rows = Object.entries(overrides).flatMap(([block, params]) => Object.entries(params).map(([param, value]) => [block, param, value] as const));
  const rename = (to: string): string | null => {
    if (!to) return t("panels.patterns.variantNeeded");
    if (Object.hasOwn(pattern.variants, to)) return t("panels.patterns.variantTaken", { name: to });
    change(renameVariant(pattern, name, to));
    return null;
  };
  const words = t("panels.patterns.removeVariant", { name });
  return (
    <div className="ed-variant" data-variant={at % 6}>
      <div className="ed-field-top">
        <NameField label={t("panels.patterns.variantName", { name })} hideLabel value={name} readOnly={readOnly} commit={rename} />
        {!readOnly && !alone && <button type="button" className="ed-mini" onClick={() => change(removeVariant(pattern, name))} title={words} aria-label={words}><X size={14} aria-hidden /></button>}
      </div>
      {rows.length === 0 && <p className="ed-help">{t("panels.patterns.asDrawn")}</p>}
      {rows.length > 0 && (
        <ul className="ed-overrides">
          {rows.map(([block, param, value]) => <Override key={`${block}.${param}`} what={`${block}.${param}`} value={value} known={Object.hasOwn(node.nodes ?? {}, block)} readOnly={readOnly} remove={() => change(withOverride(pattern, name, block, param, undefined))} />)}
        </ul>
      )}
      {!readOnly && <NewOverride node={node} add={(block, param, value) => change(withOverride(pattern, name, block, param, value))} />}
    </div>
  );
}

function Override({ what, value, known, readOnly, remove }: { what: string; value: Json; known: boolean; readOnly: boolean; remove: () => void }) {
  const { t } = useTranslation();
  const words = t("panels.patterns.removeOverride", { what });
  return (
    <li data-bad={!known || undefined}>
      <code>{what} = {written(value) || "null"}</code>
      {!readOnly && <button type="button" className="ed-mini" onClick={remove} title={words} aria-label={words}><X size={13} aria-hidden /></button>}
    </li>
  );
}

/** block . parameter = value, as one line. */
function NewOverride({ node, add }: { node: DesignNode; add: (block: string, param: string, value: Json) => void }) {
  const { t } = useTranslation();
  const blocks = Object.keys(node.nodes ?? {});
  const [block, setBlock] = useState("");
  const [param, setParam] = useState("");
  const [value, setValue] = useState("");
  const chosen = blocks.includes(block) ? block : blocks[0];
  if (chosen === undefined) return <p className="ed-help">{t("panels.patterns.noBlocks")}</p>;
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (!param.trim()) return;
    add(chosen, param.trim(), valueOf(value));
    setParam("");
    setValue("");
  };
  return (
    <form className="ed-override" onSubmit={submit}>
      <select className="ed-input" aria-label={t("panels.patterns.block")} value={chosen} onChange={(event) => setBlock(event.target.value)}>{blocks.map((name) => <option key={name}>{name}</option>)}</select>
      <input className="ed-input" aria-label={t("panels.patterns.param")} placeholder={t("panels.patterns.param")} value={param} maxLength={64} autoComplete="off" spellCheck={false} onChange={(event) => setParam(event.target.value)} />
      <input className="ed-input" aria-label={t("panels.patterns.value")} placeholder={t("panels.patterns.value")} value={value} maxLength={400} autoComplete="off" spellCheck={false} onChange={(event) => setValue(event.target.value)} />
      <button className="ed-mini" disabled={!param.trim()} title={t("panels.patterns.addOverride")} aria-label={t("panels.patterns.addOverride")}><Plus size={14} aria-hidden /></button>
    </form>
  );
}
