/** Keeps the progress of listed runs and corpora up to date while something is going on. */
import { get } from "../shared/api";

const EVERY_MS = 2000;
const SETTLED = new Set(["completed", "failed", "stopped", "ready"]);
const PATHS = { "data-live-run": "runs", "data-live-corpus": "corpora" };

interface Row {
  state: string;
  /** Of a run: for how long its machine has given no sign of life. */
  silent_s?: number | null;
  progress?: number | null;
  step?: number;
  total_steps?: number | null;
  train_loss?: number | null;
  val_loss?: number | null;
}
interface Watched {
  selector: string;
  url: string;
}

function paint(element: HTMLElement, row: Row): void {
  const bar = element.querySelector<HTMLProgressElement>("progress");
  const part = row.total_steps ? (row.step ?? 0) / row.total_steps : (row.progress ?? 0);
  if (bar) bar.value = part * bar.max;
  for (const key of ["train_loss", "val_loss"] as const) {
    const cell = element.querySelector(`[data-field="${key}"]`);
    if (cell && row[key] != null) cell.textContent = row[key].toFixed(3);
  }
}

function watched(): Watched[] {
  return Object.entries(PATHS).flatMap(([name, path]) =>
    [...document.querySelectorAll<HTMLElement>(`[${name}]`)].filter((one) => !SETTLED.has(one.dataset.state ?? "")).map((one) => {
      const id = one.getAttribute(name) ?? "";
      return { selector: `[${name}="${CSS.escape(id)}"]`, url: `/api/v1/${path}/${id}/` };
    }),
  );
}

/** Read one row anew; the state that it has come to, if that is another one than the page shows. */
async function refresh({ selector, url }: Watched): Promise<[string, string] | null> {
  const row = await get<Row>(url);
  const element = document.querySelector<HTMLElement>(selector);
  const state = row.silent_s == null ? row.state : "silent";
  if (!element || state !== element.dataset.state) return [selector, state];
  paint(element, row);
  return null;
}

/** A change of state needs the site's words: take the elements out of the page as it is now, and leave all else alone. */
async function renew(changed: [string, string][]): Promise<void> {
  const answer = await fetch(location.pathname + location.search, { credentials: "same-origin", cache: "no-store" });
  if (!answer.ok || answer.redirected) return;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  for (const [selector, state] of changed) {
    const old = document.querySelector<HTMLElement>(selector);
    const fresh = page.querySelector<HTMLElement>(selector);
    if (old && fresh) put(fresh, old);
    else if (old) old.dataset.state = state; // it stands on another page of the list by now
  }
}

/** Put one element in another's place; who was on a link there is on the same one again. */
function put(fresh: HTMLElement, old: HTMLElement): void {
  const inside = old.contains(document.activeElement);
  const at = inside ? document.activeElement?.getAttribute("href") : null;
  old.replaceWith(fresh);
  const links = [...fresh.querySelectorAll<HTMLElement>("a[href]")];
  if (inside) (links.find((link) => link.getAttribute("href") === at) ?? links[0])?.focus({ preventScroll: true });
}

async function look(): Promise<void> {
  const rows = await Promise.all(watched().map((one) => refresh(one).catch(() => null))); // the next round tries again
  const changed = rows.filter((row) => row !== null);
  if (changed.length > 0) await renew(changed).catch(() => undefined);
}

export function watchRows(): void {
  if (watched().length === 0) return;
  setInterval(() => {
    if (!document.hidden) void look();
  }, EVERY_MS);
}
