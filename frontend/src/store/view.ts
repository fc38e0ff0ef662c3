/** How a person looks at a design: the heat view, shapes on edges, and the machine whose memory it shall fit. Kept in this browser. */
import { create } from "zustand";
import type { Words } from "../graph/types";

export const HEATS = ["off", "parameters", "flops", "kv"] as const;
export type Heat = (typeof HEATS)[number];
export const PRECISIONS = ["fp32", "bf16"] as const;
export type Precision = (typeof PRECISIONS)[number];

/** A machine, as the server tells it. */
export interface Device { slug: string; title: Words; memory_bytes: number; usable_bytes: number; here: boolean }

/** What a batch has to fit into, as the server is asked. */
export interface Room { memory_bytes: number; context_length: number | null; precision: Precision }

interface Kept { heat: Heat; shapes: boolean; device: string; context: number | null; precision: Precision }
export interface ViewState extends Kept { devices: Device[]; room: Room | null; look: (part: Partial<Kept>) => void }

const KEY = "slamdunk-view";
const MAX_CONTEXT = 1_048_576; // tokens
const START: Kept = { heat: "off", shapes: true, device: "", context: null, precision: "fp32" };

/** The machine that is chosen; the first, which is this site's own, where none is or it is gone. */
export const deviceOf = ({ devices, device }: Pick<ViewState, "devices" | "device">): Device | undefined =>
  devices.find((one) => one.slug === device) ?? devices[0];

export const isContext = (value: unknown): value is number => Number.isInteger(value) && (value as number) >= 1 && (value as number) <= MAX_CONTEXT;

export const useView = create<ViewState>()((set, now) => ({
  ...START,
  devices: [],
  room: null,
  look: (part) => {
    const state = { ...now(), ...part };
    const room = roomOf(state), same = JSON.stringify(room) === JSON.stringify(now().room);
    set({ ...part, ...(same ? {} : { room }) });
    keep(state);
  },
}));

function roomOf(state: ViewState): Room | null {
  const device = deviceOf(state);
  return device ? { memory_bytes: device.usable_bytes, context_length: state.context, precision: state.precision } : null;
}

function keep({ heat, shapes, device, context, precision }: Kept): void {
  try { localStorage.setItem(KEY, JSON.stringify({ heat, shapes, device, context, precision })); } catch { /* it is asked again next time */ }
}

/** Begin with the machines that the page brought, and with what was chosen at an earlier visit. */
export function startView(devices: Device[]): void {
  useView.setState({ devices });
  useView.getState().look(recalled());
}

function recalled(): Kept {
  let kept: Partial<Record<keyof Kept, unknown>> = {};
  try { kept = (JSON.parse(localStorage.getItem(KEY) ?? "null") as typeof kept | null) ?? {}; } catch { /* written by something else */ }
  return {
    heat: HEATS.find((one) => one === kept.heat) ?? START.heat,
    shapes: typeof kept.shapes === "boolean" ? kept.shapes : START.shapes,
    device: typeof kept.device === "string" ? kept.device : START.device,
    context: isContext(kept.context) ? kept.context : START.context,
    precision: PRECISIONS.find((one) => one === kept.precision) ?? START.precision,
  };
}

/** Go to the next heat view. */
export function nextHeat(): Heat {
  const { heat, look } = useView.getState();
  const next = HEATS[(HEATS.indexOf(heat) + 1) % HEATS.length]!;
  look({ heat: next });
  return next;
}
