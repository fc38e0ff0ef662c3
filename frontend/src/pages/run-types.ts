/** What the site says about a run. */
export type RunState = "queued" | "preparing" | "training" | "stopping" | "stopped" | "interrupted" | "failed" | "completed";

export interface Run {
  id: string;
  title: string;
  state: RunState;
  corpus_title: string | null;
  tokenizer_title: string | null;
  queue_position: number | null;
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
  trained_s: number;
  peak_memory_bytes: number | null;
  error: { code: string; values: Record<string, unknown>; detail: string } | null;
  config: Record<string, unknown>;
  start: { model: string; title: string } | null;
}

/** What the page knows besides: names and links that do not change while it is open. */
export interface RunPage {
  id: string;
  run: Run;
  mayEdit: boolean;
  architecture: string;
  architectureUrl: string | null;
  modelsUrl: string;
  runsUrl: string;
  againUrl: string;
  startUrl: string | null;
}

export const ENDED: ReadonlySet<RunState> = new Set(["stopped", "failed", "completed"]);
export const STOPPABLE: ReadonlySet<RunState> = new Set(["queued", "preparing", "training", "interrupted"]);
export const RESUMABLE: ReadonlySet<RunState> = new Set(["stopped", "failed"]);
