/** Saves the design as it changes: one request at a time, nothing lost when the server is away or was faster. */
import type { Choices } from "../graph/merge";
import { same } from "../graph/merge-values";
import type { Design } from "../graph/types";
import { ApiError, OfflineError, get, request } from "../shared/api";
import { Drafts, type Found, type State } from "./drafts";
import { useEditor } from "./editor";
import { meeting, type Meeting } from "./meeting";

export interface Saved extends State {
  id: string;
  revision: number;
  current: { number: number; n_parameters: number | null; author?: string | null } | null;
}

export interface Person { id: string; name: string }

/** What a person should hear: theirs came in, both were put together, or this device keeps no drafts. */
export type News = { kind: "theirs" | "merged"; author: string; own: boolean } | { kind: "notKept" };

const SAVE_AFTER = 800; // milliseconds without a change
const AGAIN_AFTER = 3000, AGAIN_MOST = 30_000;
const ANSWER_WITHIN = 30_000; // milliseconds; then a request counts as lost
const MOST_SENT = 3; // states that may or may not have arrived
const address = (id: string): string => `/api/v1/architectures/${id}/`;
const now = useEditor.getState;
const here = (): State => { const { design, title } = now(); return { design, title }; };
const code = (error: unknown): string => (error instanceof ApiError ? (error.problems[0]?.code ?? "") : "");

export class Saver {
  tell: (news: News) => void = () => {};
  saved: (revision: number) => void = () => {}; // for the other windows of this browser
  private kept: State;
  private sent: readonly State[] = []; // on its way, or their answers were lost
  private theirs: Saved | null = null; // while somebody has to choose
  private sending = false;
  private timer = 0;
  private wait = AGAIN_AFTER;
  private queue: Promise<void> = Promise.resolve();
  private readonly drafts: Drafts;
  private deaf = false; // it was said that no drafts are kept

  constructor(private readonly id: string, private revision: number, readonly person: Person = { id: "", name: "" }) {
    this.kept = here();
    this.drafts = new Drafts(id, person.id);
  }

  /** Begin to follow the store; returns how to stop. */
  start(): () => void {
    const stop = useEditor.subscribe((after, before) => {
      if (after.design !== before.design || after.title !== before.title) this.changed();
    });
    const leave = (event: BeforeUnloadEvent): void => { if (this.unsaved) event.preventDefault(); };
    const online = (): void => void this.flush();
    addEventListener("beforeunload", leave);
    addEventListener("online", online);
    return () => {
      stop();
      clearTimeout(this.timer);
      removeEventListener("beforeunload", leave);
      removeEventListener("online", online);
    };
  }

  get unsaved(): boolean {
    const { design, title } = now();
    return design !== this.kept.design || title !== this.kept.title;
  }

  get at(): number {
    return this.revision;
  }

  /** Who saved what has to be chosen from. */
  get author(): string {
    return this.theirs?.current?.author ?? "";
  }

  private changed(): void {
    const { save, set, readOnly } = now();
    if (readOnly) return;
    if (!this.unsaved && !this.sending) return this.settled();
    this.keepDraft();
    if (save === "conflict" || save === "signedOut") return; // a person goes on with it
    if (save === "offline") return; // another try is due, and its wait is shown
    if (!this.sending) set({ save: "dirty" });
    this.later(SAVE_AFTER);
  }

  private keepDraft(): void {
    const kept = this.drafts.keep({ ...here(), revision: this.revision, base: this.kept, sent: this.sent });
    if (now().kept !== kept) now().set({ kept });
    if (!kept && !this.deaf) this.tell({ kind: "notKept" });
    this.deaf ||= !kept;
  }

  private later(wait: number): void {
    clearTimeout(this.timer);
    this.timer = window.setTimeout(() => void this.flush(), wait);
  }

  /** Save now what is unsaved, after what is on its way; resolves when it is saved or cannot be. */
  flush(): Promise<void> {
    clearTimeout(this.timer);
    return this.after(() => this.once());
  }

  private after(work: () => Promise<void>): Promise<void> {
    this.queue = this.queue.then(work);
    return this.queue;
  }

  private async once(): Promise<void> {
    if (!this.unsaved || ["conflict", "signedOut"].includes(now().save)) return;
    await this.send();
    if (this.unsaved && ["saved", "dirty"].includes(now().save)) {
      now().set({ save: "dirty" });
      this.later(SAVE_AFTER);
    }
  }

  /** What is here is what the server has: by undoing, or by taking what it has. */
  private settled(): void {
    clearTimeout(this.timer);
    this.drafts.forget();
    if (now().save !== "saved") now().set({ save: "saved", problem: "", since: null });
  }

  private async send(): Promise<void> {
    const { design, title } = here();
    const body: Record<string, unknown> = { revision: this.revision };
    if (title !== this.kept.title) body.title = title;
    if (design !== this.kept.design) body.design = design;
    if (now().save !== "offline") now().set({ save: "saving" });
    this.sending = true;
    this.sent = [...this.sent.filter((one) => one.design !== design), { design, title }].slice(-MOST_SENT);
    this.keepDraft();
    try {
      this.took(await this.ask<Saved>("PATCH", "", body), design, title);
    } catch (error) {
      await this.failed(error);
    } finally {
      this.sending = false;
    }
  }

  private ask<T>(method: string, path: string, body: Record<string, unknown>): Promise<T> {
    const held = new AbortController(), timer = window.setTimeout(() => held.abort(), ANSWER_WITHIN);
    const asked = request<T>(method, address(this.id) + path, body, held.signal, this.person.id ? { "X-Person": this.person.id } : {});
    return asked.catch((error: unknown) => { throw held.signal.aborted ? new OfflineError("no answer") : error; }).finally(() => clearTimeout(timer));
  }

  private took(answer: Saved, design: Design, title: string): void {
    const shown = answer.title ?? title; // the server takes out what cannot be seen
    this.revision = answer.revision;
    this.kept = { design, title: shown };
    this.sent = [];
    this.wait = AGAIN_AFTER;
    now().set({ save: "saved", problem: "", since: null, ...(now().title === title ? { title: shown } : {}) });
    if (!this.unsaved) this.drafts.forget();
    this.saved(this.revision);
  }

  private async failed(error: unknown): Promise<void> {
    const { set } = now();
    if (error instanceof ApiError && error.status < 500) this.sent = this.sent.slice(0, -1); // this one surely did not arrive
    if (code(error) === "empty_canvas") return set({ save: "empty", problem: "" });
    if (error instanceof ApiError && error.status === 409) return this.meetNewest();
    if (!this.unsaved) return this.settled(); // undone while it was on its way
    if (error instanceof ApiError && error.status === 401) return set({ save: "signedOut", problem: "" });
    if (code(error) === "other_person") return set({ save: "signedOut", problem: (error as ApiError).message });
    if (error instanceof ApiError && error.status < 500 && error.status !== 429) return set({ save: "refused", problem: error.message });
    if (!(error instanceof OfflineError || error instanceof ApiError)) console.error(error);
    this.away(); // whatever it was, the work is kept and tried again
  }

  private away(): void {
    now().set({ save: "offline", since: now().since ?? Date.now() });
    this.later(this.wait);
    this.wait = Math.min(2 * this.wait, AGAIN_MOST);
  }

  /** After signing in again: go on where it stopped. */
  back(): void {
    if (now().save !== "signedOut") return;
    now().set({ save: "dirty", problem: "" });
    void this.flush();
  }

  /** See whether the server has a newer state, and take it in. Without an answer nothing happens. */
  async look(revision?: number): Promise<void> {
    try {
      const newest = revision ?? (await get<{ revision: number }>(`${address(this.id)}revision/`)).revision;
      if (newest <= this.revision) return;
      const theirs = await get<Saved>(address(this.id));
      await this.after(async () => { if (theirs.revision > this.revision && now().save !== "conflict") this.meet(theirs); });
    } catch { /* the next save says what is wrong */ }
  }

  private async meetNewest(): Promise<void> {
    try {
      this.meet(await get<Saved>(address(this.id)));
    } catch (error) {
      if (error instanceof ApiError && error.status < 500) return this.failed(error);
      this.away();
    }
  }

  /** Put what the server has and what is here together; where that cannot be, a person is asked. */
  private meet(theirs: Saved): void {
    const arrived = this.sent.find((one) => same(one, { design: theirs.design, title: theirs.title }));
    this.kept = arrived ?? this.kept;
    this.sent = [];
    this.theirs = theirs;
    const made = this.merged()!;
    if (made.clashes.length) return now().set({ save: "conflict", problem: "", since: null });
    this.join(made);
  }

  /** Both states in one, by what was chosen; null while there is nothing to put together. */
  merged(choices: Choices = {}): Meeting | null {
    const { registry } = now();
    const takesMany = (type: string): boolean => registry[type]?.inputs[0]?.many ?? true;
    return this.theirs && meeting(this.kept, here(), this.theirs, { choices, takesMany });
  }

  /** Go on with a state made of both; it is one step of the history. */
  join(made: State): void {
    const theirs = this.theirs!, hadMine = this.unsaved, [before, number] = [this.kept, this.revision];
    this.theirs = null;
    this.revision = theirs.revision;
    this.kept = { design: theirs.design, title: theirs.title };
    const design = same(made.design, theirs.design) ? theirs.design : made.design;
    if (["conflict", "offline"].includes(now().save)) now().set({ save: "dirty", problem: "", since: null });
    now().set({ design, title: made.title });
    this.changed();
    const author = theirs.current?.author ?? "", news = !same(before, this.kept) && theirs.revision > number;
    if (news) this.tell({ kind: hadMine ? "merged" : "theirs", author, own: author === this.person.name });
  }

  /** After a conflict: take what is on the server; what was here stays in the history, one undo away. */
  async takeTheirs(): Promise<void> {
    this.adopt(await get<Saved>(address(this.id)));
  }

  /** Take a state that the server has just told, as the saved one. */
  adopt(saved: Saved): void {
    this.theirs = null;
    this.sent = [];
    this.revision = saved.revision;
    this.kept = { design: saved.design, title: saved.title };
    now().set({ design: saved.design, title: saved.title, save: "saved", problem: "", since: null });
    this.settled();
    this.saved(this.revision);
  }

  /** Make an older version the newest one; what was here is one undo away. */
  async restore(number: number): Promise<void> {
    await this.look(); // what others saved meanwhile stays in the history too
    this.adopt(await this.ask<Saved>("POST", `versions/${number}/restore/`, { revision: this.revision }));
  }

  /** Work that an earlier visit could not save, unless the server has it after all. */
  async draft(): Promise<Found | null> {
    for (let found = await this.drafts.found(); found; found = await this.drafts.found()) {
      if (!same({ design: found.draft.design, title: found.draft.title }, this.kept)) return found;
      found.forget();
    }
    return null;
  }

  /** Take up such work: it is put together with what the server has now. */
  take({ draft, forget }: Found): void {
    const theirs: Saved = { id: this.id, ...this.kept, revision: this.revision, current: null };
    this.kept = draft.base;
    this.sent = draft.sent;
    now().set({ design: draft.design, title: draft.title });
    this.meet(theirs);
    forget();
  }
}
