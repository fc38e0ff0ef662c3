/** How evenly a mixture of experts spreads its tokens, as the metrics of a run tell it. */
import { NO_CURVE, type Curve } from "./curves";
import type { RunEvent } from "./events";

export interface Load {
  /** Of the layer in the design, as `layers.0.ffn`. */
  path: string;
  /** Each expert's share of the tokens; all together one. */
  shares: number[];
}

/** The line of an equal spread, at 1, as long as the curve is. */
export function balanced(metric: Curve): Curve {
  const [first, last] = [metric.first[0], metric.last.at(-1)];
  if (first === undefined || last === undefined) return NO_CURVE;
  const ones = [1, 1];
  return { first: [first, last], last: [first, last], fields: { balance: { early: ones, late: ones, mean: ones } } };
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
