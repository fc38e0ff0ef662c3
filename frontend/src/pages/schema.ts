/** Reads the JSON Schema of the training options into fields that a form can draw. */
import { typed } from "./problems";

export interface Property {
  type?: string;
  enum?: unknown[];
  anyOf?: Property[];
  default?: unknown;
  description?: string;
  minimum?: number;
  maximum?: number;
  exclusiveMinimum?: number;
  items?: Property;
  prefixItems?: Property[];
}
export interface Schema {
  properties: Record<string, Property>;
}
export type Value = string | number | boolean | null | unknown[];
export type Config = Record<string, Value>;
export type Kind = "choice" | "integer" | "number" | "list" | "lines" | "text";

export interface Field {
  name: string;
  kind: Kind;
  optional: boolean;
  choices: string[];
  description: string;
  initial: Value;
}

export const BASIC = ["batch_size", "context_length", "lr", "sample_prompts"];
export const GROUPS: Record<string, string[]> = {
  learning: ["optimizer", "muon_lr", "schedule", "warmup_steps", "min_lr_ratio", "weight_decay", "betas", "momentum", "grad_clip", "dropout", "ema_decay"],
  data: ["grad_accum_steps", "stride", "val_fraction", "pad_vocab"],
  budget: ["max_steps", "max_tokens", "max_epochs", "early_stopping_patience"],
  reporting: ["eval_interval", "eval_seconds", "eval_bytes", "sample_interval", "sample_seconds", "sample_tokens", "checkpoint_interval", "checkpoint_seconds", "keep_checkpoints", "checkpoint_megabytes"],
};
/** Drawn by the page itself. */
export const ELSEWHERE = new Set(["max_minutes", "devices", "strategy"]);

export function fieldsOf(schema: Schema): Record<string, Field> {
  return Object.fromEntries(Object.entries(schema.properties).map(([name, property]) => [name, fieldOf(name, property)]));
}

/** The options that no group names: a new option appears in the form by itself. */
export function ungrouped(fields: Record<string, Field>): string[] {
  const named = new Set([...BASIC, ...ELSEWHERE, ...Object.values(GROUPS).flat()]);
  return Object.keys(fields).filter((name) => !named.has(name));
}

function fieldOf(name: string, property: Property): Field {
  const real = property.anyOf?.find((one) => one.type !== "null") ?? property;
  return {
    name,
    kind: kindOf(real),
    optional: property.anyOf?.some((one) => one.type === "null") ?? false,
    choices: (real.enum ?? []).map(String),
    description: property.description ?? "",
    initial: (property.default ?? (real.type === "array" ? [] : null)) as Value,
  };
}

function kindOf(property: Property): Kind {
  if (property.enum) return "choice";
  if (property.type === "integer" || property.type === "number") return property.type;
  if (property.type !== "array") return "text";
  return property.items?.type === "string" ? "lines" : "list";
}

/** What a person typed, as the value that the site checks; nonsense is sent as it is, for the site to name. */
export function parse(field: Field, text: string): Value {
  if (field.kind === "lines") return text.split("\n");
  if (field.kind === "list") return text.split(",").map((part) => numberOr(part));
  if (text.trim() === "" && field.optional) return null;
  return field.kind === "integer" || field.kind === "number" ? numberOr(text) : text;
}

const numberOr = (text: string): string | number => typed(text) ?? text;

export function show(field: Field, value: Value): string {
  if (Array.isArray(value)) return value.map(String).join(field.kind === "lines" ? "\n" : ", ");
  return value === null || value === undefined ? "" : String(value);
}
