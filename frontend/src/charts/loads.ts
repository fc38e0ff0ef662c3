/** How evenly a mixture of experts spreads its tokens, as the metrics of a run tell it. */
import { columns, type RunEvent } from "./events";

export interface Load {
  /** Of the layer in the design, as `layers.0.ffn`. */
  path: string;
  /** Each expert's share of the tokens; all together one. */
  shares: number[];
}

/** Steps, the largest load and, beside it, the balanced one. Null for a run without experts. */
export function loadColumns(metrics: readonly RunEvent[]): (number | null)[][] | null {
  const [steps, largest] = columns(metrics, ["router_load"]);
  if (!steps || !largest?.some((value) => value !== null)) return null;
  return [steps, largest, steps.map(() => 1)];
}

/** The loads that were told last, layer by layer. */
export function lastLoads(metrics: readonly RunEvent[]): Load[] {
  const told = metrics.findLast((event) => isRecord(event.expert_load))?.expert_load;
  if (!isRecord(told)) return [];
  return Object.entries(told).flatMap(([path, shares]) => (isShares(shares) ? [{ path, shares }] : []));
}

/** How strongly a share is shown, from 0 to 1: an equal share is half of that. */
export function strength(share: number, nExperts: number): number {
  return Math.min(1, Math.max(0, (share * nExperts) / 2));
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function isShares(value: unknown): value is number[] {
  return Array.isArray(value) && value.length > 0 && value.every((share) => typeof share === "number" && Number.isFinite(share));
}
