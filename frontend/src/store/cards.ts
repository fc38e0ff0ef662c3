/** Which teaching card is open: that of a kind of block, at one of its parameters. */
import { create } from "zustand";

interface CardsState {
  type: string | null;
  parameter: string | null; // dotted: "rope.theta"
  back: HTMLElement | null; // where the keyboard was
}

export const useCards = create<CardsState>()(() => ({ type: null, parameter: null, back: null }));

export function openCard(type: string, parameter: string | null = null): void {
  const held = document.activeElement;
  const inside = held instanceof HTMLElement && held.closest(".card-sheet") !== null;
  const back = inside ? useCards.getState().back : held instanceof HTMLElement ? held : null;
  useCards.setState({ type, parameter, back });
}

export function closeCard(): void {
  const { back } = useCards.getState();
  useCards.setState({ type: null, parameter: null, back: null });
  if (back?.isConnected) back.focus({ preventScroll: true });
}

/** The name under which a parameter is explained: its own, or that of the nearest group around it. */
export function explained(parameters: Record<string, unknown>, at: string): string | null {
  for (let name = at; name; name = name.slice(0, Math.max(0, name.lastIndexOf(".")))) {
    if (Object.hasOwn(parameters, name)) return name;
  }
  return null;
}
