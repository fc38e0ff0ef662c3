import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { followOwnRuns, onOwnRuns, type OwnRuns } from "./own-runs";

class Socket {
  static readonly OPEN = 1;
  static opened: Socket[] = [];
  readyState = 0;
  onmessage: ((event: { data: string }) => void) | null = null;
  onclose: ((event: { code: number }) => void) | null = null;
  constructor(readonly url: string) {
    Socket.opened.push(this);
  }
  close(): void {
    this.readyState = 3;
    this.onclose?.({ code: 1006 });
  }
  tell(runs: OwnRuns): void {
    this.readyState = Socket.OPEN;
    this.onmessage?.({ data: JSON.stringify({ type: "runs", runs }) });
  }
}
let answer: OwnRuns;

beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal("WebSocket", Socket);
  vi.stubGlobal("fetch", () => Promise.resolve(new Response(JSON.stringify({ runs: answer }))));
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

test("changes come by the socket, else by REST; a socket that is gone or silent is opened again", async () => {
  const heard: OwnRuns[] = [];
  onOwnRuns((runs) => heard.push(runs));
  followOwnRuns();
  Socket.opened[0]!.tell({ a: "queued" });
  Socket.opened[0]!.tell({ a: "queued" }); // told again after it was opened again
  expect(heard).toEqual([{ a: "queued" }]);
  answer = { a: "training" };
  Socket.opened[0]!.close();
  await vi.advanceTimersByTimeAsync(15_000);
  expect(heard.at(-1)).toEqual({ a: "training" });
  expect(Socket.opened.length).toBe(2);
  Socket.opened[1]!.tell({});
  expect(heard.at(-1)).toEqual({});
  await vi.advanceTimersByTimeAsync(80_000); // no heartbeat comes
  expect(Socket.opened.length).toBe(3);
});
