/** The formats of a model as the server knows them, read again while one of them is being made. */
import { useCallback, useEffect, useRef, useState } from "react";
import { get, post } from "../shared/api";

export type Format = "huggingface" | "pytorch" | "mlflow" | "onnx" | "gguf";

/** `state` is empty where nobody has asked for the format; `detail` says why there is none. */
export interface ModelExport {
  format: Format;
  state: "" | "queued" | "working" | "ready" | "refused" | "failed";
  progress: number;
  n_bytes: number;
  max_difference: number | null;
  proven_by: string;
  detail: string;
}

const EVERY_MS = 1500;

export const going = (row: ModelExport): boolean => row.state === "queued" || row.state === "working";

export interface Exporting {
  rows: ModelExport[] | null;
  /** What went wrong with the last question, to be put into words. */
  error: unknown;
  make: (format: Format) => void;
}

export function useExports(model: string): Exporting {
  const [rows, setRows] = useState<ModelExport[] | null>(null);
  const [error, setError] = useState<unknown>(null);
  const asked = useRef(0); // an answer that was overtaken by a later question is not shown

  const ask = useCallback(async (question: () => Promise<ModelExport[]>) => {
    const turn = (asked.current += 1);
    try {
      const answer = await question();
      if (turn !== asked.current) return;
      setRows(answer);
      setError(null);
    } catch (problem) {
      if (turn === asked.current) setError(problem);
    }
  }, []);
  const read = useCallback(() => ask(() => get<ModelExport[]>(`/api/v1/models/${model}/exports/`)), [ask, model]);
  const make = (format: Format) =>
    void ask(async () => {
      await post(`/api/v1/models/${model}/export/`, { format });
      return get<ModelExport[]>(`/api/v1/models/${model}/exports/`);
    });

  useEffect(() => void read(), [read]);
  const waiting = rows === null || rows.some(going);
  useEffect(() => {
    if (!waiting) return undefined;
    const timer = setInterval(() => document.hidden || void read(), EVERY_MS);
    return () => clearInterval(timer);
  }, [waiting, read]);
  return { rows, error, make };
}
