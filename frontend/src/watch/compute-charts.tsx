/** How much a run computes a second, and what share that is of the most that its device can do. */
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { ChartCard, type ChartLine, type View } from "../charts/chart-card";
import type { Curve } from "../charts/curves";
import { rateUnit } from "./rates";

const NOTHING: readonly number[] = [];
const percent = (share: number): string => `${Number((100 * share).toPrecision(3))} %`;

export function ComputeCharts({ metric, view, empty }: { metric: Curve; view: View; empty: string }) {
  const { t } = useTranslation();
  const told = metric.fields.flops_per_s?.mean ?? NOTHING;
  const { unit, format } = useMemo(() => rateUnit(told), [told]);
  const [rate, share] = useMemo(() => {
    const line = (field: string, label: string, color: string): ChartLine[] => [{ curve: metric, field, label, color, smooth: true }];
    return [line("flops_per_s", t("watch.compute"), "--series-1"), line("mfu", t("watch.mfu"), "--series-2")];
  }, [metric, t]);
  return (
    <>
      <ChartCard id="compute" title={t("watch.compute")} unit={unit} lines={rate} format={format} view={view} fromZero empty={empty} />
      {metric.fields.mfu && <ChartCard id="mfu" title={t("watch.mfu")} lines={share} format={percent} view={view} fromZero noLog empty={empty} />}
    </>
  );
}
