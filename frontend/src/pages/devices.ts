/** The numbers of devices, up to `most`, that share a batch equally; the chosen one stays among them. */
export function sharing(batch: number, most: number, chosen: number): number[] {
  const all = Array.from({ length: Math.max(most, 1) }, (_, at) => at + 1);
  const equal = all.filter((n) => n === 1 || batch % n === 0);
  return equal.includes(chosen) ? equal : [...equal, chosen].sort((a, b) => a - b);
}

/** A number of devices among the options of a run; one where none is told. */
export function devicesOf(config: Record<string, unknown>): number {
  return typeof config.devices === "number" ? config.devices : 1;
}
