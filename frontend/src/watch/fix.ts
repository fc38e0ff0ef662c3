/** The options that a fault asks to change, as the site tells them. */
import type { Run } from "../pages/run-types";

export type Fix = Record<string, string | number | boolean | null>;

export function fixOf(run: Pick<Run, "error">): Fix | null {
  const fix = run.error?.values.fix;
  if (typeof fix !== "object" || fix === null || Array.isArray(fix)) return null;
  return Object.keys(fix).length ? (fix as Fix) : null;
}

/** "batch size 8, gradient accumulation 2": names as they stand within a sentence. */
export function changesOf(fix: Fix, nameOf: (option: string) => string): string {
  return Object.entries(fix).map(([option, value]) => `${inSentence(nameOf(option))} ${said(value)}`).join(", ");
}

/** Rates are small, and some that were far too high are large. */
function said(value: Fix[string]): string {
  if (typeof value !== "number" || value === 0) return String(value);
  return Math.abs(value) < 1e-4 || Math.abs(value) >= 1e6 ? value.toExponential().replace("e+", "e") : String(value);
}

/** A name that is not a word of its own, as an abbreviation, keeps its capitals. */
function inSentence(name: string): string {
  return /^[A-Z][a-z]/.test(name) ? name.charAt(0).toLowerCase() + name.slice(1) : name;
}
