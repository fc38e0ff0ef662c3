/** What people type into fields: numbers, "$size", or nothing; and what is wrong with it, as a key of `panels.wrong`. */
import type { Json } from "../../../graph/types";
import { fits, sizeIn, type Bounds, type Field, type Vars } from "./schema";

export interface Wrong {
  key: "needed" | "number" | "whole" | "bounds" | "noSize" | "sizeType" | "sizeBounds";
  values: Record<string, string>;
}

export type Read = { value: Json | undefined } | { wrong: Wrong };

const NUMBER = /^[+-]?(\d+(\.\d*)?|\.\d+)(e[+-]?\d+)?$/i;

/** Read what was typed. Undefined means: back to the default. */
export function read(field: Field, text: string, vars: Vars): Read {
  const typed = text.trim();
  if (typed === "") return field.required && !field.nullable ? { wrong: { key: "needed", values: {} } } : { value: undefined };
  const size = sizeIn(typed);
  if (size !== null) return sized(field, size, vars);
  if (field.kind === "list") return listed(field, typed);
  return field.kind === "string" ? { value: text } : numbered(field, typed);
}

/** Numbers with commas or spaces between them, in brackets or not. */
function listed(field: Field, typed: string): Read {
  const values: Json[] = [];
  for (const part of typed.replace(/^\[|\]$/g, "").split(/[\s,;]+/).filter(Boolean)) {
    const one = numbered({ ...field, kind: "number" }, part);
    if ("wrong" in one) return one;
    values.push(one.value as Json);
  }
  return values.length ? { value: values } : { wrong: { key: "number", values: { text: typed.slice(0, 40) } } };
}

function sized(field: Field, name: string, vars: Vars): Read {
  const value = Object.hasOwn(vars, name) ? vars[name] : undefined;
  const values = { name, value: String(value) };
  if (value === undefined) return { wrong: { key: "noSize", values } };
  if (!fits(field, value)) return { wrong: { key: "sizeType", values } };
  return typeof value === "number" && !within(field.bounds, value) ? { wrong: { key: "sizeBounds", values } } : { value: `$${name}` };
}

function numbered(field: Field, typed: string): Read {
  const plain = typed.replace(/[\s_]|,(?=\d{3}(\D|$))/g, ""); // 65,536 and 65_536 are numbers to people
  const value = NUMBER.test(plain) ? Number(plain) : NaN;
  if (!Number.isFinite(value)) return { wrong: { key: "number", values: { text: typed.slice(0, 40) } } };
  if (field.kind === "integer" && !Number.isInteger(value)) return { wrong: { key: "whole", values: {} } };
  return within(field.bounds, value) ? { value } : { wrong: { key: "bounds", values: {} } };
}

export function within({ min, max, above, below }: Bounds, value: number): boolean {
  return !(value < (min ?? -Infinity) || value > (max ?? Infinity) || value <= (above ?? -Infinity) || value >= (below ?? Infinity));
}

/** Where stepping starts when a field is empty. */
export function origin(field: Field): number {
  if (typeof field.fallback === "number") return field.fallback;
  return field.bounds.min ?? 0;
}

/** The bounds as a key of `panels.bounds` with its values; null where there are none. */
export function boundsKey({ min, max, above, below }: Bounds, show: (value: number) => string): [key: string, values: Record<string, string>] | null {
  const low = min ?? above, high = max ?? below;
  const lowKey = min !== undefined ? "from" : above !== undefined ? "above" : "";
  const highKey = max !== undefined ? "To" : below !== undefined ? "Below" : "";
  const key = lowKey ? lowKey + highKey : highKey.toLowerCase();
  const values: Record<string, string> = {};
  if (low !== undefined) values.low = show(low);
  if (high !== undefined) values.high = show(high);
  return key ? [key, values] : null;
}
