/** What the playground knows while a model writes. */
import { useEffect, useMemo, useReducer } from "react";
import { Writer, type Message, type Options } from "./stream";

export interface Writing {
  phase: "idle" | "starting" | "writing" | "finished" | "cancelled" | "failed";
  prompt: string;
  text: string;
  seed: number | null;
  tokens: number;
  speed: number;
  trimmed: number;
  unknown: string[];
  error: string | null;
}

const IDLE: Writing = { phase: "idle", prompt: "", text: "", seed: null, tokens: 0, speed: 0, trimmed: 0, unknown: [], error: null };
type Action = Message | { type: "begin"; prompt: string };

export function reduce(state: Writing, action: Action): Writing {
  switch (action.type) {
    case "begin":
      return { ...IDLE, phase: "starting", prompt: action.prompt };
    case "started":
      return { ...state, phase: "writing", seed: action.seed, trimmed: action.trimmed_tokens, unknown: action.unknown };
    case "token":
      return { ...state, phase: "writing", text: state.text + action.text };
    case "finished":
      return {
        ...state,
        phase: action.reason === "cancelled" ? "cancelled" : "finished",
        tokens: action.tokens,
        speed: action.tokens_per_s,
      };
    case "error":
      return { ...state, phase: "failed", error: action.detail };
    case "lost":
      return { ...state, phase: "failed", error: null };
  }
}

export function useWriter(model: string) {
  const [writing, tell] = useReducer(reduce, IDLE);
  const writer = useMemo(() => new Writer(model, tell), [model]);
  useEffect(() => () => writer.close(), [writer]);
  return {
    writing,
    write(prompt: string, options: Options) {
      tell({ type: "begin", prompt });
      writer.write(prompt, options);
    },
    cancel: () => writer.cancel(),
  };
}
