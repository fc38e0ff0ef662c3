import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { Curve } from "./curves";
import type { RunEvent } from "./events";
import { RunWatcher, type Watched } from "./watcher";

interface Run { state: string; last_seq: number }

class FakeSocket {
  static last: FakeSocket;
  onmessage: ((event: { data: string }) => void) | null = null;
  constructor() {
    FakeSocket.last = this;
  }
  say(...events: RunEvent[]): void {
    this.onmessage?.({ data: JSON.stringify({ type: "events", events, run: { state: "training", last_seq: 0 } }) });
  }
  close(): void {
    this.onmessage = null;
  }
}

const field = (...values: number[]) => ({ early: values, late: values, mean: values });
/** Curves whose value is their step: at every hundredth step of the whole, at every one of a part. */
function curveOf(name: string, part: { start: number; stop: number } | null): Curve {
  const steps = part ? Array.from({ length: part.stop - part.start }, (_, n) => part.start + n) : [100, 200, 300];
  return { first: steps, last: steps, fields: { [name]: field(...steps) } };
}

function partOf(path: string): { start: number; stop: number } | null {
  const found = /start=(\d+)&stop=(\d+)/.exec(path);
  return found ? { start: Number(found[1]), stop: Number(found[2]) } : null;
}

let asked: string[] = [], known = 3, state: Watched<Run>, watcher: RunWatcher<Run>;

function answer(path: string): Promise<Response> {
  asked.push(path);
  const part = partOf(path);
  const say = (body: unknown) => Promise.resolve(new Response(JSON.stringify(body)));
  if (path.includes("/events/")) return say({ events: [], last_seq: known });
  if (path.includes("/device-use/")) {
    const { first, last, fields } = curveOf("gpu_watts", part);
    return say({ first, last, fields: { ...fields, step: field(...first) } });
  }
  const series = path.includes("series=norms") ? { norms: curveOf("weight|a", part) } : { metric: curveOf("loss", part), eval: curveOf("val_loss", part) };
  return say({ last_seq: known, steps_per_point: 1, series, latest: null });
}

beforeEach(async () => {
  vi.useFakeTimers();
  [asked, known] = [[], 3];
  vi.stubGlobal("WebSocket", FakeSocket);
  vi.stubGlobal("fetch", vi.fn(answer));
  watcher = new RunWatcher<Run>("r", (next) => (state = next));
  watcher.start();
  await vi.advanceTimersByTimeAsync(100);
});
afterEach(() => {
  watcher.stop();
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

const all = (): Curve[] => [state.metric, state.evals, state.norms, state.device];

test("a part that is looked at comes step by step in every chart", async () => {
  expect(all().map((curve) => curve.first)).toEqual(Array(4).fill([100, 200, 300]));
  watcher.show([198, 202]);
  await vi.advanceTimersByTimeAsync(1000);
  for (const curve of all()) expect(curve.first).toEqual([100, 198, 199, 200, 201, 202, 300]);
});

test("what the machine does stays fine in that part when it is read again", async () => {
  watcher.show([198, 202]);
  await vi.advanceTimersByTimeAsync(1000);
  asked = [];
  await vi.advanceTimersByTimeAsync(7000);
  expect(asked.filter((path) => path.includes("/device-use/"))).toHaveLength(2);
  expect(state.device.first).toContain(199);
  watcher.show(null);
  await vi.advanceTimersByTimeAsync(7000);
  expect(state.device.first).toEqual([100, 200, 300]);
});

test("what comes while all is read again is in all curves", async () => {
  const told = (seq: number, type: string, step: number, more: object): RunEvent => ({ seq, type, step, ...more });
  FakeSocket.last.say(
    told(4, "resume", 300, {}),
    told(5, "metric", 301, { loss: 301 }),
    told(6, "eval", 301, { val_loss: 301 }),
    told(7, "norms", 301, { weight: { a: 301 } }),
  );
  await vi.advanceTimersByTimeAsync(1000);
  expect(asked.filter((path) => path.includes("series=norms"))).toHaveLength(2); // a resume reads all again
  expect(state.metric.first).toEqual([100, 200, 300, 301]);
  expect(state.evals.first).toEqual([100, 200, 300, 301]);
  expect(state.norms.first).toEqual([100, 200, 300, 301]);
  expect(state.norms.fields["weight|a"]?.late.at(-1)).toBe(301);
});
