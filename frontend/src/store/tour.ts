/** Whether the guided tour is open on this design: kept for the next visit. How far it is, the design itself tells. */
import { create } from "zustand";

interface TourState {
  open: boolean;
  looking: number | null; // a step that is looked at instead of the one that is due
  small: boolean; // only its title is shown
}

export const useTour = create<TourState>()(() => ({ open: false, looking: null, small: false }));

const key = (id: string): string => `slamdunk-tour-${id}`;

/** Take up the tour where this design left it; `asked`: the address asks for it. */
export function recallTour(id: string, asked: boolean): void {
  let kept: string | null = null;
  try { kept = localStorage.getItem(key(id)); } catch { /* storage is off: the tour is just not remembered */ }
  useTour.setState({ open: asked ? kept !== "left" : kept === "open", looking: null, small: false });
  if (asked && kept === null) remember(id, "open");
}

export function openTour(id: string): void {
  useTour.setState({ open: true, looking: null, small: false });
  remember(id, "open");
}

export function leaveTour(id: string): void {
  useTour.setState({ open: false, looking: null });
  remember(id, "left");
}

function remember(id: string, state: "open" | "left"): void {
  try { localStorage.setItem(key(id), state); } catch { /* as above */ }
}
