/** How the text of a training is cut: by a tokenizer that is there, or by one to be made from its corpus. */
import { useEffect, useState } from "react";
import { get } from "../shared/api";
import { TOKENIZERS } from "../tokenizers/state";
import { typed } from "./problems";

export const MADE = ["bpe", "characters", "bytes"] as const;
export const WHOSE = ["mine", "site", "shared"] as const;

/** `own` is the very tokenizer of the run that is trained again, `existing` any that is ready. */
export type TokenizerKind = "own" | "existing" | (typeof MADE)[number];
export interface Cut {
  kind: TokenizerKind;
  /** Of a BPE to be made. */
  vocabSize: string;
  /** The id of the existing one. */
  tokenizer: string;
}
export interface TokenizerChoice {
  id: string;
  title: string;
  vocab_size: number | null;
  /** Not told of what was searched for. */
  whose?: (typeof WHOSE)[number];
}
export interface TokenizerPage {
  tokenizers: TokenizerChoice[];
  /** The one that was asked for, if it may be had. */
  tokenizer: string;
  tokenizerLost: boolean;
  /** Whether there are more than are listed: they are found by their names. */
  moreTokenizers: boolean;
}

export function cutByDefault(page: TokenizerPage): Cut {
  return { kind: page.tokenizer ? "existing" : "bpe", vocabSize: "1024", tokenizer: page.tokenizer || (page.tokenizers[0]?.id ?? "") };
}

/** What a request says of the tokenizer; `own` is the id of that of the earlier run. */
export function tokenizerBody({ kind, vocabSize, tokenizer }: Cut, own?: string | null): Record<string, unknown> {
  if (kind === "own") return { tokenizer: own };
  if (kind === "existing") return { tokenizer };
  return { tokenizer_options: kind === "bpe" ? { kind, vocab_size: typed(vocabSize) } : { kind } };
}

const TYPING_MS = 250;

/** What there is to say of a search: that it found nothing, or that it could not be made. */
export type Search = "" | "none" | "failed";

/** The tokenizers to choose from: those of the page, or those whose names have `text` in them; the chosen one stays. */
export function useListed(page: TokenizerPage, text: string, chosen: string): { listed: TokenizerChoice[]; search: Search } {
  const [found, setFound] = useState<TokenizerChoice[] | null>(null);
  const [search, setSearch] = useState<Search>("");
  const [kept, setKept] = useState<TokenizerChoice>();
  const wanted = text.trim();
  const listed = wanted && found ? found : page.tokenizers;
  const now = listed.find((one) => one.id === chosen);
  if (now && now !== kept) setKept(now);
  useEffect(() => {
    setSearch("");
    if (!wanted) {
      setFound(null);
      return undefined;
    }
    const stop = new AbortController();
    const typing = setTimeout(() => {
      get<{ results: TokenizerChoice[] }>(`${TOKENIZERS}?state=ready&page_size=100&search=${encodeURIComponent(wanted)}`, stop.signal)
        .then(({ results }) => {
          setFound(results.map(({ id, title, vocab_size }) => ({ id, title, vocab_size })));
          setSearch(results.length ? "" : "none");
        })
        .catch(() => { if (!stop.signal.aborted) setSearch("failed"); }); // what is listed stands until the next letter
    }, TYPING_MS);
    return () => { clearTimeout(typing); stop.abort(); };
  }, [wanted]);
  return { listed: now || kept?.id !== chosen ? listed : [kept, ...listed], search: wanted ? search : "" };
}
