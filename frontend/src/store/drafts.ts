/** Work that is not on the server yet, kept on the device: one draft a window, so that two windows never write over each other. */
import { readDesign } from "../graph/adding";
import type { Design } from "../graph/types";

export interface State { design: Design; title: string }

export interface Draft extends State {
  person: string; // whose work it is: a shared device shows it to nobody else
  revision: number;
  base: State; // what it was made from
  sent: readonly State[]; // what was on its way to the server, and may have arrived
  at: number; // ms since 1970
}

export interface Found { draft: Draft; forget: () => void }

const OLDEST = 60 * 24 * 3600 * 1000; // milliseconds; then a draft is dropped
const start = (id: string): string => `slamdunk-draft-${id}-`;
const lockOf = (key: string): string => `lock-${key}`;

export class Drafts {
  private readonly key: string;

  constructor(private readonly id: string, private readonly person: string) {
    this.key = start(id) + Math.random().toString(36).slice(2, 10);
    // As long as this window lives, others do not offer its draft as lost.
    void navigator.locks?.request(lockOf(this.key), () => new Promise(() => {})).catch(() => {});
  }

  /** Whether it could be kept: a store may be full, or closed. */
  keep(draft: Omit<Draft, "person" | "at">): boolean {
    try {
      localStorage.setItem(this.key, JSON.stringify({ ...draft, person: this.person, at: Date.now() }));
      return true;
    } catch {
      this.forget(); // half of the truth would be offered later as the whole
      return false;
    }
  }

  forget(key = this.key): void {
    try { localStorage.removeItem(key); } catch { /* a closed store holds nothing */ }
  }

  /** The newest draft that a window which is gone has left for this design and person. */
  async found(): Promise<Found | null> {
    const alive = await living();
    const left = this.keys().filter((key) => key !== this.key && !alive.has(lockOf(key))).flatMap((key) => {
      const draft = read(key);
      if (!draft || Date.now() - draft.at > OLDEST) this.forget(key);
      return draft?.person === this.person ? [{ draft, forget: () => this.forget(key) }] : [];
    });
    return left.sort((a, b) => b.draft.at - a.draft.at)[0] ?? null;
  }

  private keys(): string[] {
    try {
      return Object.keys(localStorage).filter((key) => key.startsWith(start(this.id)));
    } catch {
      return [];
    }
  }
}

async function living(): Promise<Set<string>> {
  const held = await navigator.locks?.query().catch(() => null);
  return new Set(held?.held?.map(({ name = "" }) => name));
}

const state = (value: unknown): State | null => {
  const { title, design } = (value ?? {}) as Partial<State>;
  const sound = typeof title === "string" && design ? readDesign(JSON.stringify(design)) : null;
  return sound && { title: title as string, design: sound };
};

function read(key: string): Draft | null {
  try {
    const held = JSON.parse(localStorage.getItem(key) ?? "null") as Draft | null;
    const [mine, base] = [state(held), state(held?.base)];
    if (!held || !mine || !base || !Number.isInteger(held.revision) || typeof held.at !== "number") return null;
    return { ...mine, base, sent: Array.isArray(held.sent) ? held.sent.flatMap((one) => state(one) ?? []) : [], person: String(held.person), revision: held.revision, at: held.at };
  } catch {
    return null;
  }
}
