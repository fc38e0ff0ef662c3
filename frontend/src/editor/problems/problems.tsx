/** The list of problems: what is wrong, where, and the change that would repair it. */
import "../inspector/panels.css";
import { CircleCheck, CircleDashed, LoaderCircle } from "lucide-react";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import type { Diagnostic, Fix, Report } from "../../graph/types";
import { FixButton, SeverityIcon } from "../inspector/findings";

export interface ProblemsProps {
  report: Report | null;
  busy: boolean;
  readOnly: boolean;
  onGo: (path: string) => void;
  onFix: (fix: Fix) => void;
}

const SEVERITIES = ["error", "warning", "info"] as const;
type Severity = (typeof SEVERITIES)[number];

export function Problems({ report, busy, readOnly, onGo, onFix }: ProblemsProps) {
  const { t } = useTranslation();
  const groups = useMemo(() => bySeverity(report?.diagnostics ?? []), [report]);
  return (
    <section className="ed-panel ed-problems" aria-label={t("panels.problems.title")} aria-busy={busy}>
      <Head report={report} busy={busy} groups={groups} />
      {SEVERITIES.filter((severity) => groups[severity].length).map((severity) => (
        <section key={severity} aria-label={t(`panels.problems.groups.${severity}`)}>
          <ul className="ed-findings">
            {groups[severity].map((one, at) => <Problem key={`${one.path} ${one.code} ${at}`} one={one} onGo={onGo} onFix={readOnly ? null : onFix} />)}
          </ul>
        </section>
      ))}
    </section>
  );
}

function bySeverity(diagnostics: readonly Diagnostic[]): Record<Severity, Diagnostic[]> {
  const groups: Record<Severity, Diagnostic[]> = { error: [], warning: [], info: [] };
  for (const one of diagnostics) (groups[one.severity] ?? groups.info).push(one);
  return groups;
}

/** One line that keeps its height whatever it says. */
function Head({ report, busy, groups }: { report: Report | null; busy: boolean; groups: Record<Severity, Diagnostic[]> }) {
  const { t } = useTranslation();
  const counts = SEVERITIES.filter((severity) => groups[severity].length).map((severity) => t(`panels.problems.${severity}`, { count: groups[severity].length }));
  const sound = report?.valid === true && !groups.error.length && !groups.warning.length;
  const words = !report ? t(busy ? "panels.problems.checking" : "panels.problems.waiting") : sound ? t("panels.problems.sound") : counts.join(" · ");
  const help = !report ? t("panels.problems.waitingHelp") : sound ? t("panels.problems.soundHelp") : "";
  return (
    <header className="ed-problems-head" data-state={!report ? "none" : sound ? "sound" : groups.error.length ? "error" : "warning"}>
      {!report ? <CircleDashed size={17} aria-hidden /> : sound ? <CircleCheck size={17} aria-hidden /> : <SeverityIcon severity={groups.error.length ? "error" : "warning"} />}
      <p role="status"><b>{words}</b>{help && <span>{help}</span>}</p>
      <span className="ed-busy" data-on={busy} title={busy ? t("panels.problems.checking") : undefined}><LoaderCircle size={15} aria-hidden /></span>
    </header>
  );
}

function Problem({ one, onGo, onFix }: { one: Diagnostic; onGo: (path: string) => void; onFix: ((fix: Fix) => void) | null }) {
  const { t } = useTranslation();
  return (
    <li className={`ed-finding ed-finding-${one.severity}`}>
      <SeverityIcon severity={one.severity} />
      <div>
        {one.path
          ? <button type="button" className="ed-path" onClick={() => onGo(one.path)} title={t("panels.problems.go", { path: one.path })}><code>{one.path}</code></button>
          : <span className="ed-whole">{t("panels.problems.whole")}</span>}
        <p>{one.message}</p>
        {one.fix && onFix && <FixButton fix={one.fix} onFix={onFix} />}
      </div>
    </li>
  );
}
