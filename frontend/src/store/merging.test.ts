import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { nodeAt, setParam } from "../graph/document";
import { writer } from "../graph/test-designs";
import type { Design } from "../graph/types";
import { Drafts } from "./drafts";
import { history, undo, useEditor } from "./editor";
import { startNews } from "./news";
import { Saver, type News } from "./saving";

interface Call { method: string; path: string; body: Record<string, unknown>; headers: Record<string, string>; answer: (status: number, body?: object) => Promise<void>; drop: () => Promise<void> }
const calls: Call[] = [];
const wait = (ms: number): Promise<unknown> => vi.advanceTimersByTimeAsync(ms);
const settle = (): Promise<unknown> => wait(0);
const design = (): Design => useEditor.getState().design;
const save = (): string => useEditor.getState().save;
const heads = (at: Design, n: number): Design => setParam(at, "layers.attn", "n_heads", n);
const change = (to: Design): void => useEditor.getState().change(to);
const saves = (): Call[] => calls.filter(({ method }) => method === "PATCH");
const refused = (code: string, detail = ""): object => ({ errors: [{ code, detail, attr: null }] });
const theirs = (held: Design, revision = 8, title = "Writer") => ({ id: "d1", title, revision, design: held, current: { number: 2, n_parameters: 1, author: "ola" } });
const ada = { id: "a1", name: "ada" };

let saver: Saver, news: News[], stops: (() => void)[] = [];

function open(revision = 7, held = writer()): void {
  for (const stop of stops) stop();
  useEditor.setState({ id: "d1", title: "Writer", design: held, readOnly: false, save: "saved", problem: "", since: null, kept: true, registry: {} });
  history.getState().clear();
  news = [];
  saver = new Saver("d1", revision, ada);
  saver.tell = (one) => news.push(one);
  stops = [saver.start(), startNews("d1", saver)];
}

beforeEach(() => {
  vi.useFakeTimers();
  calls.length = 0;
  localStorage.clear();
  vi.stubGlobal("BroadcastChannel", undefined);
  vi.stubGlobal("fetch", (path: string, init: RequestInit) => new Promise<Response>((resolve, reject) => {
    const answer = async (status: number, body: object = {}): Promise<void> => { resolve(new Response(JSON.stringify(body), { status })); await settle(); };
    const drop = async (): Promise<void> => { reject(new TypeError("network")); await settle(); };
    calls.push({ method: init.method!, path, body: JSON.parse(String(init.body ?? "null")) as Call["body"], headers: init.headers as Record<string, string>, answer, drop });
  }));
  open();
});
afterEach(() => { for (const stop of stops) stop(); vi.useRealTimers(); vi.unstubAllGlobals(); vi.restoreAllMocks(); });

/** Save what is here, hear that somebody was faster, and get what they have. */
async function refusedFor(held: Design, title = "Writer"): Promise<void> {
  await wait(800);
  await saves().at(-1)!.answer(409, refused("conflict"));
  await calls.at(-1)!.answer(200, theirs(held, 8, title));
}

describe("when the server was faster", () => {
  it("merges what does not clash, saves it, and says whose it was; one undo takes it out", async () => {
    const mine = heads(writer(), 8);
    change(mine);
    await refusedFor(setParam(writer(), "layers", "count", 9), "Theirs");
    expect([nodeAt(design(), "layers")!.count, nodeAt(design(), "layers.attn")!.n_heads, useEditor.getState().title]).toEqual([9, 8, "Theirs"]);
    expect(news).toEqual([{ kind: "merged", author: "ola", own: false }]);
    await wait(800);
    expect(saves().at(-1)!.body).toEqual({ design: design(), revision: 8 });
    await saves().at(-1)!.answer(200, { revision: 9 });
    expect(save()).toBe("saved");
    undo();
    expect(design()).toEqual(mine);
  });

  it("asks where both changed the same, sends nothing meanwhile, and goes on with what was chosen", async () => {
    change(heads(writer(), 8));
    await refusedFor(heads(writer(), 2));
    expect([save(), saver.merged()!.clashes.map(({ id }) => id)]).toEqual(["conflict", ["param|layers.attn|n_heads"]]);
    await wait(60_000);
    expect(saves()).toHaveLength(1);
    saver.join(saver.merged({ "param|layers.attn|n_heads": "theirs" })!);
    expect([save(), saver.unsaved, nodeAt(design(), "layers.attn")!.n_heads, localStorage.length]).toEqual(["saved", false, 2, 0]);
    undo();
    expect(nodeAt(design(), "layers.attn")!.n_heads).toBe(8);
  });

  it("asks which title it shall be", async () => {
    useEditor.getState().set({ title: "Mine" });
    await refusedFor(writer(), "Theirs");
    expect(saver.merged()!.clashes).toEqual([{ id: "title||", kind: "title", path: "", attr: "", base: "Writer", mine: "Mine", theirs: "Theirs" }]);
    expect(saver.merged({ "title||": "theirs" })!.title).toBe("Theirs");
  });

  it("knows its own save again whose answer was lost", async () => {
    change(heads(writer(), 8));
    await wait(800);
    const lost = design();
    await saves()[0]!.drop();
    change(heads(writer(), 2));
    await wait(3000);
    await saves()[1]!.answer(409, refused("conflict"));
    await calls.at(-1)!.answer(200, { ...theirs(lost), current: { number: 2, n_parameters: 1, author: "ada" } });
    expect([save(), news, nodeAt(design(), "layers.attn")!.n_heads]).toEqual(["dirty", [], 2]);
  });

  it("takes what is on the server whole, if that is wanted", async () => {
    change(heads(writer(), 8));
    await refusedFor(heads(writer(), 2));
    void saver.takeTheirs();
    await settle();
    await calls.at(-1)!.answer(200, theirs(heads(writer(), 2)));
    expect([save(), saver.at, localStorage.length]).toEqual(["saved", 8, 0]);
  });
});

describe("what others saved", () => {
  const told = (): Call => calls.filter(({ path }) => path.endsWith("/revision/")).at(-1)!;
  it("appears within a quarter of a minute, or when the page is looked at", async () => {
    await wait(15_000);
    await told().answer(200, { revision: 8 });
    await calls.at(-1)!.answer(200, theirs(heads(writer(), 2)));
    expect([nodeAt(design(), "layers.attn")!.n_heads, save(), saver.at, news]).toEqual([2, "saved", 8, [{ kind: "theirs", author: "ola", own: false }]]);
    dispatchEvent(new Event("focus"));
    await settle();
    await told().answer(200, { revision: 8 });
    expect(calls.filter(({ path }) => path.endsWith("/d1/"))).toHaveLength(1);
  });

  it("is put together with what is not saved yet", async () => {
    change(setParam(writer(), "layers", "count", 9));
    dispatchEvent(new Event("focus"));
    await settle();
    await told().answer(200, { revision: 8 });
    await calls.at(-1)!.answer(200, theirs(heads(writer(), 2)));
    expect([nodeAt(design(), "layers")!.count, nodeAt(design(), "layers.attn")!.n_heads]).toEqual([9, 2]);
    await wait(800);
    expect(saves()[0]!.body.revision).toBe(8);
  });
});

describe("a session that ended", () => {
  it("keeps the work, sends nothing, and goes on after signing in", async () => {
    change(heads(writer(), 8));
    await wait(800);
    expect(saves()[0]!.headers["X-Person"]).toBe("a1");
    await saves()[0]!.answer(401, refused("not_authenticated"));
    change(heads(design(), 2));
    await wait(60_000);
    expect([save(), saves().length]).toEqual(["signedOut", 1]);
    saver.back();
    await settle();
    expect(saves()[1]!.body).toEqual({ design: design(), revision: 7 });
    await saves()[1]!.answer(200, { revision: 8 });
    expect(save()).toBe("saved");
  });

  it("says so when somebody else signed in", async () => {
    change(heads(writer(), 8));
    await wait(800);
    await saves()[0]!.answer(403, refused("other_person", "“ben” is signed in."));
    expect([save(), useEditor.getState().problem]).toEqual(["signedOut", "“ben” is signed in."]);
  });
});

it("tells since when the server is missed, tries less and less often, and counts from anew afterwards", async () => {
  change(heads(writer(), 8));
  await wait(800);
  const since = Date.now();
  await saves()[0]!.drop();
  for (const pause of [3000, 6000, 12_000, 24_000, 30_000, 30_000]) {
    await wait(pause);
    expect([save(), useEditor.getState().since]).toEqual(["offline", since]);
    await saves().at(-1)!.answer(503);
  }
  expect(saves()).toHaveLength(7);
  change(heads(design(), 2));
  await wait(30_000);
  await saves().at(-1)!.answer(200, { revision: 8 });
  expect([save(), useEditor.getState().since, localStorage.length]).toEqual(["saved", null, 0]);
});

describe("a draft", () => {
  it("is found by the next visit, put together with what the server has then, and dropped", async () => {
    change(heads(writer(), 8));
    open(9, setParam(writer(), "layers", "count", 9));
    const found = await saver.draft();
    saver.take(found!);
    expect([nodeAt(design(), "layers")!.count, nodeAt(design(), "layers.attn")!.n_heads]).toEqual([9, 8]);
    await wait(800);
    expect(saves()[0]!.body.revision).toBe(9);
    await saves()[0]!.answer(200, { revision: 10 });
    expect(localStorage).toHaveLength(0);
  });

  it("that reached the server after all is not offered", async () => {
    change(heads(writer(), 8));
    open(8, heads(writer(), 8));
    expect([await saver.draft(), localStorage.length]).toEqual([null, 0]);
  });

  it("of a save that had arrived clashes with nothing", async () => {
    change(heads(writer(), 8));
    await wait(800); // on its way, and the page is closed
    change(heads(design(), 2));
    open(8, heads(writer(), 8));
    saver.take((await saver.draft())!);
    expect([save(), nodeAt(design(), "layers.attn")!.n_heads]).toEqual(["dirty", 2]);
  });

  it("is nobody else's, and one window does not write over another's", async () => {
    change(heads(writer(), 8));
    const found = (person: string, id = "d1") => new Drafts(id, person).found();
    expect((await found("a1"))?.draft.design).toEqual(heads(writer(), 8));
    expect([await found("b1"), await found("a1", "d2")]).toEqual([null, null]);
    expect(await saver.draft()).toBeNull(); // one's own is no news
    expect(localStorage).toHaveLength(1);
  });

  it.each(["", "{", "null", "3", "[]", '{"revision": 7}', '{"revision": 7, "at": 1, "title": "x", "design": {"nodes": [1]}, "base": {}}'])("that cannot be read is none: %s", async (text) => {
    localStorage.setItem("slamdunk-draft-d1-old", text);
    expect([await saver.draft(), localStorage.length]).toEqual([null, 0]);
  });

  it("that cannot be kept is said once, and the work goes on", async () => {
    vi.spyOn(Storage.prototype, "setItem").mockImplementation(() => { throw new DOMException("full", "QuotaExceededError"); });
    change(heads(writer(), 8));
    change(heads(writer(), 2));
    expect([news, useEditor.getState().kept]).toEqual([[{ kind: "notKept" }], false]);
    await wait(800);
    await saves()[0]!.answer(200, { revision: 8 });
    expect(save()).toBe("saved");
  });
});
