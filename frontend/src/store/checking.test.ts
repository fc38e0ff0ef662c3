import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { move, setParam } from "../graph/document";
import { writer } from "../graph/test-designs";
import { startChecking } from "./checking";
import { history, redo, undo, useEditor } from "./editor";
import { startView, useView } from "./view";

interface Call { body: { design: object; room: object | null }; answer: (body: object) => Promise<void>; drop: () => Promise<void>; signal: AbortSignal }
const calls: Call[] = [];
const wait = (ms: number): Promise<unknown> => vi.advanceTimersByTimeAsync(ms);
const heads = (n: number): void => useEditor.getState().change(setParam(useEditor.getState().design, "layers.attn", "n_heads", n));
const shown = (): unknown => useEditor.getState().report?.fingerprint;
const answerTo = (call: Call | undefined, fingerprint: string): Promise<void> => call!.answer({ valid: true, diagnostics: [], fingerprint });
let end: () => void;

beforeEach(() => {
  vi.useFakeTimers();
  calls.length = 0;
  vi.stubGlobal("fetch", (_path: string, init: RequestInit) => new Promise<Response>((resolve, reject) => {
    calls.push({
      body: JSON.parse(String(init.body)) as Call["body"], signal: init.signal!,
      answer: async (body) => { resolve(new Response(JSON.stringify(body))); await wait(0); },
      drop: async () => { reject(new TypeError("network")); await wait(0); },
    });
  }));
  localStorage.clear();
  useView.setState({ devices: [], room: null });
  useEditor.setState({ id: "d1", design: writer(), readOnly: false, report: null });
  history.getState().clear();
  end = startChecking();
});
afterEach(() => { end(); vi.useRealTimers(); vi.unstubAllGlobals(); });

it("asks at once, and shows the answer to the newest question only", async () => {
  await wait(500);
  heads(8);
  expect(calls).toHaveLength(2);
  expect(calls[0]!.signal.aborted).toBe(true);
  await answerTo(calls[1], "new");
  await answerTo(calls[0], "old");
  expect([shown(), useEditor.getState().checking]).toEqual(["new", false]);
});

it("asks about the changes of a hurry together, no oftener than answers come", async () => {
  await wait(300);
  await answerTo(calls[0], "slow");
  for (const n of [1, 2, 3, 4, 6]) { heads(n); await wait(10); }
  expect(calls).toHaveLength(2);
  await wait(300);
  expect(calls).toHaveLength(3);
  expect(JSON.stringify(calls[2]!.body.design)).toContain('"n_heads":6');
});

it("does not ask again for what is only moved", async () => {
  await answerTo(calls[0], "first");
  await wait(500);
  useEditor.getState().change(move(useEditor.getState().design, { norm: [5, 5] }));
  await wait(500);
  expect(calls).toHaveLength(1);
  expect(shown()).toBe("first");
});

it("shows what it knows at once after undo and redo", async () => {
  await answerTo(calls[0], "before");
  await wait(500);
  heads(8);
  await answerTo(calls[1], "after");
  undo();
  expect(shown()).toBe("before");
  redo();
  expect([shown(), calls.length]).toEqual(["after", 2]);
});

it("asks for the machine that is chosen, and again when it is another", async () => {
  const device = { slug: "t4", title: { en: "T4", ko: "T4" }, memory_bytes: 16, usable_bytes: 14, here: false };
  await wait(500);
  startView([{ ...device, slug: "here", usable_bytes: 7 }, device]);
  expect(calls.at(-1)!.body.room).toEqual({ memory_bytes: 7, context_length: null, precision: "fp32" });
  await wait(500);
  useView.getState().look({ device: "t4", precision: "bf16", context: 64 });
  expect(calls.at(-1)!.body.room).toEqual({ memory_bytes: 14, context_length: 64, precision: "bf16" });
  const n = calls.length;
  useView.getState().look({ heat: "kv" });
  expect(calls).toHaveLength(n);
});

it("keeps what was known while the server is away, and asks again when it is back", async () => {
  await answerTo(calls[0], "known");
  await wait(500);
  heads(8);
  await calls[1]!.drop();
  expect([shown(), useEditor.getState().checking]).toEqual(["known", false]);
  await wait(500);
  dispatchEvent(new Event("online"));
  await answerTo(calls[2], "back");
  expect(shown()).toBe("back");
});
