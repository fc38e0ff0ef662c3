/** What the design cost when it was last saved on purpose, so that every change can be told as a difference to it. */
import { create } from "zustand";
import type { Design, Report } from "../graph/types";
import { get, request } from "../shared/api";
import { useEditor } from "./editor";

/** A version, as the history tells it; `note` is the name that a person gave it. */
export interface Version { number: number; kind: "saved" | "autosave"; note: string }

interface Baseline {
  report: Report | null;
  version: Version | null; // null: the design as this page found it
}

export const useBaseline = create<Baseline>()(() => ({ report: null, version: null }));

const address = (id: string): string => `/api/v1/architectures/${id}/versions/`;

/** What is on the canvas has just been saved as this version. */
export function saveBaseline(version: Version): void {
  const { report } = useEditor.getState();
  useBaseline.setState({ version, ...(report?.totals ? { report } : {}) });
}

/** Compare with the design as it was opened, until the last version that was saved on purpose is known, if there is one. */
export function startBaseline(id: string): () => void {
  const opened = useEditor.getState().design, signal = new AbortController();
  const stop = useEditor.subscribe(({ design, report }) => {
    if (!report) return;
    stop();
    if (design.nodes === opened.nodes && design.edges === opened.edges && design.vars === opened.vars && report.totals) useBaseline.setState({ report });
    void recall(id, opened, signal.signal).catch(() => undefined); // without it, what was opened stays the measure
  });
  return () => { stop(); signal.abort(); };
}

async function recall(id: string, opened: Design, signal: AbortSignal): Promise<void> {
  const { results } = await get<{ results: Version[] }>(address(id), signal);
  const [newest] = results, saved = results.find((one) => one.kind === "saved");
  if (!saved) return;
  if (saved.number === newest?.number) return name(saved);
  const { design } = await get<{ design: Design }>(`${address(id)}${saved.number}/`, signal);
  if (JSON.stringify(design) === JSON.stringify(opened)) return name(saved);
  const report = await request<Report>("POST", "/api/v1/architectures/validate/", { design }, signal);
  if (report.totals && !useBaseline.getState().version) useBaseline.setState({ report, version: saved });
}

/** The measure stays what it is, and has a name, unless a later version took its place meanwhile. */
function name(version: Version): void {
  if (!useBaseline.getState().version) useBaseline.setState({ version });
}
