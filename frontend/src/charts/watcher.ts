/**
 * Everything a run page shows: curves in short first, then what was said, then what comes live.
 * Curves are never read event by event, so a run of a million points opens as fast as one of a thousand.
 */
import { get } from "../shared/api";
import { appended, backTo, NO_CURVE, overSteps, withPart, type Curve } from "./curves";
import { EMPTY, type EventLog, type RunEvent } from "./events";
import { RunFeed, type Link } from "./feed";

export interface Watched<R> {
  run: R | null;
  link: Link;
  /** Why the site tells nothing more of the run, in its own words. */
  refusal: string;
  log: EventLog;
  metric: Curve;
  evals: Curve;
  norms: Curve;
  device: Curve;
  /** The last metric as it was told. */
  latest: RunEvent | null;
  loaded: boolean;
}
interface Answer {
  last_seq: number;
  steps_per_point: number;
  series: Partial<Record<"metric" | "eval" | "norms", Curve>>;
  latest: RunEvent | null;
}
interface Events {
  events: RunEvent[];
  last_seq: number;
}

const POINTS = 800, NORM_POINTS = 200;
const LIVE_POINTS = 3000; // told since the curves were read; then they are read in short again
const TALK = "state,log,sample,checkpoint,diagnosis,resume,plan";
const RETRY_MS = 3000, DEVICE_MS = 6000, ZOOM_MS = 150;

/** Steps from `start` to `stop`, both included, as the site is asked for them. */
const queryOf = (start: number, stop: number): string => `&start=${Math.max(0, Math.floor(start))}&stop=${Math.max(1, Math.ceil(stop) + 1)}`;

export class RunWatcher<R extends { state: string; last_seq: number }> {
  private state: Watched<R> = { run: null, link: "connecting", refusal: "", log: EMPTY, metric: NO_CURVE, evals: NO_CURVE, norms: NO_CURVE, device: NO_CURVE, latest: null, loaded: false };
  private feed: RunFeed<R> | null = null;
  private seen = 0; // the last event that is in the curves
  private since = 0; // points told since the curves were read
  private zoom: readonly [number, number] | null = null;
  private closed = false;
  private readonly timers = new Set<ReturnType<typeof setTimeout>>();

  constructor(
    private readonly id: string,
    private readonly changed: (state: Watched<R>) => void,
  ) {}

  start(): void {
    void this.open();
    void this.readDevice();
  }

  stop(): void {
    this.closed = true;
    this.feed?.stop();
    for (const timer of this.timers) clearTimeout(timer);
  }

  /** Show a part of the run as finely as the whole; null for the whole again. Steps. */
  show(zoom: readonly [number, number] | null): void {
    this.zoom = zoom;
    if (zoom) this.later(ZOOM_MS, () => void this.readPart(zoom));
  }

  private set(change: Partial<Watched<R>>): void {
    if (this.closed) return;
    this.state = { ...this.state, ...change };
    this.changed(this.state);
  }

  private async open(): Promise<void> {
    try {
      const last = await this.readWhole();
      const events = await this.readTalk(last);
      this.set({ log: { last, events }, loaded: true });
    } catch {
      this.set({ link: "stale" });
      this.later(RETRY_MS, () => void this.open());
      return;
    }
    if (this.closed) return;
    this.feed = new RunFeed<R>(this.id, ({ log, run, link, refusal }) => this.take(log, run, { link, refusal }), this.state.log);
    this.feed.start();
  }

  private async readWhole(): Promise<number> {
    const [curves, norms] = await Promise.all(this.curves());
    this.seen = curves.last_seq;
    this.since = 0;
    this.set({ metric: curves.series.metric ?? NO_CURVE, evals: curves.series.eval ?? NO_CURVE, norms: norms.series.norms ?? NO_CURVE, latest: curves.latest });
    return curves.last_seq;
  }

  /** The curves in short, and the norms in shorter: there are many of them. `part` is a query that names steps. */
  private curves(part = ""): [Promise<Answer>, Promise<Answer>] {
    const path = `/api/v1/runs/${this.id}/metrics/`;
    return [get<Answer>(`${path}?points=${POINTS}${part}`), get<Answer>(`${path}?points=${NORM_POINTS}&series=norms${part}`)];
  }

  private device(part = ""): Promise<Curve> {
    return get<Curve>(`/api/v1/runs/${this.id}/device-use/${part && `?${part.slice(1)}`}`).then(overSteps);
  }

  /** What was said up to event `last`: all but the points of curves. */
  private async readTalk(last: number): Promise<RunEvent[]> {
    const said: RunEvent[] = [];
    for (let after = 0, more = true; more && !this.closed; ) {
      const page = await get<Events>(`/api/v1/runs/${this.id}/events/?after=${after}&types=${TALK}`);
      said.push(...page.events.filter((event) => event.seq <= last));
      more = page.last_seq > after && page.last_seq < last;
      after = page.last_seq;
    }
    return said;
  }

  private async readPart([start, stop]: readonly [number, number]): Promise<void> {
    if (this.zoom?.[0] !== start || this.zoom[1] !== stop) return; // another part is looked at by now
    const query = queryOf(start, stop);
    try {
      const [part, norms, device] = await Promise.all([...this.curves(query), this.device(query)]);
      const { state } = this;
      this.set({ metric: withPart(state.metric, part.series.metric ?? NO_CURVE), evals: withPart(state.evals, part.series.eval ?? NO_CURVE), norms: withPart(state.norms, norms.series.norms ?? NO_CURVE), device: withPart(state.device, device) });
    } catch {
      // The coarse curves stay; the feed says if the site is away.
    }
  }

  /** News: points join the curves, a resume takes them back, the rest is only kept. */
  private take(log: EventLog, run: R | null, standing: Pick<Watched<R>, "link" | "refusal">): void {
    const fresh = log.last > this.seen ? log.events.filter((event) => event.seq > this.seen) : [];
    this.seen = Math.max(this.seen, log.last);
    let { metric, evals, norms, latest } = this.state;
    for (const resume of fresh.filter((event) => event.type === "resume")) {
      [metric, evals, norms] = [backTo(metric, resume.step ?? 0), backTo(evals, resume.step ?? 0), backTo(norms, resume.step ?? 0)];
    }
    const of = (type: string): RunEvent[] => fresh.filter((event) => event.type === type);
    metric = appended(metric, of("metric"));
    this.since += of("metric").length;
    this.set({ log, ...standing, run: run ?? this.state.run, metric, evals: appended(evals, of("eval")), norms: appended(norms, of("norms")), latest: of("metric").at(-1) ?? latest });
    if (fresh.some((event) => event.type === "resume") || this.since > LIVE_POINTS) this.readAgain();
  }

  private readAgain(): void {
    const before = this.seen;
    this.since = 0;
    this.readWhole().then((last) => {
      const missed = this.state.log.events.filter((event) => event.seq > last && event.seq <= Math.max(before, this.state.log.last));
      this.seen = Math.max(last, this.state.log.last);
      const of = (type: string): RunEvent[] => missed.filter((event) => event.type === type);
      this.set({ metric: appended(this.state.metric, of("metric")), evals: appended(this.state.evals, of("eval")), norms: appended(this.state.norms, of("norms")) });
      if (this.zoom) void this.readPart(this.zoom);
    }).catch(() => undefined); // what came live is there all the same
  }

  private async readDevice(): Promise<void> {
    try {
      const [whole, part] = await Promise.all([this.device(), this.zoom ? this.device(queryOf(...this.zoom)) : NO_CURVE]);
      this.set({ device: withPart(whole, part) });
    } catch {
      // The next round tries again.
    }
    const ended = ["completed", "failed", "stopped"].includes(this.state.run?.state ?? "");
    if (!this.closed && this.state.link !== "refused") this.later(ended ? 10 * DEVICE_MS : DEVICE_MS, () => void this.readDevice());
  }

  private later(ms: number, work: () => void): void {
    const timer = setTimeout(() => {
      this.timers.delete(timer);
      if (!this.closed) work();
    }, ms);
    this.timers.add(timer);
  }
}
