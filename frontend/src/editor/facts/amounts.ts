/** Costs as people read them: short, with their unit, and exact for who asks. */
import type { TFunction } from "i18next";
import type { CostKind } from "../../graph/facts";
import { bytes, count } from "../../pages/format";
import { language } from "../../shared/page";
import { exact } from "../inspector/format";

export type Figure = CostKind | "training";
const UNITS = { parameters: "parameters", flops: "flops", kv: "bytes", training: "bytes" } as const;

/** "124M", "248M FLOPs", "36.0 KiB". */
export function brief(figure: Figure, value: number | undefined, t: TFunction): string {
  if (value === undefined) return "–";
  if (UNITS[figure] === "bytes") return bytes(value);
  return figure === "flops" ? t("facts.flops", { value: count(value) }) : count(value);
}

export const precisely = (figure: Figure, value: number, t: TFunction): string => t(`facts.exact.${UNITS[figure]}`, { value: exact(value) });

/** "46.2%", "<0.1%". */
export function percent(share: number): string {
  const shown = new Intl.NumberFormat(language(), { style: "percent", maximumFractionDigits: 1 });
  return share > 0 && share < 0.001 ? `<${shown.format(0.001)}` : shown.format(share);
}

/** A change of a share, with its sign: "+10.7%". */
export function signed(part: number): string {
  const size = Math.abs(part);
  const digits = size >= 10 ? 0 : 1;
  const shown = new Intl.NumberFormat(language(), { style: "percent", maximumFractionDigits: digits });
  return `${part < 0 ? "−" : "+"}${size < 0.001 ? `<${shown.format(0.001)}` : shown.format(size)}`;
}
