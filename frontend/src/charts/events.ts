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
const STEPPED = new Set(["metric", "eval", "norms", "sample", "checkpoint", "diagnosis"]);

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
