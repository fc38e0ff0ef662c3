/** What `/api/v1/queue/` tells. Of a run that one may not see, `id`, `title` and `owner` are null. */
import type { RunState } from "../pages/run-types";

export interface Queued {
  id: string | null;
  title: string | null;
  owner: string | null;
  is_mine: boolean;
  state: RunState;
  demonstration: boolean;
  made_room: boolean;
}

export interface Running extends Queued {
  host: string;
  devices: string[];
  making_room: boolean;
  silent_s: number | null;
  step: number;
  total_steps: number | null;
  eta_s: number | null;
  trained_s: number;
}

export interface WaitingRun extends Queued {
  position: number | null;
  starts_in_s: number | null;
  waits_because: { code: string; detail: string } | null;
  may_go_first: boolean;
}

export interface Host {
  id: string;
  name: string;
  alive: boolean;
  draining: boolean;
  reason: string;
  slots: number | null;
  devices: { name: string; slots: number; taken: number; memory_bytes: number | null }[];
}

export interface Board {
  paused: boolean;
  reason: string;
  paused_at: string | null;
  paused_by: string | null;
  may_operate: boolean;
  first_slice_s: number;
  later_slice_s: number;
  hosts: Host[];
  running: Running[];
  waiting: WaitingRun[];
  n_waiting: number;
  mine: { running: number; waiting: number; runs_at_once: number; device_hours_today: number; device_hours_a_day: number | null };
}
