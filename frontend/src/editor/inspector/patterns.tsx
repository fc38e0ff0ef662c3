/** Patterns of a Repeat: which layers differ, how, and an editor for both. */
import { Plus, Trash2 } from "lucide-react";
import { useId, useMemo } from "react";
import { useTranslation } from "react-i18next";
import type { Design, DesignNode, Diagnostic, Json, Report } from "../../graph/types";
import { Findings } from "./findings";
import { Sequence } from "./sequence";
import { Variants } from "./variants";
import { asWay, freshPattern, wayOf, type Way as WayName } from "../../graph/pattern-edits";
import { layersOf, MAX_PATTERNS, patternsOf, type Pattern } from "../../graph/patterns";
import { stripOf } from "../../graph/strip";
import { Layers } from "./layers";
import { Recipes } from "./recipes";

const WAYS: readonly WayName[] = ["cycle", "list", "ranges"];

interface Props {
  path: string;
  node: DesignNode;
  vars: Design["vars"];
  readOnly: boolean;
  report: Report | null;
  onParam: (attr: string, value: Json | undefined) => void;
}

export function Patterns({ path, node, vars, readOnly, report, onParam }: Props) {
  const { t } = useTranslation();
  const patterns = patternsOf(node);
  const strip = useMemo(() => stripOf(node, vars), [node, vars]);
  const found = useMemo(() => (report?.diagnostics ?? []).filter((one) => one.path === path && one.attr === "patterns"), [report, path]);
  const add = (pattern: Pattern): void => put([...(patterns ?? []), pattern]);
  const layers = layersOf(node, vars);
  const put = (next: Pattern[]): void => onParam("patterns", next.length ? (next as unknown as Json) : undefined);
  if (!patterns) return <Broken node={node} readOnly={readOnly} found={found} remove={() => onParam("patterns", undefined)} />;
  return (
    <section className="ed-section ed-patterns" aria-label={t("panels.patterns.title")}>
      <h3>{t("panels.patterns.title")}</h3>
      <p className="ed-help">{t(patterns.length ? "panels.patterns.help" : "panels.patterns.none")}</p>
      <Findings found={found} onFix={null} />
      {strip ? <Layers strip={strip} node={node} /> : <p className="ed-help">{t("repeat.strip.unknown")}</p>}
      {patterns.map((pattern, at) => (
        <One
          key={at} path={path} report={report} vars={vars} number={at + 1} pattern={pattern} layers={layers} node={node} readOnly={readOnly}
          change={(next) => put(patterns.map((one, i) => (i === at ? next : one)))} remove={() => put(patterns.filter((_, i) => i !== at))}
        />
      ))}
      {!readOnly && patterns.length < MAX_PATTERNS && (
        <>
          {layers !== null && <Recipes layers={layers} add={add} />}
          <button type="button" className="ed-add" onClick={() => add(freshPattern())}><Plus size={14} aria-hidden />{t("panels.patterns.add")}</button>
        </>
      )}
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

interface OneProps extends Pick<Props, "path" | "report" | "vars"> {
  number: number;
  pattern: Pattern;
  layers: number | null;
  node: DesignNode;
  readOnly: boolean;
  change: (pattern: Pattern) => void;
  remove: () => void;
}

function One({ number, remove, ...rest }: OneProps) {
  const { readOnly } = rest;
  const { t } = useTranslation();
  const words = t("panels.patterns.remove", { number });
  return (
    <div className="ed-pattern" role="group" aria-label={t("panels.patterns.pattern", { number })}>
      <div className="ed-field-top">
        <h4>{t("panels.patterns.pattern", { number })}</h4>
        {!readOnly && <button type="button" className="ed-mini" onClick={remove} title={words} aria-label={words}><Trash2 size={13} aria-hidden /></button>}
      </div>
      <Way {...rest} />
      <Sequence {...rest} />
      <Variants {...rest} />
    </div>
  );
}

function Way({ pattern, layers, readOnly, change }: Pick<OneProps, "pattern" | "layers" | "readOnly" | "change">) {
  const { t } = useTranslation();
  const id = useId();
  const way = wayOf(pattern.assign);
  return (
    <div className="ed-line">
      <label htmlFor={id}>{t("panels.patterns.way")}</label>
      <select id={id} className="ed-input" value={way} disabled={readOnly || layers === null} onChange={(event) => change(asWay(pattern, event.target.value as WayName, layers ?? 1))}>
        {WAYS.map((one) => <option key={one} value={one}>{t(`panels.patterns.${one}`)}</option>)}
      </select>
    </div>
  );
}
