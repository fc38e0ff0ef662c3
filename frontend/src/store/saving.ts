/** Saves the design as it changes: one request at a time, nothing lost when the server is away or was faster. */
import { ApiError, OfflineError, get, request } from "../shared/api";
import { readDesign } from "../graph/adding";
import type { Design, Report } from "../graph/types";
import { useEditor } from "./editor";

export interface Saved {
  id: string;
  title: string;
  revision: number;
  design: Design;
  current: { number: number; n_parameters: number | null } | null;
}

const SAVE_AFTER = 800; // milliseconds without a change
const CHECK_AFTER = 150;
const AGAIN_AFTER = 3000;
const address = (id: string): string => `/api/v1/architectures/${id}/`;
const draftKey = (id: string): string => `slamdunk-draft-${id}`;

interface Draft { revision: number; design: Design; title: string }

export class Saver {
  private kept: { design: Design; title: string };
  private timer = 0;
  private queue: Promise<void> = Promise.resolve();

  constructor(private readonly id: string, private revision: number) {
    const { design, title } = useEditor.getState();
    this.kept = { design, title };
  }

  /** Begin to follow the store; returns how to stop. */
  start(): () => void {
    const stop = useEditor.subscribe((now, before) => {
      if (now.design !== before.design || now.title !== before.title) this.changed();
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
    const { design, title } = useEditor.getState();
    return design !== this.kept.design || title !== this.kept.title;
  }

  private changed(): void {
    const { save, set, design, title, readOnly } = useEditor.getState();
    if (readOnly) return;
    if (!this.unsaved && save !== "saving") return this.settled();
    const draft: Draft = { revision: this.revision, design, title };
    try { localStorage.setItem(draftKey(this.id), JSON.stringify(draft)); } catch { /* a full store only costs the draft */ }
    if (save === "conflict") return;
    if (save !== "saving") set({ save: "dirty" });
    this.later(SAVE_AFTER);
  }

  private later(wait: number): void {
    clearTimeout(this.timer);
    this.timer = window.setTimeout(() => void this.flush(), wait);
  }

  /** Save now what is unsaved, after what is on its way; resolves when it is saved or cannot be. */
  flush(): Promise<void> {
    clearTimeout(this.timer);
    this.queue = this.queue.then(() => this.once());
    return this.queue;
  }

  private async once(): Promise<void> {
    if (!this.unsaved || useEditor.getState().save === "conflict") return;
    await this.send();
    if (this.unsaved && useEditor.getState().save === "saved") {
      useEditor.getState().set({ save: "dirty" });
      this.later(SAVE_AFTER);
    }
  }

  /** What is here is what the server has: by undoing, or by taking what it has. */
  private settled(): void {
    clearTimeout(this.timer);
    this.forgetDraft();
    if (useEditor.getState().save !== "saved") useEditor.getState().set({ save: "saved", problem: "" });
  }

  private async send(): Promise<void> {
    const { design, title, set } = useEditor.getState();
    set({ save: "saving" });
    const body: Record<string, unknown> = {};
    if (title !== this.kept.title) body.title = title;
    if (design !== this.kept.design) Object.assign(body, { design, revision: this.revision });
    try {
      const answer = await request<Saved>("PATCH", address(this.id), body);
      this.took("design" in body ? answer.revision : this.revision, design, title);
    } catch (error) {
      this.failed(error);
    }
  }

  private took(revision: number, design: Design, title: string): void {
    this.revision = revision;
    this.kept = { design, title };
    useEditor.getState().set({ save: "saved", problem: "" });
    if (!this.unsaved) this.forgetDraft();
  }

  private failed(error: unknown): void {
    const { set } = useEditor.getState();
    const code = error instanceof ApiError ? error.problems[0]?.code : "";
    if (code === "empty_canvas") return set({ save: "empty", problem: "" });
    if (error instanceof ApiError && error.status === 409) return set({ save: "conflict", problem: error.message });
    if (!this.unsaved) return this.settled(); // undone while it was on its way
    if (error instanceof ApiError && error.status < 500 && error.status !== 429) return set({ save: "refused", problem: error.message });
    if (!(error instanceof OfflineError || error instanceof ApiError)) console.error(error);
    set({ save: "offline" }); // whatever it was, the work is kept and tried again
    this.later(AGAIN_AFTER);
  }

  /** After a conflict: take what is on the server; what was here stays in the history, one undo away. */
  async takeTheirs(): Promise<void> {
    this.adopt(await get<Saved>(address(this.id)));
  }

  /** Take a state that the server has just told, as the saved one. */
  adopt(saved: Saved): void {
    this.revision = saved.revision;
    this.kept = { design: saved.design, title: saved.title };
    useEditor.getState().set({ design: saved.design, title: saved.title, save: "saved", problem: "" });
    this.settled();
  }

  get at(): number {
    return this.revision;
  }

  /** Work that an earlier visit could not save, if the server still has what it was made from. */
  draft(): Draft | null {
    try {
      const draft = JSON.parse(localStorage.getItem(draftKey(this.id)) ?? "null") as Draft | null;
      const sound = draft?.revision === this.revision && typeof draft.title === "string" && readDesign(JSON.stringify(draft.design));
      return sound ? { ...draft, design: sound } : null;
    } catch {
      return null;
    }
  }

  forgetDraft(): void {
    localStorage.removeItem(draftKey(this.id));
  }
}

/** Ask the server about every state of the design; answers that come late are dropped. */
export function startChecking(): () => void {
  let timer = 0, asked: AbortController | null = null;
  const check = async (design: Design): Promise<void> => {
    asked?.abort();
    const mine = (asked = new AbortController());
    useEditor.getState().set({ checking: true });
    try {
      const report = await request<Report>("POST", "/api/v1/architectures/validate/", { design }, mine.signal);
      if (!mine.signal.aborted) useEditor.getState().set({ report, checking: false });
    } catch {
      if (!mine.signal.aborted) useEditor.getState().set({ checking: false });
    }
  };
  const stop = useEditor.subscribe((now, before) => {
    if (now.design === before.design) return;
    clearTimeout(timer);
    timer = window.setTimeout(() => void check(now.design), CHECK_AFTER);
  });
  void check(useEditor.getState().design);
  return () => { stop(); clearTimeout(timer); asked?.abort(); };
}
