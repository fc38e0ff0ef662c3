/** What is shown while no block is chosen: the design's title, its sizes and its totals. */
import "./panels.css";
import { useTranslation } from "react-i18next";
import type { Design, Diagnostic, Report } from "../../graph/types";
import { bytes, count } from "../../pages/format";
import { Figure } from "./costs";
import { Findings } from "./findings";
import { exact } from "./format";
import { NameField } from "./name-field";
import { Sizes } from "./size-rows";
import type { Renamed } from "./sizes";

export interface DesignSettingsProps {
  title: string;
  vars: Design["vars"];
  report: Report | null;
  readOnly: boolean;
  onTitle: (title: string) => void;
  /** `renamed` says that one size has a new name: see `renameSize`, which changes the blocks that use it, too. */
  onVars: (vars: Design["vars"], renamed?: Renamed) => void;
}

const MAX_TITLE = 120;

export function DesignSettings({ title, vars, report, readOnly, onTitle, onVars }: DesignSettingsProps) {
  const { t } = useTranslation();
  const found = (report?.diagnostics ?? []).filter((one: Diagnostic) => one.path === "");
  const rename = (next: string): string | null => {
    if (!next) return t("panels.design.nameNeeded");
    onTitle(next);
    return null;
  };
  return (
    <section className="ed-panel ed-inspector" aria-label={t("panels.design.title")}>
      <header className="ed-head">
        <h2>{t("panels.design.title")}</h2>
        <NameField label={t("panels.design.name")} value={title} readOnly={readOnly} maxLength={MAX_TITLE} commit={rename} />
      </header>
      <Totals report={report} />
      <Findings found={found.map((one) => ({ ...one, fix: null }))} onFix={null} />
      <Sizes vars={vars} readOnly={readOnly} onVars={onVars} />
    </section>
  );
}

function Totals({ report }: { report: Report | null }) {
  const { t } = useTranslation();
  const totals = report?.totals?.parameters == null ? null : report.totals; // a design that is not sound has none, or empty ones
  const pending = totals ? undefined : t("panels.design.pending");
  const title = (key: string, value: number | undefined): string | undefined => (value === undefined ? pending : t(`panels.cost.${key}`, { value: exact(value) }));
  return (
    <section className="ed-section" aria-label={t("panels.design.totals")}>
      <h3>{t("panels.design.totals")}</h3>
      <dl className="ed-figures">
        <Figure label={t("panels.design.totalParameters")} title={title("exactParameters", totals?.parameters)}>{count(totals?.parameters)}</Figure>
        {totals && totals.active_parameters < totals.parameters && <Figure label={t("panels.design.active")} title={title("exactParameters", totals.active_parameters)}>{count(totals.active_parameters)}</Figure>}
        <Figure label={t("panels.design.withoutEmbeddings")} title={title("exactParameters", totals?.parameters_without_embeddings)}>{count(totals?.parameters_without_embeddings)}</Figure>
        <Figure label={t("panels.design.flops")} title={title("exactFlops", totals?.flops_per_token)}>{totals ? t("panels.cost.flopsUnit", { value: count(totals.flops_per_token) }) : "–"}</Figure>
        <Figure label={t("panels.design.kv")} title={title("exactBytes", totals?.kv_bytes_per_token)}>{bytes(totals?.kv_bytes_per_token)}</Figure>
        <Figure label={t("panels.design.cache")} title={title("exactBytes", totals?.cache_bytes)}>{bytes(totals?.cache_bytes)}</Figure>
        <Figure label={t("panels.design.training")} title={title("exactBytes", totals?.training_bytes)}>{bytes(totals?.training_bytes)}</Figure>
      </dl>
      <p className="ed-help ed-pending">{pending}</p>
    </section>
  );
}
