/** Numbers as people read them, in the page's language. */
import { language } from "../shared/page";

export function count(value: number | null | undefined): string {
  if (value == null || !Number.isFinite(value)) return "–";
  return new Intl.NumberFormat(language(), { notation: value >= 10_000 ? "compact" : "standard", maximumSignificantDigits: value >= 10_000 ? 3 : 6 }).format(value);
}

/** A number with all its digits. */
export function exact(value: number | null | undefined): string {
  return value == null || !Number.isFinite(value) ? "–" : new Intl.NumberFormat(language()).format(value);
}

const DIGITS = 7; // of a place on an axis in short: neighbouring ticks must differ

/** A large number in short, with as many digits as tell it from its neighbours. */
export function fine(value: number): string {
  return new Intl.NumberFormat(language(), { notation: "compact", maximumSignificantDigits: DIGITS }).format(value);
}

export function fixed(value: number | null | undefined, digits = 3): string {
  return value == null || !Number.isFinite(value) ? "–" : value.toFixed(digits);
}

const WHOLE_FROM = 100; // a larger perplexity says no more by its decimals

/** A perplexity: of how many tokens, all alike, a model would be as unsure. */
export function perplexity(value: number | null | undefined): string {
  return value != null && value >= WHOLE_FROM ? count(Math.round(value)) : fixed(value, 2);
}

export function bytes(value: number | null | undefined): string {
  if (value == null || !Number.isFinite(value)) return "–";
  if (value < 1024) return `${Math.round(value)} B`;
  const power = Math.min(4, Math.floor(Math.log2(Math.max(1, value)) / 10));
  const part = value / 2 ** (10 * power);
  return `${part >= 100 ? Math.round(part) : part.toPrecision(3)} ${["B", "KiB", "MiB", "GiB", "TiB"][power]}`;
}

/** Seconds as 0:42 or 1:02:03. */
export function clock(seconds: number | null | undefined): string {
  if (seconds == null || !Number.isFinite(seconds)) return "–";
  const whole = Math.max(0, Math.round(seconds));
  const [h, m, s] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60];
  const two = (n: number) => String(n).padStart(2, "0");
  return h ? `${h}:${two(m)}:${two(s)}` : `${m}:${two(s)}`;
}

/** A short time in the unit that suits it: 12.3 µs, 4.56 ms, 7.89 s. */
export function brief(seconds: number | null | undefined): string {
  if (seconds == null || !Number.isFinite(seconds)) return "–";
  const [factor, unit] = seconds < 1e-3 ? [1e6, "µs"] : seconds < 1 ? [1e3, "ms"] : [1, "s"];
  const value = seconds * Number(factor);
  return `${value >= 100 ? Math.round(value) : Number(value.toPrecision(3))} ${unit}`;
}
