/** Numbers of the panels: short to read, exact for who asks. */
import { language } from "../../shared/page";

/** The whole number with its separators; very small and very large ones as 1e-6. */
export function exact(value: number): string {
  const size = Math.abs(value);
  if (size !== 0 && (size < 1e-4 || size >= 1e15)) return value.toExponential().replace("e+", "e");
  return new Intl.NumberFormat(language(), { maximumFractionDigits: 12 }).format(value);
}
