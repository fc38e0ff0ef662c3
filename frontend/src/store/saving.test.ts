import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { addNode, removeNodes, setParam } from "../graph/document";
import { writer } from "../graph/test-designs";
import { history, redo, undo, useEditor } from "./editor";
import { Drafts } from "./drafts";
import { Saver } from "./saving";

interface Call { method: string; path: string; body: Record<string, unknown>; answer: (status: number, body: object) => Promise<void>; drop: () => Promise<void>; signal: AbortSignal | undefined }
const calls: Call[] = [];
const settle = (): Promise<unknown> => vi.advanceTimersByTimeAsync(0);
const saves = (): Call[] => calls.filter((call) => call.method === "PATCH");
const state = (): string => useEditor.getState().save;
const design = () => useEditor.getState().design;
const heads = (n: number): void => useEditor.getState().change(setParam(design(), "layers.attn", "n_heads", n));
const wait = (ms: number): Promise<unknown> => vi.advanceTimersByTimeAsync(ms);
const failure = (code: string, detail: string): object => ({ errors: [{ code, detail, attr: null }] });

let saver: Saver, stop: () => void;

beforeEach(() => {
  vi.useFakeTimers();
  calls.length = 0;
  localStorage.clear();
  vi.stubGlobal("fetch", (path: string, init: RequestInit) => new Promise<Response>((resolve, reject) => {
    const answer = async (status: number, body: object): Promise<void> => { resolve(new Response(JSON.stringify(body), { status })); await settle(); };
    const drop = async (): Promise<void> => { reject(new TypeError("network")); await settle(); };
    calls.push({ method: init.method!, path, body: JSON.parse(String(init.body ?? "null")) as Call["body"], answer, drop, signal: init.signal ?? undefined });
  }));
  useEditor.setState({ id: "d1", title: "Writer", design: writer(), readOnly: false, save: "saved", problem: "", report: null });
  history.getState().clear();
  saver = new Saver("d1", 7);
  stop = saver.start();
});
afterEach(() => { stop(); vi.useRealTimers(); vi.unstubAllGlobals(); });

describe("saving", () => {
  it("waits for a pause, then sends what changed with the revision it was made from", async () => {
    heads(8);
    expect(state()).toBe("dirty");
    await wait(500);
    heads(2);
    await wait(799);
    expect(saves()).toHaveLength(0);
    await wait(1);
    expect(saves().map((call) => call.body)).toEqual([{ design: design(), revision: 7 }]);
    expect(state()).toBe("saving");
    await saves()[0]!.answer(200, { revision: 8 });
    expect(state()).toBe("saved");
    expect(localStorage).toHaveLength(0);
  });

  it("never has two requests on their way; what changed meanwhile goes after", async () => {
    heads(8);
    await wait(800);
    heads(2);
    void saver.flush();
    dispatchEvent(new Event("online"));
    await wait(10_000);
    expect(saves()).toHaveLength(1);
    await saves()[0]!.answer(200, { revision: 8 });
    await wait(800);
    expect(saves()).toHaveLength(2);
    expect(saves()[1]!.body).toEqual({ design: design(), revision: 8 });
    await saves()[1]!.answer(200, { revision: 9 });
    expect([state(), saver.at]).toEqual(["saved", 9]);
    await wait(10_000);
    expect(saves()).toHaveLength(2);
  });

  it("sends a title alone, with the revision that it was made from", async () => {
    useEditor.getState().set({ title: "Teller" });
    await wait(800);
    expect(saves()[0]!.body).toEqual({ title: "Teller", revision: 7 });
    await saves()[0]!.answer(200, { revision: 8, title: "Teller" });
    expect([state(), saver.at]).toEqual(["saved", 8]);
  });

  it("says nothing and sends nothing of a design that can only be read", async () => {
    useEditor.setState({ readOnly: true });
    heads(8);
    undo();
    await wait(5000);
    expect(saves()).toHaveLength(0);
    expect(design()).toEqual(writer());
  });
});

describe("undo", () => {
  it("back to what is saved reads saved, and sends nothing", async () => {
    heads(8);
    undo();
    expect([state(), saver.unsaved]).toEqual(["saved", false]);
    await wait(5000);
    expect(saves()).toHaveLength(0);
    redo();
    expect(state()).toBe("dirty");
  });

  it("while a save is on its way is saved after it", async () => {
    heads(8);
    await wait(800);
    undo();
    await saves()[0]!.answer(200, { revision: 8 });
    await wait(800);
    expect(saves()[1]!.body).toEqual({ design: writer(), revision: 8 });
  });

  it("while a save fails leaves nothing to try again", async () => {
    heads(8);
    await wait(800);
    undo();
    await saves()[0]!.drop();
    expect(state()).toBe("saved");
    await wait(10_000);
    expect(saves()).toHaveLength(1);
  });
});

describe("what goes wrong", () => {
  it.each([["nobody answers", (call: Call) => call.drop()], ["the server fails", (call: Call) => call.answer(503, {})], ["the server is busy", (call: Call) => call.answer(429, {})]])("keeps the work and tries again when %s", async (_what, fail) => {
    heads(8);
    await wait(800);
    await fail(saves()[0]!);
    expect([state(), saver.unsaved]).toEqual(["offline", true]);
    expect((await new Drafts("d1", "").found())?.draft.design).toEqual(design());
    await wait(3000);
    await saves()[1]!.answer(200, { revision: 8 });
    expect([state(), localStorage.length]).toEqual(["saved", 0]);
  });

  it("tries at once when the connection is back", async () => {
    heads(8);
    await wait(800);
    await saves()[0]!.drop();
    dispatchEvent(new Event("online"));
    await settle();
    expect(saves()).toHaveLength(2);
  });

  it("does not call an emptied canvas a conflict, and saves as soon as it holds something", async () => {
    useEditor.getState().change(removeNodes(design(), Object.keys(design().nodes)));
    await wait(800);
    await saves()[0]!.answer(409, failure("empty_canvas", "The canvas is empty."));
    expect(state()).toBe("empty");
    useEditor.getState().change(addNode(design(), "", "norm", { type: "Norm" }, [0, 0])[0]);
    await wait(800);
    await saves()[1]!.answer(200, { revision: 8 });
    expect(state()).toBe("saved");
  });

  it("says why the server refused, and tries again only after a change", async () => {
    heads(8);
    await wait(800);
    await saves()[0]!.answer(400, failure("invalid", "Too deep."));
    await wait(10_000);
    expect([state(), useEditor.getState().problem, saves().length]).toEqual(["refused", "Too deep.", 1]);
    heads(2);
    await wait(800);
    await saves()[1]!.answer(200, { revision: 8 });
    expect([state(), useEditor.getState().problem]).toEqual(["saved", ""]);
  });
});
