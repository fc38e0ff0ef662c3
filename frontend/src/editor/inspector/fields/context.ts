/** What every field of one form needs to know. */
import { createContext, useContext } from "react";
import type { Diagnostic, Fix, Json } from "../../../graph/types";
import { isRecord, type Field, type Vars } from "./schema";

export interface FormContext {
  vars: Vars;
  type?: string; // of the block whose parameters these are
  readOnly: boolean;
  language: "en" | "ko";
  known?: Record<string, Json>; // what the block's parameters come to, those that are left out too
  findings: (at: string) => readonly Diagnostic[]; // of the field with this dotted name
  onFix: ((fix: Fix) => void) | null;
}

export const FormScope = createContext<FormContext | null>(null);

export function useForm(): FormContext {
  const form = useContext(FormScope);
  if (!form) throw new Error("A field stands outside of its form");
  return form;
}

export interface FieldProps {
  field: Field;
  value: Json | undefined;
  at: string; // dotted, from the node: "rope.theta"
  change: (value: Json | undefined) => void;
}

/** The dotted name of the field under which a finding is shown: as deep as the drawn form goes. */
export function placeOf(found: Diagnostic, fields: readonly Field[], values: Record<string, Json | undefined>): string {
  const name = found.values.name;
  const root = found.attr ?? "";
  const parts = typeof name === "string" && name.startsWith(`${root}.`) ? name.split(".") : [root];
  let at = "", level = fields, held: Json | Record<string, Json | undefined> | undefined = values;
  for (const part of parts) {
    const field = level.find((one) => one.name === part);
    if (!field || !isRecord(held)) break;
    at = at ? `${at}.${part}` : part;
    level = field.fields;
    held = held[part];
  }
  return at || root;
}
