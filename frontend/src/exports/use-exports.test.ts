import { act, renderHook } from "@testing-library/react";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { useExports, type ModelExport } from "./use-exports";

const row = (state: ModelExport["state"], more: Partial<ModelExport> = {}): ModelExport => ({
  format: "onnx", state, progress: 0, n_bytes: 0, max_difference: null, proven_by: "", detail: "", ...more,
});

/** Answers of the server, in order; the last one stays. */
function server(...answers: ModelExport[][]) {
  const calls: string[] = [];
  vi.stubGlobal("fetch", (path: string, init: RequestInit) => {
    calls.push(`${init.method} ${path}`);
    const body = init.method === "POST" ? {} : answers.length > 1 ? answers.shift() : answers[0];
    return Promise.resolve(new Response(JSON.stringify(body), { headers: { "Content-Type": "application/json" } }));
  });
  return calls;
}

const pass = (ms: number) => act(() => vi.advanceTimersByTimeAsync(ms));

beforeEach(() => void vi.useFakeTimers());
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

test("formats are read again while one is being made, and no longer", async () => {
  const calls = server([row("working", { progress: 0.5 })], [row("ready", { proven_by: "onnxruntime 1" })]);
  const { result } = renderHook(() => useExports("m1"));
  await pass(0);
  expect(result.current.rows?.[0]?.state).toBe("working");
  await pass(1600);
  expect(result.current.rows?.[0]?.proven_by).toBe("onnxruntime 1");
  await pass(10_000);
  expect(calls).toHaveLength(2);
});

test("asking for a format shows at once that it waits", async () => {
  const calls = server([row("")], [row("queued")]);
  const { result } = renderHook(() => useExports("m1"));
  await pass(0);
  act(() => result.current.make("onnx"));
  await pass(0);
  expect(result.current.rows?.[0]?.state).toBe("queued");
  expect(calls).toEqual(["GET /api/v1/models/m1/exports/", "POST /api/v1/models/m1/export/", "GET /api/v1/models/m1/exports/"]);
});

test("a refusal is kept and what was known stays", async () => {
  server([row("")]);
  const { result } = renderHook(() => useExports("m1"));
  await pass(0);
  vi.stubGlobal("fetch", () => Promise.reject(new TypeError("offline")));
  act(() => result.current.make("onnx"));
  await pass(0);
  expect(result.current.error).not.toBeNull();
  expect(result.current.rows).toHaveLength(1);
});
