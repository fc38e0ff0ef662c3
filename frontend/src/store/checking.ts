/** Asks the server about the design as it changes: what is wrong with it, what it costs, and how large a batch fits. */
import type { Design, Report } from "../graph/types";
import { request } from "../shared/api";
import { useEditor } from "./editor";
import { useView, type Room } from "./view";

const LEAST = 40, MOST = 400; // milliseconds between two questions; as many as an answer takes, within these
const AGAIN_AFTER = 5000; // milliseconds after a question without an answer
const KEPT = 12; // answers, so that undoing and redoing shows them at once

interface Question { design: Design; room: Room | null }
interface Answer { question: Question; report: Report }

/** Places and notes change nothing about the model. */
const same = (a: Question, b: Question): boolean =>
  a.design.nodes === b.design.nodes && a.design.edges === b.design.edges && a.design.vars === b.design.vars && a.design.format === b.design.format && a.room === b.room;

/** Follow the store: the first change is asked about at once, those of a hurry together; what comes late is dropped. */
export class Checker {
  private asked: { question: Question; signal: AbortController } | null = null;
  private answers: Answer[] = [];
  private timer = 0;
  private last = -Infinity; // when it was asked
  private takes = LEAST; // milliseconds, from question to answer, of late

  start(): () => void {
    const stops = [
      useEditor.subscribe((now, before) => { if (now.design !== before.design) this.changed(); }),
      useView.subscribe((now, before) => { if (now.room !== before.room) this.changed(); }),
    ];
    const online = (): void => this.changed();
    addEventListener("online", online);
    this.changed();
    return () => { stops.forEach((stop) => stop()); removeEventListener("online", online); clearTimeout(this.timer); this.asked?.signal.abort(); };
  }

  private question(): Question {
    return { design: useEditor.getState().design, room: useView.getState().room };
  }

  private changed(): void {
    const question = this.question();
    if (this.asked && same(this.asked.question, question)) return;
    const known = this.answers.find((one) => same(one.question, question));
    this.asked?.signal.abort();
    this.asked = null;
    clearTimeout(this.timer);
    if (known) return useEditor.getState().set({ report: known.report, checking: false, waiting: false });
    const wait = this.last + Math.min(MOST, Math.max(LEAST, this.takes)) - performance.now();
    if (wait > 0) this.timer = window.setTimeout(() => void this.ask(this.question()), wait);
    else void this.ask(question);
  }

  private async ask(question: Question): Promise<void> {
    const signal = new AbortController(), { design, room } = question;
    this.asked = { question, signal };
    this.last = performance.now();
    useEditor.getState().set({ checking: true });
    let report: Report | null = null;
    try {
      report = await request<Report>("POST", "/api/v1/architectures/validate/", { design, room }, signal.signal);
    } catch { /* it is asked again; what was known stays */ }
    if (signal.signal.aborted) return;
    this.asked = null;
    if (!report) {
      this.timer = window.setTimeout(() => this.changed(), AGAIN_AFTER);
      return useEditor.getState().set({ checking: false, waiting: true });
    }
    this.takes = performance.now() - this.last;
    this.answers = [{ question, report }, ...this.answers].slice(0, KEPT);
    useEditor.getState().set({ report, checking: false, waiting: false });
  }
}

export const startChecking = (): (() => void) => new Checker().start();
