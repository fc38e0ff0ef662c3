/** Follows a run: a socket that resumes by number, with REST as the fallback and as the filler of gaps. */
import { get } from "../shared/api";
import { socketUrl } from "../shared/page";
import { append, EMPTY, type EventLog, type RunEvent } from "./events";

const SILENT_MS = 15_000; // three heartbeats missed
const FIRST_RETRY_MS = 500;
const LONGEST_RETRY_MS = 15_000;
const POLL_MS = 3000;
const REFUSED = 4404; // the code with which the site closes what it will not open again

export type Link = "connecting" | "live" | "polling" | "stale" | "refused";
export interface FeedState<R> {
  log: EventLog;
  run: R | null;
  link: Link;
  /** Why the site tells nothing more of the run, in its own words. */
  refusal: string;
}
interface Message<R> {
  type: string;
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
  private socket: WebSocket | null = null;
  private retry = FIRST_RETRY_MS;
  private heard = Date.now();
  private filling = false;
  private closed = false;
  private readonly timers = new Set<ReturnType<typeof setTimeout>>();

  constructor(
    private readonly id: string,
    private readonly changed: (state: FeedState<R>) => void,
    known: EventLog = EMPTY,
  ) {
    this.state = { log: known, run: null, link: "connecting", refusal: "" };
  }

  start(): void {
    void this.fill();
    this.connect();
    this.every(POLL_MS, () => this.check());
  }

  stop(): void {
    this.end();
    this.socket?.close();
  }

  private end(): void {
    this.closed = true;
    for (const timer of this.timers) clearTimeout(timer);
  }

  private set(change: Partial<FeedState<R>>): void {
    if (this.closed) return;
    this.state = { ...this.state, ...change };
    this.changed(this.state);
  }

  private connect(): void {
    if (this.closed) return;
    const socket = new WebSocket(socketUrl(`/ws/runs/${this.id}/?after=${this.state.log.last}`));
    this.socket = socket;
    socket.onmessage = (event) => this.receive(JSON.parse(String(event.data)) as Message<R>);
    socket.onclose = ({ code }) => {
      if (this.closed || this.socket !== socket) return;
      if (code === REFUSED) {
        this.set({ link: "refused" });
        return this.end();
      }
      this.later(this.retry * (0.75 + Math.random() / 2), () => this.connect());
      this.retry = Math.min(this.retry * 2, LONGEST_RETRY_MS);
    };
  }

  private receive(message: Message<R>): void {
    this.heard = Date.now();
    if (message.type === "error") return this.set({ refusal: message.detail ?? "" });
    this.retry = FIRST_RETRY_MS;
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
      if (this.socket?.readyState !== WebSocket.OPEN) this.set({ link: "polling" });
      this.heard = Date.now();
    } catch {
      this.set({ link: "stale" }); // check() tries again
    } finally {
      this.filling = false;
    }
  }

  /** Where the socket is silent, poll; where nothing answers, say so. */
  private check(): void {
    const silent = Date.now() - this.heard > SILENT_MS;
    if (silent && this.socket?.readyState === WebSocket.OPEN) this.socket.close();
    if (silent) this.set({ link: "stale" });
    if (silent || this.socket?.readyState !== WebSocket.OPEN) void this.poll();
  }

  private async poll(): Promise<void> {
    await this.fill();
    try {
      this.set({ run: await get<R>(`/api/v1/runs/${this.id}/`) });
    } catch {
      this.set({ link: "stale" });
    }
  }

  private later(ms: number, work: () => void): void {
    const timer = setTimeout(() => {
      this.timers.delete(timer);
      work();
    }, ms);
    this.timers.add(timer);
  }

  private every(ms: number, work: () => void): void {
    this.later(ms, () => {
      work();
      this.every(ms, work);
    });
  }
}
