/** What the pages of tokenizers know of them, and how they ask. */
import { useEffect, useState } from "react";
import { wordsOf } from "../pages/start";
import { post } from "../shared/api";

export interface Tokenizer {
  id: string; title: string; kind: "bpe" | "characters" | "bytes" | "tiktoken" | "huggingface"; visibility: string; is_mine: boolean;
  state: "waiting" | "working" | "ready" | "failed"; progress: number; error: { code: string; detail: string } | null;
  corpus: string | null; corpus_title: string | null; options: { vocab_size?: number; encoding?: string }; vocab_size: number | null;
}
export interface CorpusChoice { id: string; title: string; language: string; state: string }
export interface Compared { id: string; title: string; kind: Tokenizer["kind"]; vocab_size: number; n_unknown: number; counted: boolean; n_tokens: number; n_characters: number; n_bytes: number }
export const TOKENIZERS = "/api/v1/tokenizers/";
export const MOST_COMPARED = 12;
export const goesOn = (one: Tokenizer): boolean => one.state === "waiting" || one.state === "working";
const TYPING_MS = 200;

/** What the server answers to a body; asked again when it changes, a moment after the last letter. Null asks nothing. */
export function useAnswer<T>(path: string, body: unknown): { found: T | null; error: string } {
  const [state, setState] = useState<{ found: T | null; error: string }>({ found: null, error: "" });
  const asked = body === null ? null : JSON.stringify(body);
  useEffect(() => {
    if (asked === null) return undefined;
    const stop = new AbortController();
    const typing = setTimeout(() => {
      post<T>(path, JSON.parse(asked), stop.signal).then((found) => setState({ found, error: "" }))
        .catch((error: unknown) => { if (!stop.signal.aborted) setState({ found: null, error: wordsOf(error) }); });
    }, TYPING_MS);
    return () => { clearTimeout(typing); stop.abort(); };
  }, [path, asked]);
  return state;
}
