/** Curves in short, as the site sends them: pieces of consecutive steps that keep their extremes. Live points join at the end. */
import type { RunEvent } from "./events";

type Hole = number | null;
/** The lowest and the highest value of each piece in the order in which they occurred, and its mean. */
export interface Field { early: Hole[]; late: Hole[]; mean: Hole[] }
export interface Curve { first: number[]; last: number[]; fields: Record<string, Field> }

export const NO_CURVE: Curve = { first: [], last: [], fields: {} };

/** Add what a run told since, each event a piece of its own. Steps that are known already are passed over. */
export function appended(curve: Curve, events: readonly RunEvent[]): Curve {
  const known = curve.last.at(-1) ?? -1;
  const fresh = events.filter((event) => (event.step ?? 0) > known);
  if (fresh.length === 0) return curve;
  const steps = fresh.map((event) => event.step ?? 0);
  const told = fresh.map(numbersOf);
  const names = new Set([...Object.keys(curve.fields), ...told.flatMap((values) => [...values.keys()])]);
  const before = curve.first.length;
  const fields = Object.fromEntries([...names].map((name) => {
    const values = told.map((one) => one.get(name) ?? null);
    const held = curve.fields[name] ?? emptyField(before);
    return [name, { early: [...held.early, ...values], late: [...held.late, ...values], mean: [...held.mean, ...values] }];
  }));
  return { first: [...curve.first, ...steps], last: [...curve.last, ...steps], fields };
}

/** Drop what a resume went back on. The piece that holds `step` and more stays until the site tells it anew. */
export function backTo(curve: Curve, step: number): Curve {
  const kept = curve.first.findIndex((first) => first > step);
  return kept < 0 ? curve : sliced(curve, 0, kept);
}

/** The whole curve with the pieces that `part` knows better replaced by its own. */
export function withPart(whole: Curve, part: Curve): Curve {
  const [start, stop] = [part.first[0], part.last.at(-1)];
  if (start === undefined || stop === undefined) return whole;
  const before = whole.last.findIndex((last) => last >= start);
  const after = whole.first.findIndex((first) => first > stop);
  const head = before < 0 ? whole : sliced(whole, 0, before);
  const tail = after < 0 ? NO_CURVE : sliced(whole, after, whole.first.length);
  return joined(joined(head, part), tail);
}

function joined(a: Curve, b: Curve): Curve {
  const names = new Set([...Object.keys(a.fields), ...Object.keys(b.fields)]);
  const fields = Object.fromEntries([...names].map((name) => {
    const one = a.fields[name] ?? emptyField(a.first.length), two = b.fields[name] ?? emptyField(b.first.length);
    return [name, { early: [...one.early, ...two.early], late: [...one.late, ...two.late], mean: [...one.mean, ...two.mean] }];
  }));
  return { first: [...a.first, ...b.first], last: [...a.last, ...b.last], fields };
}

function sliced(curve: Curve, from: number, to: number): Curve {
  const cut = <T>(values: T[]): T[] => values.slice(from, to);
  const fields = Object.fromEntries(Object.entries(curve.fields).map(([name, field]) => [name, { early: cut(field.early), late: cut(field.late), mean: cut(field.mean) }]));
  return { first: cut(curve.first), last: cut(curve.last), fields };
}

function emptyField(n: number): Field {
  const holes = (): Hole[] => Array<Hole>(n).fill(null);
  return { early: holes(), late: holes(), mean: holes() };
}

/** The numbers of an event; of numbers by name, as norms by layer, each is `kind|name`. */
function numbersOf(event: RunEvent): Map<string, number> {
  const found = new Map<string, number>();
  for (const [name, value] of Object.entries(event)) {
    if (name === "seq" || name === "step" || name === "time") continue;
    if (typeof value === "number" && Number.isFinite(value)) found.set(name, value);
    else if (typeof value === "object" && value !== null && !Array.isArray(value)) {
      for (const [inner, number] of Object.entries(value)) if (typeof number === "number" && Number.isFinite(number)) found.set(`${name}|${inner}`, number);
    }
  }
  return found;
}

/** The last value of a field that there is. */
export function lastOf(curve: Curve, name: string): number | null {
  return curve.fields[name]?.late.findLast((value) => value !== null) ?? null;
}

/** Curves over steps out of samples that only know at which step they were taken. */
export function overSteps(samples: Curve): Curve {
  const steps = samples.fields.step?.late.map((step) => step ?? 0) ?? [];
  return { first: steps, last: steps, fields: samples.fields };
}
