/** Keeps the progress of listed runs and corpora up to date while something is going on. */
import { get } from "../shared/api";

const EVERY_MS = 2000;
const SETTLED = new Set(["completed", "failed", "stopped", "ready"]);

interface Row {
  state: string;
  progress?: number | null;
  step?: number;
  total_steps?: number | null;
  train_loss?: number | null;
  val_loss?: number | null;
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

/** Read one row anew; a change of state needs words in the person's language, so the page is loaded again. */
async function refresh(element: HTMLElement, url: string): Promise<void> {
  const row = await get<Row>(url);
  if (row.state !== element.dataset.state) return location.reload();
  paint(element, row);
}

export function watchRows(): void {
  const watched: [HTMLElement, string][] = [];
  for (const [name, path] of [["live-run", "runs"], ["live-corpus", "corpora"]] as const) {
    for (const element of document.querySelectorAll<HTMLElement>(`[data-${name}]`)) {
      const id = element.getAttribute(`data-${name}`) ?? "";
      if (!SETTLED.has(element.dataset.state ?? "")) watched.push([element, `/api/v1/${path}/${id}/`]);
    }
  }
  if (watched.length === 0) return;
  const busy = () => document.hidden || document.querySelector("dialog[open], :focus:is(input, textarea)");
  setInterval(() => {
    if (busy()) return;
    for (const [element, url] of watched) refresh(element, url).catch(() => undefined); // the next round tries again
  }, EVERY_MS);
}
