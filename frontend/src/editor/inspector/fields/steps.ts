/** The next value up or down that makes sense: of sizes a round one, of what must divide a divisor, else one more or less. */
import { within } from "./numbers";
import type { Field } from "./schema";

const ROUND = ["channels", "tokens"]; // units whose sizes suit machines as multiples of powers of two
const COARSEST = 1024;

/** About an eighth of a size, as a power of two. */
const grain = (size: number): number => Math.min(COARSEST, 2 ** Math.max(0, Math.floor(Math.log2(Math.max(1, size))) - 3));

/** The next multiple of a power of two; a `large` step goes to the next power of two itself. */
export function roundStep(from: number, direction: 1 | -1, large: boolean): number {
  if (from < 1) return from + direction;
  if (large) return direction > 0 ? 2 ** (Math.floor(Math.log2(from)) + 1) : from <= 1 ? 0 : 2 ** (Math.ceil(Math.log2(from)) - 1);
  const step = grain(direction > 0 ? from : from - 1);
  return direction > 0 ? (Math.floor(from / step) + 1) * step : (Math.ceil(from / step) - 1) * step;
}

/** The next number that divides `whole`; null beyond the last. */
function divisorStep(from: number, direction: 1 | -1, whole: number): number | null {
  for (let next = from + direction; next >= 1 && next <= whole; next += direction) if (whole % next === 0) return next;
  return null;
}

function plainStep(field: Field, from: number, direction: 1 | -1, large: boolean): number {
  const size = field.kind === "integer" ? 1 : from === 0 ? 0.1 : 10 ** (Math.floor(Math.log10(Math.abs(from))) - 1);
  return Number((from + direction * size * (large ? 10 : 1)).toPrecision(12));
}

/** The next value up (+1) or down (-1); further with Shift. Null where the bounds forbid it. `known`: other values of the block. */
export function stepped(field: Field, from: number, direction: 1 | -1, large: boolean, known: Record<string, unknown> = {}): number | null {
  const whole = field.divides ? known[field.divides] : undefined;
  if (!large && typeof whole === "number" && whole >= 1 && whole <= 65_536) {
    const next = divisorStep(from, direction, whole);
    return next !== null && within(field.bounds, next) ? next : null;
  }
  const round = field.kind === "integer" && ROUND.includes(field.unit);
  const next = round ? roundStep(from, direction, large) : plainStep(field, from, direction, large);
  if (within(field.bounds, next)) return next;
  const edge = direction > 0 ? field.bounds.max : field.bounds.min;
  return edge !== undefined && edge !== from && Math.sign(edge - from) === direction ? edge : null;
}
