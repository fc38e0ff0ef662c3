/** The named sizes of a design (its `vars`), and the care that renaming one takes. Nothing here mutates. */
import { paramsOf } from "../../graph/composites";
import type { Design, DesignNode, Json } from "../../graph/types";
import { isRecord, type Vars } from "./fields/schema";

export type Size = Vars[string];
export type SizeType = "number" | "string" | "boolean";
export type SizeRefusal = "nameNeeded" | "nameForm" | "nameTaken";

export interface Renamed {
  from: string;
  to: string;
}

const NAME = /^[A-Za-z][A-Za-z0-9_]{0,63}$/;

export function nameRefusal(vars: Vars, name: string): SizeRefusal | null {
  if (!name) return "nameNeeded";
  if (!NAME.test(name)) return "nameForm";
  return Object.hasOwn(vars, name) ? "nameTaken" : null;
}

/** People write the "$" too; it is no part of the name. */
export const bare = (typed: string): string => typed.trim().replace(/^\$/, "");

/** A size of this type from what was typed; null if it is none. */
export function sizeOf(type: SizeType, typed: string): Size | null {
  if (type === "string") return typed;
  if (type === "boolean") return typed === "true";
  const plain = typed.trim().replace(/[\s_]|,(?=\d{3}(\D|$))/g, "");
  return plain !== "" && Number.isFinite(Number(plain)) ? Number(plain) : null;
}

/** The same size as another type, as much as it can be. */
export function asType(value: Size, type: SizeType): Size {
  if (type === "string") return String(value);
  if (type === "boolean") return value === true || value === "true" || value === 1;
  return sizeOf("number", String(value)) ?? Number(value === true);
}

export const renamedVars = (vars: Vars, { from, to }: Renamed): Vars =>
  Object.fromEntries(Object.entries(vars).map(([name, value]) => [name === from ? to : name, value]));

/** Rename a size together with every use of it, in all blocks and in the variants of patterns. */
export function renameSize(design: Design, renamed: Renamed): Design {
  return { ...design, vars: renamedVars(design.vars, renamed), nodes: nodesWith(design.nodes, renamed) };
}

function nodesWith(nodes: Record<string, DesignNode>, renamed: Renamed): Record<string, DesignNode> {
  return Object.fromEntries(Object.entries(nodes).map(([name, node]) => [name, nodeWith(node, renamed)]));
}

function nodeWith(node: DesignNode, renamed: Renamed): DesignNode {
  const parts = Object.entries(node).map(([key, value]) => {
    if (key === "type" || key === "edges") return [key, value];
    if (key === "nodes" && Object.hasOwn(paramsOf(node), renamed.from)) return [key, value]; // there, the name means something else
    const held = key === "nodes" && isRecord(value) ? nodesWith(value as Record<string, DesignNode>, renamed) : valueWith(value as Json, renamed);
    return [key, held];
  });
  return Object.fromEntries(parts) as DesignNode;
}

function valueWith(value: Json, renamed: Renamed): Json {
  if (value === `$${renamed.from}`) return `$${renamed.to}`;
  if (Array.isArray(value)) return value.map((part) => valueWith(part, renamed));
  return isRecord(value) ? Object.fromEntries(Object.entries(value).map(([key, part]) => [key, valueWith(part, renamed)])) : value;
}
