import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { RunFeed, type FeedState } from "./feed";

interface Run {
  state: string;
}

class FakeSocket {
  static all: FakeSocket[] = [];
  static OPEN = 1;
  readyState = 0;
  onmessage: ((event: { data: string }) => void) | null = null;
  onclose: ((event: { code: number }) => void) | null = null;
  constructor(readonly url: string) {
    FakeSocket.all.push(this);
  }
  say(message: object): void {
    this.readyState = 1;
    this.onmessage?.({ data: JSON.stringify(message) });
  }
  close(code = 1006): void {
    this.readyState = 3;
    this.onclose?.({ code });
  }
}

const metric = (seq: number) => ({ seq, type: "metric", step: seq, loss: 1 });
let rows: ReturnType<typeof metric>[] = [];
let answering = true;
let state: FeedState<Run>;
let feed: RunFeed<Run>;

function answer(path: string): Promise<Response> {
  if (!answering) return Promise.reject(new TypeError("no connection"));
  const after = Number(/after=(\d+)/.exec(path)?.[1] ?? -1);
  const body = after >= 0 ? { events: rows.filter((row) => row.seq > after) } : { state: "training" };
  return Promise.resolve(new Response(JSON.stringify(body)));
}

beforeEach(() => {
  vi.useFakeTimers();
  FakeSocket.all = [];
  [rows, answering] = [[], true];
  vi.stubGlobal("WebSocket", FakeSocket);
  vi.stubGlobal("fetch", vi.fn(answer));
  feed = new RunFeed<Run>("r", (next) => (state = next));
});
afterEach(() => {
  feed.stop();
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

const seen = () => state.log.events.map((event) => event.seq);
const socket = () => FakeSocket.all[FakeSocket.all.length - 1] as FakeSocket;

describe("test_p03_a_silent_socket_does_not_freeze_the_chart", () => {
  it("comes back at the number where it was cut off", async () => {
    feed.start();
    await vi.advanceTimersByTimeAsync(0);
    socket().say({ type: "events", events: [metric(1), metric(2)] });
    socket().close();
    await vi.advanceTimersByTimeAsync(1000);
    expect(FakeSocket.all).toHaveLength(2);
    expect(socket().url).toContain("after=2");
  });

  it("polls where sockets do not get through", async () => {
    feed.start();
    await vi.advanceTimersByTimeAsync(0);
    rows = [metric(1), metric(2)];
    await vi.advanceTimersByTimeAsync(4000);
    expect(seen()).toEqual([1, 2]);
    expect(state.link).toBe("polling");
  });

  it("says so when nothing answers, and recovers", async () => {
    answering = false;
    feed.start();
    await vi.advanceTimersByTimeAsync(4000);
    expect(state.link).toBe("stale");
    answering = true;
    socket().say({ type: "heartbeat", seq: 0 });
    expect(state.link).toBe("live");
  });

  it("fills a gap that a heartbeat or a batch reveals", async () => {
    feed.start();
    await vi.advanceTimersByTimeAsync(0);
    rows = [metric(1), metric(2), metric(3)];
    socket().say({ type: "events", events: [metric(3)] });
    await vi.advanceTimersByTimeAsync(0);
    expect(seen()).toEqual([1, 2, 3]);
    rows.push(metric(4));
    socket().say({ type: "heartbeat", seq: 4 });
    await vi.advanceTimersByTimeAsync(0);
    expect(seen()).toEqual([1, 2, 3, 4]);
  });

  it("gives up a socket that is open and silent", async () => {
    feed.start();
    socket().say({ type: "heartbeat", seq: 0 });
    answering = false;
    await vi.advanceTimersByTimeAsync(20_000);
    expect(state.link).toBe("stale");
    expect(FakeSocket.all.length).toBeGreaterThan(1);
  });
});

describe("a refusal", () => {
  const refuse = () => {
    socket().say({ type: "error", code: "not_found", detail: "There is no such run." });
    socket().close(4404);
  };

  it("ends both socket and polling, and is kept in the site's words", async () => {
    feed.start();
    await vi.advanceTimersByTimeAsync(0);
    refuse();
    const asked = vi.mocked(fetch).mock.calls.length;
    await vi.advanceTimersByTimeAsync(60_000);
    expect([state.link, state.refusal]).toEqual(["refused", "There is no such run."]);
    expect(FakeSocket.all).toHaveLength(1);
    expect(vi.mocked(fetch).mock.calls).toHaveLength(asked);
  });

  it("is no sign that the way is free: the next tries come further and further apart", async () => {
    feed.start();
    for (let n = 0; n < 4; n += 1) {
      socket().say({ type: "error", detail: "Not now." });
      socket().close();
      await vi.advanceTimersByTimeAsync(10_000);
    }
    FakeSocket.all = FakeSocket.all.slice(-1);
    socket().say({ type: "error", detail: "Not now." });
    socket().close();
    await vi.advanceTimersByTimeAsync(2000);
    expect(FakeSocket.all).toHaveLength(1);
  });
});
