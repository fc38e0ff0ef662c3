/** The inspector of a composite: its title, its inputs, its parameters as a form, and what ties it to the library. */
import { BookmarkPlus, Download, RefreshCw, Ungroup } from "lucide-react";
import { useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import { argsOf, portRefusal, portsOf, withPorts } from "../../graph/composites";
import { kept, withArg } from "../../graph/expanding";
import type { Design, DesignNode, Diagnostic, Fix, Json } from "../../graph/types";
import { language } from "../../shared/page";
import { useEditor } from "../../store/editor";
import { changeOwn, keepOwn, useLibrary } from "../../store/library";
import { FormScope } from "../inspector/fields/context";
import { Fields } from "../inspector/fields/form";
import { Findings } from "../inspector/findings";
import { NameField } from "../inspector/name-field";
import { say } from "../notice";
import { expandChosen, problemWords } from "./actions";
import { fieldsOfComposite } from "./fields";
import { alike, withInside } from "./alike";

interface Props {
  path: string;
  node: DesignNode;
  vars: Design["vars"];
  readOnly: boolean;
  found: readonly Diagnostic[];
  onParam: (attr: string, value: Json | undefined) => void;
  onFix: (fix: Fix) => void;
}

export function CompositePanel({ path, node, vars, readOnly, found, onParam, onFix }: Props) {
  const { t } = useTranslation();
  const registry = useEditor((s) => s.registry);
  const fields = useMemo(() => fieldsOfComposite(node, registry), [node, registry]);
  const mend = readOnly ? null : onFix;
  const title = (name: string): string | null => { onParam("name", name || undefined); return null; };
  return (
    <FormScope value={{ type: node.type, vars, readOnly, language: language(), findings: () => [], onFix: mend }}>
      <Findings found={found} onFix={mend} />
      <section className="ed-section" aria-label={t("own.panel.title")}>
        <NameField label={t("own.panel.name")} value={String(node.name ?? "")} maxLength={120} readOnly={readOnly} commit={title} />
        <Inputs path={path} node={node} readOnly={readOnly} />
      </section>
      <section className="ed-section" aria-label={t("panels.inspector.parameters")}>
        {fields.length === 0 && <p className="ed-help">{t("own.panel.noParams")}</p>}
        <Fields fields={fields} values={argsOf(node)} change={(name, value) => onParam("args", withArg(node, name, value))} />
      </section>
      {!readOnly && <Library node={node} vars={vars} path={path} />}
    </FormScope>
  );
}

function Inputs({ path, node, readOnly }: { path: string; node: DesignNode; readOnly: boolean }) {
  const { t } = useTranslation();
  const ports = portsOf(node);
  const rename = (at: number) => (name: string): string | null => {
    const refused = portRefusal(node, ports[at]!, name);
    if (refused) return t(`editor.name.${refused}`);
    const { design, change } = useEditor.getState();
    change(withPorts(design, path, ports, ports.map((port, k) => (k === at ? name : port))));
    return null;
  };
  return ports.map((port, at) => <NameField key={at} label={t("own.panel.port", { number: at + 1 })} value={port} readOnly={readOnly} mono commit={rename(at)} />);
}

/** What the library has under this title: nothing, the same, or something else. */
function Library({ path, node, vars }: { path: string; node: DesignNode; vars: Design["vars"] }) {
  const { t } = useTranslation();
  const title = String(node.name ?? "").trim();
  const held = useLibrary((s) => s.blocks.find((block) => block.title === title && block.mine));
  const [busy, setBusy] = useState(false);
  const attempt = (work: Promise<unknown>, said: string): void => {
    setBusy(true);
    work.then(() => say(t(said, { title })), (error: unknown) => say(problemWords(error))).finally(() => setBusy(false));
  };
  const take = (): void => {
    const { design, change } = useEditor.getState();
    change(withInside(design, path, held!.node));
    say(t("own.panel.taken", { title }));
  };
  const same = held && alike(held.node, node);
  return (
    <section className="ed-section ed-own-acts">
      {same && <p className="ed-help">{t("own.panel.same", { title })}</p>}
      {!held && title && <button type="button" className="btn btn-small" disabled={busy} onClick={() => attempt(keepOwn({ title, node: kept(node, vars) }), "own.panel.kept")}><BookmarkPlus size={15} aria-hidden />{t("own.panel.keep")}</button>}
      {held && !same && <button type="button" className="btn btn-small" disabled={busy} onClick={() => attempt(changeOwn(held.id, { node: kept(node, vars) }), "own.panel.updated")}><RefreshCw size={15} aria-hidden />{t("own.panel.update", { title })}</button>}
      {held && !same && <button type="button" className="btn btn-small" onClick={take}><Download size={15} aria-hidden />{t("own.panel.take", { title })}</button>}
      <button type="button" className="btn btn-small" onClick={expandChosen}><Ungroup size={15} aria-hidden />{t("own.panel.expand")}</button>
    </section>
  );
}
