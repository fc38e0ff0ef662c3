/** Which comments of the canvas are chosen, which is being written, and what is being dragged. In no history. */
import { create } from "zustand";
import type { Place } from "../graph/comments";

interface CommentsState {
  chosen: number[];
  writing: number | null; // the comment that is being written
  draft: Place | null; // where a new one is being written; it is not in the design yet
  live: Record<number, Place>; // of those that are being dragged or resized
  resizing: boolean;
}

export const useComments = create<CommentsState>()(() => ({ chosen: [], writing: null, draft: null, live: {}, resizing: false }));
export const comments = useComments.getState;
