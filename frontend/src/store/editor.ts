/** What the editor knows: the design with its history, what is chosen, and what the server says of both. */
import { temporal } from "zundo";
import { create } from "zustand";
import type { Registry } from "../graph/rules";
import type { Design, Report } from "../graph/types";

export type SaveState = "saved" | "dirty" | "saving" | "offline" | "conflict" | "refused" | "empty" | "signedOut";

export interface EditorState {
  id: string;
  title: string;
  design: Design;
  readOnly: boolean;
  registry: Registry;
  selected: string[];
  report: Report | null;
  checking: boolean;
  waiting: boolean; // the last question about the design had no answer
  save: SaveState;
  since: number | null; // when the server was first missed, ms since 1970
  kept: boolean; // whether this device keeps what is not saved
  problem: string; // the server's sentence, while a save is refused
  notice: string; // what happened last, for the eyes and for a screen reader
  change: (design: Design) => void;
  set: (part: Partial<EditorState>) => void;
}

export const useEditor = create<EditorState>()(
  temporal(
    (set) => ({
      id: "",
      title: "",
      design: { format: 1, vars: {}, nodes: {}, edges: [], layout: {}, meta: {} },
      readOnly: true,
      registry: {},
      selected: [],
      report: null,
      checking: false,
      waiting: false,
      save: "saved",
      since: null,
      kept: true,
      problem: "",
      notice: "",
      change: (design) => set((s) => (s.readOnly ? {} : { design })),
      set: (part) => set(part),
    }),
    { partialize: ({ design }) => ({ design }), equality: (a, b) => a.design === b.design, limit: 200 },
  ),
);

export const history = useEditor.temporal;
export const undo = (): void => { if (!useEditor.getState().readOnly) history.getState().undo(); };
export const redo = (): void => { if (!useEditor.getState().readOnly) history.getState().redo(); };

/** Do several changes as one step of the history. */
export function oneStep(work: () => void): void {
  const before = useEditor.getState().design;
  work();
  const { pastStates } = history.getState(), at = pastStates.map(({ design }) => design).lastIndexOf(before);
  if (at >= 0 && at < pastStates.length - 1) history.setState({ pastStates: pastStates.slice(0, at + 1) });
}
