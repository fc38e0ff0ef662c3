import { describe, expect, it } from "vitest";
import { append, EMPTY, ofType, type EventLog, type RunEvent } from "./events";

const metric = (seq: number, step: number, loss = 1): RunEvent => ({ seq, type: "metric", step, loss });

function logOf(...events: RunEvent[]): EventLog {
  const log = append(EMPTY, events, 0);
  if (!log) throw new Error("refused");
  return log;
}

describe("append", () => {
  it("keeps each event once, in order, when batches overlap", () => {
    const log = append(logOf(metric(1, 10), metric(2, 20)), [metric(3, 30), metric(2, 20)], 1);
    expect(log?.events.map((event) => event.seq)).toEqual([1, 2, 3]);
    expect(log?.last).toBe(3);
  });

  it("refuses a batch that begins beyond what is known", () => {
    expect(append(logOf(metric(1, 10)), [metric(5, 50)], 4)).toBeNull();
  });

  it("is the same log when nothing is new", () => {
    const log = logOf(metric(1, 10));
    expect(append(log, [metric(1, 10)], 0)).toBe(log);
  });

  it("hides steps that a resume went back on, and keeps the words of the log", () => {
    const log = logOf(
      metric(1, 10),
      metric(2, 20),
      { seq: 3, type: "log", text: "saved" },
      metric(4, 30),
      { seq: 5, type: "resume", step: 20 },
      metric(6, 30, 0.5),
    );
    expect(ofType(log, "metric").map((event) => event.seq)).toEqual([1, 2, 6]);
    expect(ofType(log, "log")).toHaveLength(1);
  });

  it("counts events that the server marked superseded as seen, and does not show them", () => {
    const log = logOf(metric(1, 10), { ...metric(2, 20), superseded: true });
    expect(log.last).toBe(2);
    expect(ofType(log, "metric")).toHaveLength(1);
  });
});
