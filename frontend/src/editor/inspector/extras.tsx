/** Parameters that a node carries but its block does not know: shown as written, and easily removed. */
import { X } from "lucide-react";
import { useTranslation } from "react-i18next";
import type { DesignNode, Diagnostic } from "../../graph/types";
import { Findings } from "./findings";

interface Props {
  names: readonly string[];
  node: DesignNode;
  readOnly: boolean;
  findings: (name: string) => Diagnostic[];
  remove: (name: string) => void;
}

export function Extras({ names, node, readOnly, findings, remove }: Props) {
  const { t } = useTranslation();
  return names.map((name) => {
    const words = t("panels.field.remove", { name });
    const found = findings(name);
    return (
      <div key={name} className="ed-field ed-field-bad" data-field={name}>
        <div className="ed-field-top">
          <span className="ed-name"><code>{name}</code></span>
          {!readOnly && <button type="button" className="ed-mini" onClick={() => remove(name)} title={words} aria-label={words}><X size={14} aria-hidden /></button>}
        </div>
        <output className="ed-raw">{JSON.stringify(node[name]).slice(0, 2_000)}</output>
        <Findings found={found} onFix={null} />
        {found.length === 0 && <p className="ed-wrong">{t("panels.wrong.unknownParam")}</p>}
      </div>
    );
  });
}
