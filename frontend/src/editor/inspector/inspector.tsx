/** The inspector: what a chosen block is, what it costs, and a form for everything that it can be told. */
import "./panels.css";
import { Copy, Trash2 } from "lucide-react";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { isComposite } from "../../graph/composites";
import { nameOf } from "../../graph/document";
import type { BlockSpec, Design, DesignNode, Diagnostic, Fix, Json, Report } from "../../graph/types";
import { language } from "../../shared/page";
import { useEditor } from "../../store/editor";
import { CardButton } from "../cards/card-button";
import { CompositePanel } from "../own/panel";
import { BlockTile } from "../palette/block-icon";
import { Costs } from "./costs";
import { FormScope, placeOf } from "./fields/context";
import { Fields } from "./fields/form";
import { fieldsOf, sizeIn, type Field } from "./fields/schema";
import { Extras } from "./extras";
import { Findings } from "./findings";
import { NameField } from "./name-field";
import { Patterns } from "./patterns";

export interface InspectorProps {
  path: string;
  node: DesignNode;
  spec: BlockSpec | undefined;
  vars: Design["vars"];
  report: Report | null;
  readOnly: boolean;
  /** Returns why a name cannot be taken, or null. */
  onRename: (name: string) => string | null;
  /** Undefined takes the parameter back to its default. */
  onParam: (attr: string, value: Json | undefined) => void;
  onFix: (fix: Fix) => void;
  onDelete: () => void;
  onDuplicate: () => void;
}

const CONTAINER_KEYS: readonly string[] = ["nodes", "edges", "patterns"];

export function Inspector(props: InspectorProps) {
  const { path, spec, report } = props;
  const { t } = useTranslation();
  const found = useMemo(() => (report?.diagnostics ?? []).filter((one) => one.path === path), [report, path]);
  return (
    <section className="ed-panel ed-inspector" aria-label={t("panels.inspector.title")}>
      <Head {...props} />
      <Costs path={path} report={report} />
      {isComposite(props.node) ? <CompositePanel key={path} {...props} found={found} /> : spec ? <Parameters key={path} {...props} spec={spec} found={found} /> : <Unknown {...props} found={found} />}
      {spec?.container && !isComposite(props.node) && <Patterns key={`${path} patterns`} {...props} />}
    </section>
  );
}

function Head({ path, node, spec, readOnly, onRename, onDelete, onDuplicate }: InspectorProps) {
  const { t } = useTranslation();
  const words = language();
  return (
    <header className="ed-head">
      <div className="ed-head-line">
        <BlockTile svg={spec?.icon_svg ?? ""} colour={spec?.colour ?? "#64748b"} />
        <div className="ed-head-words">
          <h2>{spec?.title[words] ?? node.type}</h2>
          <code className="ed-type">{node.type}</code>
        </div>
        {spec && <CardButton type={spec.type} name={spec.title[words]} />}
        {!readOnly && (
          <div className="ed-head-tools">
            <Tool label={t("panels.inspector.duplicate")} act={onDuplicate}><Copy size={15} aria-hidden /></Tool>
            <Tool label={t("panels.inspector.remove")} act={onDelete}><Trash2 size={15} aria-hidden /></Tool>
          </div>
        )}
      </div>
      {spec && <p className="ed-summary">{spec.summary[words]}</p>}
      <NameField key={path} label={t("panels.inspector.name")} value={nameOf(path)} readOnly={readOnly} mono commit={onRename} />
    </header>
  );
}

function Tool({ label, act, children }: { label: string; act: () => void; children: React.ReactNode }) {
  return <button type="button" className="ed-tool" onClick={act} title={label} aria-label={label}>{children}</button>;
}

type Found = { found: readonly Diagnostic[] };

/** What the parameters of a block come to: those that are written, sizes filled in, and those that follow. */
function useKnown(path: string, values: Record<string, Json | undefined>, vars: Design["vars"]): Record<string, Json> {
  const implied = useEditor((s) => (s.report && Object.hasOwn(s.report.implied ?? {}, path) ? s.report.implied[path] : undefined));
  return useMemo(() => {
    const held = Object.entries(values).map(([name, value]) => [name, vars[sizeIn(value) ?? ""] ?? value] as const).filter(([, value]) => value !== undefined && value !== null);
    return { ...implied, ...Object.fromEntries(held) } as Record<string, Json>;
  }, [implied, values, vars]);
}

function Parameters({ path, node, spec, vars, readOnly, onParam, onFix, found }: InspectorProps & Found & { spec: BlockSpec }) {
  const { t } = useTranslation();
  const all = useMemo(() => fieldsOf(spec.params), [spec]);
  const values = node as Record<string, Json | undefined>;
  const known = useKnown(path, values, vars);
  const fields = all.filter((field) => !field.inferred || Object.hasOwn(values, field.name) || Object.hasOwn(known, field.name));
  const mend = readOnly ? null : onFix;
  const findings = (at: string): Diagnostic[] => found.filter((one) => one.attr !== null && placeOf(one, fields, values) === at);
  const names = new Set([...all.map((field) => field.name), "type", ...(spec.container ? CONTAINER_KEYS : [])]);
  const extras = Object.keys(node).filter((name) => !names.has(name));
  const apart = found.filter((one) => one.attr === null || (one.attr !== "patterns" && !drawn(one, fields, extras)));
  return (
    <FormScope value={{ type: spec.type, vars, known, readOnly, language: language(), findings, onFix: mend }}>
      <Findings found={apart} onFix={mend} />
      <section className="ed-section" aria-label={t("panels.inspector.parameters")}>
        {fields.length === 0 && extras.length === 0 && <p className="ed-help">{t("panels.inspector.noParameters")}</p>}
        <Fields fields={fields} values={values} change={onParam} />
        <Extras names={extras} node={node} findings={findings} readOnly={readOnly} remove={(name) => onParam(name, undefined)} />
      </section>
    </FormScope>
  );
}

const drawn = (one: Diagnostic, fields: readonly Field[], extras: readonly string[]): boolean =>
  fields.some((field) => field.name === one.attr) || extras.includes(one.attr ?? "");

function Unknown({ node, found, readOnly, onFix }: InspectorProps & Found) {
  const { t } = useTranslation();
  const { type, ...params } = node;
  return (
    <>
      <Findings found={found} onFix={readOnly ? null : onFix} />
      <section className="ed-section">
        <p className="ed-help">{t("panels.inspector.unknown", { type })}</p>
        <pre className="ed-raw" tabIndex={0} aria-label={t("panels.inspector.raw")}>{JSON.stringify(params, null, 2).slice(0, 20_000)}</pre>
      </section>
    </>
  );
}
