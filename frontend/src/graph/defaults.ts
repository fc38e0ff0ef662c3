/** What a parameter is where nobody writes it, from the registry's JSON Schema. */
import { specOf, type Registry } from "./rules";
import type { Json, ParamSchema } from "./types";

/** The default of a parameter, also of one inside a group ("rope.theta"); undefined where there is none. */
export type Defaults = (type: string, attr: readonly string[], group?: Json) => Json | undefined;

const MAX_HOPS = 6; // a schema that refers to itself ends here
const isGroup = (value: unknown): value is Record<string, Json> => typeof value === "object" && value !== null && !Array.isArray(value);

/** `group` is the group around an inner parameter: it tells which of several forms is meant. */
export function defaultsOf(registry: Registry): Defaults {
  return (type, attr, group) => {
    const whole = specOf(registry, type)?.params, defs = whole?.$defs ?? {};
    let held: ParamSchema | undefined = whole;
    for (const [depth, name] of attr.entries()) {
      const form: ParamSchema | undefined = held && formOf(held, defs, depth === attr.length - 1 ? group : undefined);
      held = form?.properties && Object.hasOwn(form.properties, name) ? form.properties[name] : undefined;
    }
    return held?.default;
  };
}

function formOf(schema: ParamSchema, defs: Record<string, ParamSchema>, group: Json | undefined): ParamSchema | undefined {
  let found: ParamSchema | undefined = schema;
  for (let hops = 0; found && !found.properties && hops < MAX_HOPS; hops++) {
    if (found.$ref !== undefined) found = defs[found.$ref.replace("#/$defs/", "")];
    else if (found.anyOf) found = found.anyOf.find((option) => option.type !== "null");
    else if (found.oneOf) found = chosen(found, defs, group);
    else return undefined;
  }
  return found;
}

function chosen(schema: ParamSchema, defs: Record<string, ParamSchema>, group: Json | undefined): ParamSchema | undefined {
  const tag = schema.discriminator?.propertyName ?? "type", wanted = isGroup(group) ? group[tag] : undefined;
  const forms = (schema.oneOf ?? []).map((option) => formOf(option, defs, group));
  return forms.find((form) => form?.properties?.[tag]?.const === wanted || form?.properties?.[tag]?.enum?.[0] === wanted);
}
