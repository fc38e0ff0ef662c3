/** What the check says of a node or of one of its parameters, with the change that would repair it. */
import { CircleAlert, Info, TriangleAlert, Wrench } from "lucide-react";
import { useTranslation } from "react-i18next";
import type { Diagnostic, Fix } from "../../graph/types";
import { written } from "./fields/schema";

const ICONS = { error: CircleAlert, warning: TriangleAlert, info: Info } as const;

export function SeverityIcon({ severity }: { severity: Diagnostic["severity"] }) {
  const Icon = ICONS[severity] ?? Info;
  return <Icon className={`ed-severity ed-severity-${severity}`} size={15} aria-hidden />;
}

/** Says what it will set, so that nobody has to guess. */
export function FixButton({ fix, onFix }: { fix: Fix; onFix: (fix: Fix) => void }) {
  const { t } = useTranslation();
  const what = t(`panels.fix.${fix.action}`, told(fix));
  return (
    <button type="button" className="ed-fix" onClick={() => onFix(fix)} aria-label={t("panels.fix.label", { what })}>
      <Wrench size={13} aria-hidden />
      <b>{t("panels.fix.fix")}</b>
      <span>{what}</span>
    </button>
  );
}

/** The names that the sentence about a fix speaks of. */
function told({ action, path, attr, value }: Fix): Record<string, string> {
  const at = path || "in → out", shown = { attr: attr ?? "", at, name: path.slice(path.lastIndexOf(".") + 1) };
  if (action !== "insert") return { ...shown, value: typeof value === "object" && value ? "…" : (written(value) || "null").replace("->", "→") };
  const { edge = "", node } = (value ?? {}) as { edge?: string; node?: { type: string } };
  return { ...shown, value: edge.replace("->", "→"), type: node?.type ?? "" };
}

interface Props {
  id?: string;
  found: readonly Diagnostic[];
  onFix: ((fix: Fix) => void) | null;
}

export function Findings({ id, found, onFix }: Props) {
  if (!found.length) return null;
  return (
    <ul className="ed-findings" id={id}>
      {found.map((one, at) => (
        <li key={`${one.code} ${at}`} className={`ed-finding ed-finding-${one.severity}`}>
          <SeverityIcon severity={one.severity} />
          <div>
            <p>{one.message}</p>
            {one.fix && onFix && <FixButton fix={one.fix} onFix={onFix} />}
          </div>
        </li>
      ))}
    </ul>
  );
}
