/** Patterns of a Repeat: which layers differ, how, and an editor for both. */
import { Plus, Trash2 } from "lucide-react";
import { useId } from "react";
import { useTranslation } from "react-i18next";
import type { Design, DesignNode, Diagnostic, Json } from "../../graph/types";
import { Findings } from "./findings";
import { Sequence } from "./sequence";
import { Variants } from "./variants";
import { asWay, assigned, freshPattern, layersOf, patternsOf, type Pattern } from "./patterns-model";

interface Props {
  node: DesignNode;
  vars: Design["vars"];
  readOnly: boolean;
  found: readonly Diagnostic[];
  onParam: (attr: string, value: Json | undefined) => void;
}

const DRAWN_LAYERS = 96; // chips of the overview; longer stacks are cut with "…"

export function Patterns({ node, vars, readOnly, found, onParam }: Props) {
  const { t } = useTranslation();
  const patterns = patternsOf(node);
  const layers = layersOf(node, vars);
  const put = (next: Pattern[]): void => onParam("patterns", next.length ? (next as unknown as Json) : undefined);
  if (!patterns) return <Broken node={node} readOnly={readOnly} found={found} remove={() => onParam("patterns", undefined)} />;
  return (
    <section className="ed-section ed-patterns" aria-label={t("panels.patterns.title")}>
      <h3>{t("panels.patterns.title")}</h3>
      <p className="ed-help">{t(patterns.length ? "panels.patterns.help" : "panels.patterns.none")}</p>
      <Findings found={found} onFix={null} />
      {patterns.map((pattern, at) => (
        <One
          key={at} number={at + 1} pattern={pattern} layers={layers} node={node} readOnly={readOnly}
          change={(next) => put(patterns.map((one, i) => (i === at ? next : one)))} remove={() => put(patterns.filter((_, i) => i !== at))}
        />
      ))}
      {!readOnly && <button type="button" className="ed-add" onClick={() => put([...patterns, freshPattern()])}><Plus size={14} aria-hidden />{t("panels.patterns.add")}</button>}
    </section>
  );
}

function Broken({ node, readOnly, found, remove }: { node: DesignNode; readOnly: boolean; found: readonly Diagnostic[]; remove: () => void }) {
  const { t } = useTranslation();
  return (
    <section className="ed-section" aria-label={t("panels.patterns.title")}>
      <h3>{t("panels.patterns.title")}</h3>
      <Findings found={found} onFix={null} />
      <p className="ed-wrong">{t("panels.patterns.broken")}</p>
      <pre className="ed-raw" tabIndex={0} aria-label={t("panels.patterns.title")}>{JSON.stringify(node.patterns, null, 2).slice(0, 5_000)}</pre>
      {!readOnly && <button type="button" className="ed-add" onClick={remove}><Trash2 size={14} aria-hidden />{t("panels.patterns.removeAll")}</button>}
    </section>
  );
}

interface OneProps {
  number: number;
  pattern: Pattern;
  layers: number | null;
  node: DesignNode;
  readOnly: boolean;
  change: (pattern: Pattern) => void;
  remove: () => void;
}

function One({ number, pattern, layers, node, readOnly, change, remove }: OneProps) {
  const { t } = useTranslation();
  const words = t("panels.patterns.remove", { number });
  return (
    <div className="ed-pattern" role="group" aria-label={t("panels.patterns.pattern", { number })}>
      <div className="ed-field-top">
        <h4>{t("panels.patterns.pattern", { number })}</h4>
        {!readOnly && <button type="button" className="ed-mini" onClick={remove} title={words} aria-label={words}><Trash2 size={13} aria-hidden /></button>}
      </div>
      {layers !== null && <Overview pattern={pattern} layers={layers} />}
      <Way pattern={pattern} layers={layers} readOnly={readOnly} change={change} />
      <Sequence pattern={pattern} layers={layers} readOnly={readOnly} change={change} />
      <Variants pattern={pattern} node={node} readOnly={readOnly} change={change} />
    </div>
  );
}

/** The layers in order, as they will be built. */
function Overview({ pattern, layers }: { pattern: Pattern; layers: number }) {
  const { t } = useTranslation();
  const names = Object.keys(pattern.variants);
  return (
    <ol className="ed-layers" aria-label={t("panels.patterns.overview")}>
      {assigned(pattern.assign, Math.min(layers, DRAWN_LAYERS)).map((name, at) => (
        <li key={at} data-variant={name === null ? "none" : Math.max(0, names.indexOf(name)) % 6}>{name ?? t("panels.patterns.asDrawn")}</li>
      ))}
      {layers > DRAWN_LAYERS && <li data-variant="none">…</li>}
    </ol>
  );
}

function Way({ pattern, layers, readOnly, change }: Pick<OneProps, "pattern" | "layers" | "readOnly" | "change">) {
  const { t } = useTranslation();
  const id = useId();
  const way = "cycle" in pattern.assign ? "cycle" : "list" in pattern.assign ? "list" : "ranges";
  const ways = way === "ranges" ? ["cycle", "list", "ranges"] : ["cycle", "list"];
  const pick = (next: string): void => { if (next === "cycle" || next === "list") change(asWay(pattern, next, layers ?? 1)); };
  return (
    <div className="ed-line">
      <label htmlFor={id}>{t("panels.patterns.way")}</label>
      <select id={id} className="ed-input" value={way} disabled={readOnly || layers === null} onChange={(event) => pick(event.target.value)}>
        {ways.map((one) => <option key={one} value={one}>{t(`panels.patterns.${one}`)}</option>)}
      </select>
    </div>
  );
}
