/** What a clash is about, and what either side wants, as a person reads it. */
import type { Clash, Side } from "../../graph/merge";
import type { Maybe } from "../../graph/merge-values";
import type { Json } from "../../graph/types";
import { valueWords } from "../compare/value";

export type Say = (key: string, values?: Record<string, unknown>) => string;

export function subject({ kind, path, attr }: Clash, say: Say): string {
  if (kind === "inputs") {
    const at = attr === "out" ? (path ? say("keeping.clash.out", { path }) : say("keeping.clash.outTop")) : path ? `${path}.${attr}` : attr;
    return say("keeping.clash.kind.inputs", { path: at });
  }
  if (kind === "meta" && attr === "notes") return say("keeping.clash.kind.notes");
  const [, comment] = (kind === "meta" && /^comments\.(\d+)$/.exec(attr)) || [];
  if (comment) return say("keeping.clash.kind.comment", { number: comment });
  return say(`keeping.clash.kind.${kind}`, { path, attr });
}

export function wanted(clash: Clash, side: Side | "base", say: Say): string {
  const value: Maybe = clash[side];
  if (clash.kind === "removed") return say(value === undefined ? "keeping.clash.gone" : "keeping.clash.changed");
  if (clash.kind === "type") return value === undefined ? say("keeping.clash.nothing") : String((value as Record<string, Json>).type);
  if (clash.kind === "inputs") return (value as string[]).join(", ") || say("keeping.clash.nothing");
  if (value === undefined) return say("keeping.clash.unset");
  return valueWords(value, (key) => say(key));
}
