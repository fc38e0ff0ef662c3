import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { watchRows } from "./live";

const card = (id: string, state: string, words: string) =>
  `<li data-live-corpus="${id}" data-state="${state}"><a class="main" href="/corpora/${id}/">${id}</a>${words}<progress max="1" value="0"></progress></li>`;
const pageOf = (...cards: string[]) => `<ul>${cards.join("")}</ul><form id="add"><input name="title"></form>`;
let rows: Record<string, { state: string; silent_s?: number; progress?: number }>;
let page: string;
let asked: string[];

function answer(path: string): Promise<Response> {
  asked.push(path);
  const id = /corpora\/(\w+)\//.exec(path)?.[1];
  return Promise.resolve(new Response(id ? JSON.stringify(rows[id]) : page));
}

beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal("fetch", vi.fn(answer));
  vi.stubGlobal("CSS", { escape: (text: string) => text });
  asked = [];
  rows = { a: { state: "working", progress: 0.5 }, b: { state: "working", progress: 0.25 } };
  document.body.innerHTML = pageOf(card("a", "working", "in work"), card("b", "working", "in work"), card("done", "ready", ""));
  watchRows();
});
afterEach(() => {
  vi.clearAllTimers();
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

const round = () => vi.advanceTimersByTimeAsync(2000);
const find = <E extends Element>(selector: string) => document.querySelector<E>(selector)!;

test("progress is painted, and what is settled is not asked for", async () => {
  await round();
  expect(find<HTMLProgressElement>("[data-live-corpus=a] progress").value).toBe(0.5);
  expect(asked).toEqual(["/api/v1/corpora/a/", "/api/v1/corpora/b/"]);
});

test("a machine that falls silent, and one that answers again, is a change too", async () => {
  rows.a = { state: "working", silent_s: 20 };
  page = pageOf(card("a", "silent", "no sign of life"), card("b", "working", "in work"));
  await round();
  expect(find("[data-live-corpus=a]").textContent).toContain("no sign of life");
  rows.a = { state: "working" };
  page = pageOf(card("a", "working", "in work"), card("b", "working", "in work"));
  await round();
  expect(find("[data-live-corpus=a]").textContent).not.toContain("no sign of life");
});

test("a change of state replaces one element: a form that is half filled in stays, and so does its focus", async () => {
  const input = find<HTMLInputElement>("input"), other = find("[data-live-corpus=b]");
  input.value = "My tales";
  input.focus();
  rows.a = { state: "ready" };
  page = pageOf(card("a", "ready", "<b>a text</b>"), card("b", "working", "in work"));
  await round();
  expect(find("[data-live-corpus=a]").textContent).toContain("a text");
  expect(find("[data-live-corpus=b]")).toBe(other);
  expect([find("input"), input.value, document.activeElement]).toEqual([input, "My tales", input]);
});

test("what came to another state is watched on, and settles", async () => {
  rows.a = { state: "waiting" };
  page = pageOf(card("a", "waiting", "waits"));
  await round();
  expect(find("[data-live-corpus=a]").textContent).toContain("waits");
  rows.a = { state: "failed" };
  page = pageOf(card("a", "failed", "failed"));
  await round();
  expect(find("[data-live-corpus=a]").textContent).toContain("failed");
  asked = [];
  await round();
  expect(asked).toEqual(["/api/v1/corpora/b/"]);
});

test("who was on a link in it is on the same link again", async () => {
  find<HTMLElement>("[data-live-corpus=a] a").focus();
  rows.a = { state: "ready" };
  page = pageOf(card("a", "ready", `<a href="/runs/new/">Train</a>`));
  await round();
  expect(document.activeElement).toBe(find("[data-live-corpus=a] a.main"));
});

test("what stands on another page of the list by now is asked for no more", async () => {
  rows.a = { state: "ready" };
  page = pageOf(card("b", "working", ""));
  await round();
  asked = [];
  await round();
  expect(asked).toEqual(["/api/v1/corpora/b/"]);
});
