/** A parameter's value as a person reads it, in the page's language. */
import type { Side } from "../../graph/diff";
import type { Json } from "../../graph/types";
import { exact } from "../inspector/format";

export type Say = (key: string) => string;

export function sideWords({ written, value }: Side, say: Say): string {
  const words = valueWords(value, say);
  return typeof written === "string" && written.startsWith("$") ? `${words} (${written})` : words;
}

/** Groups as "theta 10,000 · factor 2"; what is switched off is left out of them. */
export function valueWords(value: Json | undefined, say: Say): string {
  if (value === undefined || value === null) return say("compare.value.none");
  if (typeof value === "boolean") return say(value ? "compare.value.on" : "compare.value.off");
  if (typeof value === "number") return exact(value);
  if (typeof value === "string") return value;
  if (Array.isArray(value)) return value.map((one) => valueWords(one, say)).join(", ");
  const parts = Object.entries(value).filter(([, one]) => one !== null && one !== false);
  if (!parts.length) return say("compare.value.on");
  return parts.map(([name, one]) => (one === true ? name : `${name} ${nested(one, say)}`)).join(" · ");
}

const nested = (value: Json, say: Say): string => {
  const words = valueWords(value, say);
  return typeof value === "object" ? `(${words})` : words;
};
