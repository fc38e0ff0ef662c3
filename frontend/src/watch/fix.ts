/** The options that a fault asks to change, as the site tells them. */
import type { Run } from "../pages/run-types";
import { optionName, valueName, type Say } from "../pages/values";

export type Fix = Record<string, string | number | boolean | null>;

export function fixOf(run: Pick<Run, "error">): Fix | null {
  const fix = run.error?.values.fix;
  if (typeof fix !== "object" || fix === null || Array.isArray(fix)) return null;
  return Object.keys(fix).length ? (fix as Fix) : null;
}

/** "batch size 8, gradient accumulation 2": names as they stand within a sentence. */
export function changesOf(fix: Fix, t: Say): string {
  return Object.entries(fix).map(([option, value]) => `${inSentence(optionName(option, t))} ${valueName(option, value, t)}`).join(", ");
}

/** A name that is not a word of its own, as an abbreviation, keeps its capitals. */
function inSentence(name: string): string {
  return /^[A-Z][a-z]/.test(name) ? name.charAt(0).toLowerCase() + name.slice(1) : name;
}
