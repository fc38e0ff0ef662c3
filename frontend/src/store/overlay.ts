/** What lies over the canvas for a moment: a search, a menu, a list; and what the pointer is about to do. Not part of any history. */
import { create } from "zustand";
import type { Pair } from "../graph/document";
import type { Guide } from "../graph/guides";

export interface Point { x: number; y: number }

/** An edge by its scope and its ends. */
export interface EdgeAt { scope: string; pair: Pair }

/** Where something is about to be added: points are of the window. */
export interface Spot { at: Point; after?: string; edge?: EdgeAt; scope?: string; place?: [number, number] }

export type Overlay =
  | ({ kind: "search" } & Spot)
  | { kind: "menu"; at: Point; target: "node" | "edge" | "comment" | "canvas"; spot: Spot }
  | { kind: "connect"; from: string }
  | { kind: "versions"; naming?: boolean }
  | { kind: "find" }
  | { kind: "gather"; chosen: string[] }
  | { kind: "own"; id: string }
  | { kind: "compare" }
  | { kind: "keys" };

interface OverlayState {
  overlay: Overlay | null;
  edges: string[]; // the chosen edges, by their ids on the canvas
  over: { edge: string; refused: boolean } | null; // the edge under a block that is being dragged
  reasons: Record<string, string | null> | null; // while a connection is drawn: of every other end, why not
  guides: Guide[]; // helper lines of what is being dragged
  into: string | null; // the frame that will take what is being dragged; "" is the canvas itself
  added: { path: string } | null; // what was just added, to be seen
  glide: number; // counts arrangements, each of which is animated
  open: (overlay: Overlay) => void;
  close: () => void;
}

export const useOverlay = create<OverlayState>()((set) => ({
  overlay: null, edges: [], over: null, reasons: null, guides: [], into: null, added: null, glide: 0,
  open: (overlay) => set({ overlay }),
  close: () => set({ overlay: null }),
}));

export const overlays = useOverlay.getState;
