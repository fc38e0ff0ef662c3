/** Keeps what has not changed the very same object, so that a drawing of many blocks is redrawn only where it differs. */

type Plain = Record<string, unknown>;

const isPlain = (value: unknown): value is Plain => typeof value === "object" && value !== null && !Array.isArray(value);

/** Whether two values are written alike: objects of plain data, a few levels deep. */
export function alike(a: unknown, b: unknown): boolean {
  if (Object.is(a, b)) return true;
  if (Array.isArray(a) && Array.isArray(b)) return a.length === b.length && a.every((one, at) => alike(one, b[at]));
  if (!isPlain(a) || !isPlain(b)) return false;
  const keys = Object.keys(a);
  return keys.length === Object.keys(b).length && keys.every((key) => Object.hasOwn(b, key) && alike(a[key], b[key]));
}

/** A memory for lists of things with ids: of each one it returns the earlier object while that is written alike. */
export function stable<T extends { id: string }>(): (list: readonly T[]) => T[] {
  let known = new Map<string, T>(), last: T[] = [];
  return (list) => {
    const kept = list.map((one) => {
      const had = known.get(one.id);
      return had !== undefined && alike(had, one) ? had : one;
    });
    known = new Map(kept.map((one) => [one.id, one]));
    if (kept.length !== last.length || kept.some((one, at) => one !== last[at])) last = kept;
    return last;
  };
}
