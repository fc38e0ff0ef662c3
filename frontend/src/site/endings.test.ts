import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { Endings } from "./endings";

const KEY = "runs.going-on.ada";
const rows: Record<string, { id: string; title: string; state: string }> = {};
let away: boolean;
let hidden: boolean;

beforeEach(() => {
  vi.useFakeTimers();
  localStorage.clear();
  document.title = "Models · SLaM Dunk";
  document.body.innerHTML = `<div id="toasts"></div><template id="words" data-run-completed="“{title}” is done." data-run-failed="“{title}” failed." data-run-stopped="“{title}” has stopped." data-runs-ended="Ended: {n}"></template>`;
  [away, hidden] = [false, false];
  vi.spyOn(document, "hidden", "get").mockImplementation(() => hidden);
  vi.stubGlobal("fetch", (path: string) => {
    if (away) return Promise.reject(new TypeError("no network"));
    const ids = new URL(path, location.origin).searchParams.get("ids")?.split(",") ?? [];
    return Promise.resolve(new Response(JSON.stringify({ runs: ids.flatMap((id) => rows[id] ?? []) })));
  });
  for (const id of ["a", "b", "c", "d"]) rows[id] = { id, title: id.toUpperCase(), state: "completed" };
});
afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
});

const toasts = () => [...document.querySelectorAll(".toast")].map((one) => `${one.textContent} ${one.getAttribute("href")}`);
const told = async (endings: Endings, ...ids: string[]) => {
  endings.take(Object.fromEntries(ids.map((id) => [id, "training"])));
  await vi.advanceTimersByTimeAsync(10);
};

test("what ends is told once, with its link", async () => {
  const endings = new Endings(KEY);
  await told(endings, "a", "b");
  rows.b!.state = "failed";
  await told(endings, "a");
  await told(endings, "a", "c");
  expect(toasts()).toEqual(["“B” failed. /runs/b/"]);
});

test("what ended between two pages is told on the next, and not again after a reload", async () => {
  await told(new Endings(KEY), "a");
  await told(new Endings(KEY));
  await told(new Endings(KEY));
  expect(toasts()).toEqual(["“A” is done. /runs/a/"]);
});

test("a tab that is not looked at marks its title and leaves the toast to the one that is", async () => {
  const other = new Endings(KEY), here = new Endings(KEY);
  await told(here, "a");
  hidden = true;
  await told(other);
  expect([document.title, toasts()]).toEqual(["✓ A · Models · SLaM Dunk", []]);
  hidden = false;
  await told(here);
  other.look();
  await vi.advanceTimersByTimeAsync(10);
  expect([document.title, toasts()]).toEqual(["Models · SLaM Dunk", ["“A” is done. /runs/a/"]]);
});

test("many at once are one toast; a deleted one is none", async () => {
  const endings = new Endings(KEY);
  await told(endings, "a", "b", "c", "d", "deleted");
  await told(endings);
  expect(toasts()).toEqual(["Ended: 4 /runs/"]);
});

test("without an answer it is told later", async () => {
  const endings = new Endings(KEY);
  await told(endings, "a");
  away = true;
  await told(endings);
  away = false;
  await vi.advanceTimersByTimeAsync(15_000);
  expect(toasts()).toEqual(["“A” is done. /runs/a/"]);
});
