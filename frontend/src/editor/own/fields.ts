/** The parameters of a composite as fields of a form: each is what the value inside that takes it is. */
import { isComposite, paramsOf, type Param } from "../../graph/composites";
import { isGroup } from "../../graph/document";
import { specOf, type Registry } from "../../graph/rules";
import type { DesignNode, Json } from "../../graph/types";
import { fieldsOf, type Field, type Kind } from "../inspector/fields/schema";

export function fieldsOfComposite(node: DesignNode, registry: Registry): Field[] {
  return Object.entries(paramsOf(node)).map(([name, about]) => {
    const found = taker(node.nodes ?? {}, `$${name}`, registry), title = about.title ?? "";
    const base = found ?? plainField(about);
    const help = title ? { en: title, ko: title } : base.help;
    return { ...base, name, required: false, inferred: false, fallback: about.default, help };
  });
}

/** The field inside that is given a parameter, in whichever block comes first. */
function taker(nodes: Record<string, DesignNode>, word: string, registry: Registry): Field | null {
  for (const node of Object.values(nodes)) {
    const fields = isComposite(node) ? fieldsOfComposite(node, registry) : fieldsOf(specOf(registry, node.type)?.params ?? {});
    const values = (isComposite(node) ? node.args : node) as Record<string, Json | undefined> | undefined;
    const found = values && among(fields, values, word);
    if (found) return found;
    const deeper = node.nodes && !(isComposite(node) && Object.hasOwn(paramsOf(node), word.slice(1))) ? taker(node.nodes, word, registry) : null;
    if (deeper) return deeper;
  }
  return null;
}

function among(fields: readonly Field[], values: Record<string, Json | undefined>, word: string): Field | null {
  for (const field of fields) {
    const value = Object.hasOwn(values, field.name) ? values[field.name] : undefined;
    if (value === word) return field;
    const inner = isGroup(value) ? among([...field.fields, ...field.variants.flatMap((variant) => variant.group.fields)], value, word) : null;
    if (inner) return inner;
  }
  return null;
}

function plainField({ default: value }: Param): Field {
  const kinds: Record<string, Kind> = { number: Number.isInteger(value) ? "integer" : "number", boolean: "boolean", string: "string" };
  return { name: "", kind: kinds[typeof value] ?? "other", required: false, nullable: value === null, bounds: {}, fallback: value, help: { en: "", ko: "" }, choices: [], unit: "", inferred: false, fields: [], variants: [] };
}
