/**
 * Tells of the end of one's own runs on every page: in the tab that is looked at, once; a tab that is not looked at
 * marks its title. What this browser knew to be going on is kept, so that nothing is missed from page to page.
 */
import { get } from "../shared/api";
import { followOwnRuns, onOwnRuns, type OwnRuns } from "./own-runs";
import { toast } from "./toast";

/** How a run has ended, in one character of a tab's title. */
export const MARKS: Readonly<Record<string, string>> = { completed: "✓", failed: "✗", stopped: "■" };
const MOST_NAMED = 3, MOST_ASKED = 100, RETRY_MS = 15_000;

interface Ended { id: string; title: string; state: string }

const word = (name: string): string => document.getElementById("words")?.dataset[name] ?? "";

export function tellEndings(): void {
  const me = document.getElementById("words")?.dataset.me;
  if (!me) return;
  const endings = new Endings(`runs.going-on.${me}`);
  onOwnRuns((runs) => endings.take(runs));
  document.addEventListener("visibilitychange", () => endings.look());
  followOwnRuns();
}

export class Endings {
  private runs: OwnRuns | null = null;
  private working: Promise<void> = Promise.resolve();
  private title: { before: string; marked: string } | null = null;

  constructor(private readonly key: string) {}

  take(runs: OwnRuns): void {
    this.runs = runs;
    this.look();
  }

  /** See what has ended since this browser last knew. */
  look(): void {
    this.working = this.working.then(() => this.settle()).catch(() => void setTimeout(() => this.look(), RETRY_MS));
  }

  private async settle(): Promise<void> {
    if (!this.runs) return;
    const runs = this.runs;
    const gone = this.known().filter((id) => !(id in runs)).slice(0, MOST_ASKED);
    const rows = gone.length ? (await get<{ runs: Ended[] }>(`/api/v1/runs/live/?ids=${gone.join()}`)).runs : [];
    const elsewhere = rows.filter(({ id, state }) => state in MARKS && location.pathname !== `/runs/${id}/`); // its own page tells it
    if (document.hidden) {
      this.keep([...new Set([...this.known(), ...Object.keys(runs)])]);
      return this.mark(elsewhere);
    }
    this.unmark();
    const untold = new Set(this.known()); // another tab may have told meanwhile
    this.keep([...[...untold].filter((id) => !(id in runs) && !gone.includes(id)), ...Object.keys(runs)]);
    tell(elsewhere.filter(({ id }) => untold.has(id)));
  }

  private known(): string[] {
    try {
      const kept: unknown = JSON.parse(localStorage.getItem(this.key) ?? "[]");
      return Array.isArray(kept) ? kept.filter((id): id is string => typeof id === "string") : [];
    } catch {
      return []; // storage is off, or holds something else
    }
  }

  private keep(ids: string[]): void {
    try {
      localStorage.setItem(this.key, JSON.stringify(ids));
    } catch {
      // Storage is off: ends are told only on the run's own page.
    }
  }

  private mark(ended: Ended[]): void {
    const newest = ended.at(-1);
    if (!newest) return;
    const before = this.title?.before ?? document.title;
    this.title = { before, marked: `${MARKS[newest.state] ?? ""} ${newest.title} · ${before}` };
    document.title = this.title.marked;
  }

  private unmark(): void {
    if (this.title && document.title === this.title.marked) document.title = this.title.before;
    this.title = null;
  }
}

/** A toast for each that has ended; one for all when they are many, as at the end of a search. */
function tell(ended: Ended[]): void {
  if (ended.length > MOST_NAMED) {
    toast(word("runsEnded").replace("{n}", String(ended.length)), "news", "/runs/");
    return;
  }
  for (const run of ended) toast(endedWords(run), run.state === "failed" ? "error" : "news", `/runs/${run.id}/`);
}

/** What is said of a run that has ended. */
export function endedWords({ title, state }: { title: string; state: string }): string {
  return word(`run${state.charAt(0).toUpperCase()}${state.slice(1)}`).replace("{title}", () => title);
}
