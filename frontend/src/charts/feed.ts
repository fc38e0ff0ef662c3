/** Follows a run: a socket that resumes by number, with REST as the fallback and as the filler of gaps. */
import { get } from "../shared/api";
import { Line, type Message } from "../shared/line";
import { append, EMPTY, type EventLog, type RunEvent } from "./events";

const PATIENCE = { first: 500, longest: 15_000, silent: 15_000 }; // silent: three heartbeats missed
const POLL_MS = 3000;

export type Link = "connecting" | "live" | "polling" | "stale" | "refused";
export interface FeedState<R> {
  log: EventLog;
  run: R | null;
  link: Link;
  /** Why the site tells nothing more of the run, in its own words. */
  refusal: string;
}
interface Told<R> extends Message {
  detail?: string;
  events?: RunEvent[];
  run?: R;
  seq?: number;
}
interface EventsPage<R> {
  events?: RunEvent[];
  results?: RunEvent[];
  run?: R;
}

export class RunFeed<R extends { state: string }> {
  private state: FeedState<R>;
  private readonly line: Line<Told<R>>;
  private filling = false;
  private closed = false;
  private timer: ReturnType<typeof setInterval> | undefined;

  constructor(
    private readonly id: string,
    private readonly changed: (state: FeedState<R>) => void,
    known: EventLog = EMPTY,
  ) {
    this.state = { log: known, run: null, link: "connecting", refusal: "" };
    const path = (): string => `/ws/runs/${this.id}/?after=${this.state.log.last}`;
    this.line = new Line(path, { message: (told) => this.receive(told), refused: () => this.refused() }, PATIENCE);
  }

  start(): void {
    void this.fill();
    this.line.open();
    this.timer = setInterval(() => this.check(), POLL_MS);
  }

  stop(): void {
    this.closed = true;
    clearInterval(this.timer);
    this.line.end();
  }

  private refused(): void {
    this.set({ link: "refused" });
    this.stop();
  }

  private set(change: Partial<FeedState<R>>): void {
    if (this.closed) return;
    this.state = { ...this.state, ...change };
    this.changed(this.state);
  }

  private receive(message: Told<R>): void {
    if (message.type === "error") return this.set({ refusal: message.detail ?? "" });
    if (message.type === "events") {
      const events = message.events ?? [];
      const first = events[0]?.seq ?? this.state.log.last + 1;
      this.take(events, first - 1, message.run);
      this.set({ link: "live" });
    } else if (message.type === "heartbeat") {
      this.set({ link: "live" });
      if ((message.seq ?? 0) > this.state.log.last) void this.fill();
    }
  }

  private take(events: RunEvent[], after: number, run: R | undefined): void {
    const log = append(this.state.log, events, after);
    if (log === null) void this.fill();
    else this.set(run ? { log, run } : { log });
  }

  /** Ask REST for everything after what is known, page by page. */
  private async fill(): Promise<void> {
    if (this.filling || this.closed) return;
    this.filling = true;
    try {
      for (let more = true; more && !this.closed; ) {
        const after = this.state.log.last;
        const page = await get<EventsPage<R>>(`/api/v1/runs/${this.id}/events/?after=${after}`);
        this.take(page.events ?? page.results ?? [], after, page.run);
        more = this.state.log.last > after;
      }
      if (!this.line.isOpen) this.set({ link: "polling" });
      this.line.heard();
    } catch {
      this.set({ link: "stale" }); // check() tries again
    } finally {
      this.filling = false;
    }
  }

  /** Where the socket is silent, poll; where nothing answers, say so. */
  private check(): void {
    const silent = this.line.isSilent;
    if (silent) this.set({ link: "stale" });
    if (silent || !this.line.isOpen) void this.poll();
    if (silent && this.line.isOpen) this.line.hangUp();
  }

  private async poll(): Promise<void> {
    await this.fill();
    try {
      this.set({ run: await get<R>(`/api/v1/runs/${this.id}/`) });
    } catch {
      this.set({ link: "stale" });
    }
  }
}
