/** What the site says about a run. */
export type RunState = "queued" | "preparing" | "training" | "stopping" | "stopped" | "interrupted" | "failed" | "completed";

export interface Run {
  id: string;
  title: string;
  state: RunState;
  corpus_title: string | null;
  tokenizer_title: string | null;
  fingerprint: string;
  /** Among the runs that wait for a device, 1 is next; null for one that does not. */
  position: number | null;
  queue_length: number | null;
  starts_in_s: number | null;
  waits_because: { code: string; detail: string } | null;
  made_room: boolean;
  /** The course for which it goes first. */
  demonstration: string | null;
  preparation: number | null;
  n_parameters: number | null;
  step: number;
  total_steps: number | null;
  tokens_seen: number;
  train_loss: number | null;
  val_loss: number | null;
  best_val_loss: number | null;
  tokens_per_s: number | null;
  eta_s: number | null;
  /** Seconds without a sign of life of the machine that trains it, if there were too many. */
  silent_s: number | null;
  trained_s: number;
  peak_memory_bytes: number | null;
  bits_per_byte: number | null;
  flops_per_token: number | null;
  device_use: Record<string, number | null> | null;
  last_seq: number;
  error: { code: string; values: Record<string, unknown>; detail: string } | null;
  config: Record<string, unknown>;
  start: { model: string; title: string } | null;
}

interface Named { title: string; url: string }

/** What the page knows besides: names and links that do not change while it is open. */
export interface RunPage {
  id: string;
  run: Run;
  mayEdit: boolean;
  /** Whether one may have the job folder, which holds the text. */
  mayTakeAway: boolean;
  /** That one run of this person may have on one machine. */
  mostDevices: number;
  architecture: string;
  architectureUrl: string | null;
  modelsUrl: string;
  runsUrl: string;
  queueUrl: string;
  /** The courses for which one may demonstrate a run. */
  teaches: { id: string; title: string }[];
  againUrl: string;
  startUrl: string | null;
  /** The way to this run's copy in MLflow, for those who may look there. */
  mlflowUrl: string | null;
  /** The run that this one tries again, and those that try this one again. */
  triedBefore: Named | null;
  triedAgain: Named[];
}

export const ENDED: ReadonlySet<RunState> = new Set(["stopped", "failed", "completed"]);
export const STOPPABLE: ReadonlySet<RunState> = new Set(["queued", "preparing", "training", "interrupted"]);
export const RESUMABLE: ReadonlySet<RunState> = new Set(["stopped", "failed"]);

/** The share of a run that is done; of one whose end is a time, not a number of steps, the share of its time. */
export function partOf(run: Pick<Run, "state" | "step" | "total_steps" | "eta_s" | "trained_s">): number {
  if (run.state === "completed") return 1;
  if (run.total_steps) return run.step / run.total_steps;
  return run.eta_s != null && run.trained_s > 0 ? run.trained_s / (run.trained_s + run.eta_s) : 0;
}
