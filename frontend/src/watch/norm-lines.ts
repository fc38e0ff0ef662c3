/** Which lines the chart of norms shows: fields are `kind|path`, and paths are grouped by the name of the block in its layer. */
import type { Curve } from "../charts/curves";

export const KINDS = ["weight", "gradient", "activation"] as const;
export type Kind = (typeof KINDS)[number];
const NUMBER = /^\d+$/;

export interface NormLine { field: string; label: string; color: string }

/** A path without the numbers of its layers: `layers.0.attn` is of the group `layers.attn`. */
export function groupOf(path: string): string {
  return path.split(".").filter((part) => !NUMBER.test(part)).join(".");
}

function paths(norms: Curve, kind: Kind): string[] {
  return Object.keys(norms.fields).filter((name) => name.startsWith(`${kind}|`)).map((name) => name.slice(kind.length + 1));
}

export function groupsOf(norms: Curve, kind: Kind): string[] {
  return [...new Set(paths(norms, kind).map(groupOf))];
}

/** The lines of a group from the first layer to the last, in colours from one end of a scale to the other. */
export function linesOf(norms: Curve, kind: Kind, group: string): NormLine[] {
  const found = paths(norms, kind).filter((path) => groupOf(path) === group).sort((a, b) => a.localeCompare(b, "en", { numeric: true }));
  return found.map((path, n) => ({ field: `${kind}|${path}`, label: path, color: depthColor(n, found.length) }));
}

/** Violet for the first layer, orange for the last; readable on both papers. */
export function depthColor(n: number, of: number): string {
  const part = of > 1 ? n / (of - 1) : 0;
  return `hsl(${Math.round(255 - 230 * part)} 70% 55%)`;
}
