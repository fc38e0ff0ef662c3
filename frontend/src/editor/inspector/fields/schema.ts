/** Reads the JSON Schema of a block's parameters into fields that a form can draw. Knows nothing of React. */
import type { Design, Json, ParamSchema } from "../../../graph/types";

export type Vars = Design["vars"];
export type Kind = "integer" | "number" | "boolean" | "string" | "choice" | "group" | "variant" | "list" | "other";

/** What pydantic's `json_schema_extra` adds to a parameter. */
interface Schema extends ParamSchema {
  unit?: string;
  inferred?: boolean;
  divides?: string;
}

export interface Bounds {
  min?: number;
  max?: number;
  above?: number; // exclusive
  below?: number; // exclusive
}

export interface Field {
  name: string;
  kind: Kind;
  required: boolean;
  nullable: boolean;
  fallback: Json | undefined; // the default; undefined where a value must be given
  help: { en: string; ko: string };
  choices: Json[];
  bounds: Bounds;
  unit: string;
  inferred: boolean; // follows from the wiring; nobody needs to write it
  divides?: string; // the parameter that a value has to divide; "" where there is none
  fields: Field[]; // of a group
  variants: Variant[]; // of a group that comes in several forms
}

/** One form of such a group, told apart by the value of its `tag`. */
export interface Variant {
  tag: string;
  value: string;
  group: Field;
}

const MAX_DEPTH = 6; // groups inside groups; a schema that refers to itself ends here
const PLAIN: readonly string[] = ["integer", "number", "boolean", "string"];

export function fieldsOf(schema: ParamSchema, defs = schema.$defs ?? {}, depth = 0): Field[] {
  const required = schema.required ?? [];
  return Object.entries(schema.properties ?? {}).map(([name, property]) => fieldOf(name, property, required.includes(name), defs, depth));
}

function fieldOf(name: string, property: Schema, required: boolean, defs: Record<string, ParamSchema>, depth: number): Field {
  const [core, nullable] = unwrapped(property, defs);
  const kind = depth < MAX_DEPTH ? kindOf(core) : "other";
  const { minimum, maximum, exclusiveMinimum, exclusiveMaximum } = kind === "list" ? (core.items ?? {}) : core;
  const bounds: Bounds = {};
  if (minimum !== undefined) bounds.min = minimum;
  if (maximum !== undefined) bounds.max = maximum;
  if (exclusiveMinimum !== undefined) bounds.above = exclusiveMinimum;
  if (exclusiveMaximum !== undefined) bounds.below = exclusiveMaximum;
  const en = property.description ?? core.description ?? "";
  return {
    name, kind, required, nullable, bounds,
    fallback: property.default,
    help: { en, ko: property.description_ko ?? core.description_ko ?? en },
    choices: core.enum ?? (core.const === undefined ? [] : [core.const]),
    unit: property.unit ?? "",
    inferred: property.inferred === true,
    divides: property.divides ?? "",
    fields: kind === "group" ? fieldsOf(core, defs, depth + 1) : [],
    variants: kind === "variant" ? variantsOf(name, core, defs, depth + 1) : [],
  };
}

function variantsOf(name: string, core: ParamSchema, defs: Record<string, ParamSchema>, depth: number): Variant[] {
  const tag = core.discriminator?.propertyName ?? "type";
  return (core.oneOf ?? []).map((option) => {
    const group = fieldOf(name, followed(option, defs), false, defs, depth);
    const own = group.fields.find((field) => field.name === tag);
    return { tag, value: String(own?.choices[0] ?? ""), group: { ...group, fields: group.fields.filter((field) => field !== own) } };
  });
}

/** What is left of a property when `$ref` is followed and "or null" is taken off. */
function unwrapped(property: ParamSchema, defs: Record<string, ParamSchema>): [core: ParamSchema, nullable: boolean] {
  const options = property.anyOf ?? [property];
  const cores = options.filter((option) => option.type !== "null").map((option) => followed(option, defs));
  const nullable = cores.length < options.length;
  return [cores.length === 1 ? cores[0]! : { type: "mixed" }, nullable];
}

function followed(schema: ParamSchema, defs: Record<string, ParamSchema>): ParamSchema {
  let found = schema;
  for (let hops = 0; found.$ref !== undefined && hops < MAX_DEPTH; hops++) found = defs[found.$ref.replace("#/$defs/", "")] ?? {};
  return found;
}

function kindOf(schema: ParamSchema): Kind {
  if (schema.oneOf && schema.discriminator) return "variant";
  if (schema.type === "array" && (schema.items?.type === "number" || schema.items?.type === "integer")) return "list";
  if (schema.enum ?? schema.const !== undefined) return "choice";
  if (schema.type === "object" && schema.properties) return "group";
  return PLAIN.includes(schema.type ?? "") ? (schema.type as Kind) : "other";
}

export const isRecord = (value: unknown): value is Record<string, Json> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

export function same(a: Json | undefined, b: Json | undefined): boolean {
  if (a === b) return true;
  if (Array.isArray(a) && Array.isArray(b)) return a.length === b.length && a.every((part, i) => same(part, b[i]));
  if (!isRecord(a) || !isRecord(b)) return false;
  const keys = Object.keys(a);
  return keys.length === Object.keys(b).length && keys.every((key) => Object.hasOwn(b, key) && same(a[key], b[key]));
}

/** Whether a field says something else than its default. */
export const isChanged = (field: Field, value: Json | undefined): boolean =>
  value !== undefined && !field.required && !same(value, field.fallback);

/** The name of the size that a value speaks of, without its "$"; null if it speaks of none. */
export const sizeIn = (value: Json | undefined): string | null =>
  typeof value === "string" && value.startsWith("$") ? value.slice(1) : null;

/** Whether a size's value could stand in a field. */
export function fits(field: Field, value: Json): boolean {
  if (field.kind === "choice") return field.choices.some((choice) => same(choice, value));
  if (field.kind === "integer") return Number.isInteger(value);
  return field.kind !== "group" && field.kind !== "variant" && typeof value === field.kind;
}

export const fitting = (field: Field, vars: Vars): string[] =>
  Object.keys(vars).filter((name) => fits(field, vars[name]!));

/** A value as a person would type it. */
export const written = (value: Json | undefined): string =>
  value === undefined || value === null ? "" : typeof value === "string" ? value : numbersOf(value)?.join(", ") ?? JSON.stringify(value);

/** The numbers of a list that holds nothing else. */
function numbersOf(value: Json): number[] | null {
  return Array.isArray(value) && value.length > 0 && value.every((one) => typeof one === "number") ? (value as number[]) : null;
}
