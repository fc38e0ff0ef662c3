/** What a node costs, and what shape leaves it: short to read, exact on hover. */
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import type { Report } from "../../graph/types";
import { costAt, type CostKind } from "../../graph/facts";
import { bytes, count } from "../../pages/format";
import { useBaseline } from "../../store/baseline";
import { Change } from "../facts/change";
import { exact } from "./format";

/** One number with its unit; its exact form is the title. */
export function Figure({ label, title, note, change, children }: { label: string; title?: string | undefined; note?: string | undefined; change?: ReactNode; children: ReactNode }) {
  return (
    <div className="ed-figure">
      <dt>{label}</dt>
      <dd title={title}>{children}{note && <small>{note}</small>}</dd>
      {change && <dd className="ed-figure-diff">{change}</dd>}
    </div>
  );
}

export function Costs({ path, report }: { path: string; report: Report | null }) {
  const { t } = useTranslation();
  const cost = report && Object.hasOwn(report.nodes, path) ? report.nodes[path]! : null;
  const before = useBaseline((s) => costAt(s.report, path));
  const change = (figure: CostKind | "training", name: "parameters" | "flops" | "kv_bytes" | "training_bytes"): ReactNode => <Change figure={figure} now={cost?.[name]} before={before?.[name]} />;
  const shape = report && Object.hasOwn(report.shapes, path) ? report.shapes[path]! : null;
  const pending = cost ? undefined : t("panels.cost.pending");
  return (
    <section className="ed-section" aria-label={t("panels.inspector.costs")}>
      <dl className="ed-figures">
        <Figure label={t("panels.cost.parameters")} change={change("parameters", "parameters")} title={cost ? t("panels.cost.exactParameters", { value: exact(cost.parameters) }) : pending} note={cost ? copies(cost, t) : undefined}>{count(cost?.parameters)}</Figure>
        <Figure label={t("panels.cost.flops")} change={change("flops", "flops")} title={cost ? t("panels.cost.exactFlops", { value: exact(cost.flops) }) : pending}>{cost ? t("panels.cost.flopsUnit", { value: count(cost.flops) }) : "–"}</Figure>
        <Figure label={t("panels.cost.kv")} change={change("kv", "kv_bytes")} title={cost ? t("panels.cost.exactBytes", { value: exact(cost.kv_bytes) }) : pending}>{bytes(cost?.kv_bytes)}</Figure>
        <Figure label={t("panels.cost.training")} change={change("training", "training_bytes")} title={cost ? t("panels.cost.exactBytes", { value: exact(cost.training_bytes) }) : pending}>{bytes(cost?.training_bytes)}</Figure>
        <Figure label={t("panels.cost.shape")} title={shape ? t("panels.cost.shapeWords") : pending}><code>{shape ? `[${shape.join(", ")}]` : "–"}</code></Figure>
      </dl>
    </section>
  );
}

/** "6 × 27,648", where every copy has as many; where patterns make them differ, only how many there are. */
function copies(cost: { parameters: number; count: number }, t: (key: string, values: Record<string, unknown>) => string): string | undefined {
  if (cost.count <= 1) return undefined;
  const each = cost.parameters / cost.count;
  return Number.isInteger(each) && each > 0 ? t("panels.cost.each", { count: cost.count, value: exact(each) }) : t("panels.cost.copies", { count: cost.count });
}
