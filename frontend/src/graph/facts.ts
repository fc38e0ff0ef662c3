/** What a report says of each block and of each edge, found once a report. */
import { endOf } from "./flow";
import type { Diagnostic, NodeCost, Report, Totals } from "./types";

/** What costs can be looked at by, of a block and of the whole. */
export const COSTS = { parameters: "parameters", flops: "flops_per_token", kv: "kv_bytes_per_token" } as const satisfies Record<string, keyof Totals>;
export type CostKind = keyof typeof COSTS;

const NODE_COST = { parameters: "parameters", flops: "flops", kv: "kv_bytes" } as const satisfies Record<CostKind, keyof NodeCost>;
const own = <T>(from: Record<string, T> | null | undefined, key: string): T | undefined => (from && Object.hasOwn(from, key) ? from[key] : undefined);

/** "B × T × 64". */
export const shapeText = (shape: readonly (string | number)[]): string => shape.join(" × ");

/** The shape of what leaves an end of an edge: a block, or the pin through which a scope's input comes. */
export function shapeAt(report: Report | null, id: string): string | undefined {
  if (!report) return undefined;
  const [scope, name] = endOf(id);
  if (id.includes("@") && name === "in") return scope ? ownShape(report, scope) : "B × T";
  return ownShape(report, id);
}

function ownShape(report: Report, path: string): string | undefined {
  const shape = own(report.shapes, path);
  return shape && shapeText(shape);
}

export interface Fault { worst: "error" | "warning" | ""; says: string }
const NONE: Fault = { worst: "", says: "" };
const faults = new WeakMap<Report, Map<string, Fault>>();

/** The worst that a report finds at a block, and everything it says of it. */
export function faultAt(report: Report | null, path: string): Fault {
  if (!report) return NONE;
  let known = faults.get(report);
  if (!known) faults.set(report, (known = byPath(report.diagnostics)));
  return known.get(path) ?? NONE;
}

function byPath(diagnostics: readonly Diagnostic[]): Map<string, Fault> {
  const found = new Map<string, Fault>();
  for (const { path, severity, message } of diagnostics) {
    const { worst, says } = found.get(path) ?? NONE;
    const worse = severity === "error" || worst === "error" ? "error" : severity === "warning" ? "warning" : worst;
    found.set(path, { worst: worse, says: says ? `${says} ${message}` : message });
  }
  return found;
}

export const costAt = (report: Report | null, path: string): NodeCost | undefined => own(report?.nodes, path);

export const costOf = (report: Report | null, path: string, kind: CostKind): number => costAt(report, path)?.[NODE_COST[kind]] ?? 0;

/** The part of a block in the whole, from 0 to 1; undefined where there is nothing to share. */
export function shareAt(report: Report | null, path: string, kind: CostKind): number | undefined {
  const cost = costAt(report, path), whole = report?.totals?.[COSTS[kind]];
  return cost && whole ? cost[NODE_COST[kind]] / whole : undefined;
}

const largest = new WeakMap<Report, Partial<Record<CostKind, number>>>();

/** The largest share of any block that holds no others: the hot end of the scale. */
export function largestShare(report: Report | null, kind: CostKind): number {
  if (!report?.totals) return 0;
  let known = largest.get(report);
  if (!known) largest.set(report, (known = {}));
  return (known[kind] ??= Math.max(0, ...leaves(report).map((path) => shareAt(report, path, kind) ?? 0)));
}

function leaves(report: Report): string[] {
  const paths = Object.keys(report.nodes), holders = new Set(paths.map((path) => path.slice(0, Math.max(0, path.lastIndexOf(".")))));
  return paths.filter((path) => !holders.has(path));
}

/** A number now and before: what was added, and that as a part of what was; null where there was nothing. */
export interface Difference { added: number; part: number | null }

export function difference(now: number | undefined, before: number | undefined): Difference | null {
  if (now === undefined || before === undefined || now === before) return null;
  return { added: now - before, part: before === 0 ? null : (now - before) / before };
}
