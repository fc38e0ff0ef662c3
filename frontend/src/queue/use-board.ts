/** The queue, read again every few seconds while the page is looked at; and what operators send. */
import { useCallback, useEffect, useRef, useState } from "react";
import { wordsOf } from "../pages/start";
import { get, request } from "../shared/api";
import { toast } from "../site/toast";
import type { Board } from "./types";

const PATH = "/api/v1/queue/", EVERY_MS = 2500;

export type Operate = (method: "POST" | "PATCH", path: string, body?: unknown) => Promise<boolean>;
export interface BoardState { board: Board | null; error: string; busy: boolean; operate: Operate }

export function useBoard(): BoardState {
  const [board, setBoard] = useState<Board | null>(null);
  const [error, setError] = useState("");
  const [busy, setBusy] = useState(false);
  const sent = useRef(0); // an answer that was asked for before an operator's change is out of date
  useEffect(() => {
    const aborted = new AbortController();
    const read = async (): Promise<void> => {
      const before = sent.current;
      try {
        const found = await get<Board>(PATH, aborted.signal);
        if (before !== sent.current) return;
        setBoard(found);
        setError("");
      } catch (problem) {
        if (!aborted.signal.aborted) setError(wordsOf(problem));
      }
    };
    void read();
    const timer = setInterval(() => void (document.hidden || read()), EVERY_MS);
    return () => {
      aborted.abort();
      clearInterval(timer);
    };
  }, []);
  const operate = useCallback<Operate>(async (method, path, body) => {
    sent.current += 1;
    setBusy(true);
    try {
      setBoard(await request<Board>(method, PATH + path, body));
      return true;
    } catch (problem) {
      toast(wordsOf(problem), "error");
      return false;
    } finally {
      setBusy(false);
    }
  }, []);
  return { board, error, busy, operate };
}
