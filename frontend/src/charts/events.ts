/** The events of one run as the page keeps them: each once, in order, without what a resume went back on. */
export interface RunEvent {
  seq: number;
  type: string;
  step?: number | null;
  time?: number | string;
  superseded?: boolean;
  [field: string]: unknown;
}

/** Types whose events belong to a step, and go when a resume starts again before that step. */
const STEPPED = new Set(["metric", "eval", "sample", "checkpoint", "diagnosis"]);

export interface EventLog {
  /** Every event up to here has been seen. */
  readonly last: number;
  readonly events: readonly RunEvent[];
}

export const EMPTY: EventLog = { last: 0, events: [] };

/**
 * Add a batch that the server says is everything after `after`. Events already here are not added twice.
 * Returns null if the batch begins beyond what is known: the caller must ask for what lies between.
 */
export function append(log: EventLog, batch: readonly RunEvent[], after: number): EventLog | null {
  if (after > log.last) return null;
  const fresh = batch.filter((event) => event.seq > log.last).sort((a, b) => a.seq - b.seq);
  if (fresh.length === 0) return log;
  let events: RunEvent[] = [...log.events];
  for (const event of fresh) {
    if (event.superseded) continue;
    if (event.type === "resume") events = withoutAfter(events, event.step ?? 0);
    events.push(event);
  }
  return { last: fresh[fresh.length - 1]?.seq ?? log.last, events };
}

function withoutAfter(events: readonly RunEvent[], step: number): RunEvent[] {
  return events.filter((event) => !(STEPPED.has(event.type) && (event.step ?? 0) > step));
}

export function ofType(log: EventLog, type: string): RunEvent[] {
  return log.events.filter((event) => event.type === type);
}

/** Columns for a chart: the steps, and one column a field. What was not reported or is not finite is null. */
export function columns(events: readonly RunEvent[], fields: readonly string[]): (number | null)[][] {
  const steps = events.map((event) => event.step ?? 0);
  return [steps, ...fields.map((field) => events.map((event) => finite(event[field])))];
}

function finite(value: unknown): number | null {
  return typeof value === "number" && Number.isFinite(value) ? value : null;
}

/** Losses at metric steps and validation losses at evaluation steps, on one axis of steps. */
export function lossColumns(log: EventLog): (number | null)[][] {
  const rows = new Map<number, [number | null, number | null]>();
  for (const event of log.events) {
    if (event.type !== "metric" && event.type !== "eval") continue;
    const step = event.step ?? 0;
    const row = rows.get(step) ?? [null, null];
    if (event.type === "metric") row[0] = finite(event.loss);
    else row[1] = finite(event.val_loss);
    rows.set(step, row);
  }
  const steps = [...rows.keys()].sort((a, b) => a - b);
  return [steps, steps.map((step) => rows.get(step)?.[0] ?? null), steps.map((step) => rows.get(step)?.[1] ?? null)];
}
