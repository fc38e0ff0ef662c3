/** A run that is trained again: what the form of a new run is filled in with. */
import type { Draft, NewRunPage } from "./run-new-state";
import { fieldsOf, type Config } from "./schema";

export interface Again {
  title: string;
  url: string;
  /** The title with the next number. */
  next: string;
  config: Config;
  corpus: string | null;
  /** Null where the run's architecture may not be seen, has changed since, or never was one: then its design is there. */
  version: { id: string; title: string; number: number; n_parameters: number | null } | null;
  design: Record<string, unknown> | null;
  /** Whether it went on from a model that is not there any more. */
  startLost: boolean;
  /** Its own tokenizer, if one may have it, and how to learn one like it. */
  tokenizer: { id: string | null; title: string; kind: "bpe" | "characters" | "bytes" | null; vocab_size: number | null } | null;
}

/** The choice of the run's own architecture, where it is none of those that one may choose. */
export const SAME = "again";

const known = (page: NewRunPage) => page.architectures.find((one) => one.version === page.again?.version?.id);

/** The run whose architecture is to be offered besides those that one may choose. */
export function besides(page: NewRunPage): Again | null {
  return known(page) ? null : page.again;
}

/** The form as the run was made; what is no longer an option, or never was one, stays as it is in `fresh`. */
export function draftAgain(page: NewRunPage, again: Again, fresh: Draft): Draft {
  const { tokenizer } = again;
  return {
    ...fresh,
    title: again.next,
    architecture: known(page)?.id ?? SAME,
    kind: page.tokenizer ? fresh.kind : tokenizer?.id ? "own" : (tokenizer?.kind ?? fresh.kind),
    vocabSize: tokenizer?.vocab_size ? String(tokenizer.vocab_size) : fresh.vocabSize,
    minutes: String(again.config.max_minutes ?? ""),
    config: configAgain(page, again.config, fresh.config),
  };
}

function configAgain(page: NewRunPage, before: Config, fresh: Config): Config {
  const options = fieldsOf(page.schema);
  const kept = Object.entries(before).filter(([name]) => name in options && name !== "max_minutes");
  const config = { ...fresh, ...Object.fromEntries(kept) };
  if (typeof config.devices === "number") config.devices = Math.min(config.devices, page.mostDevices);
  return config;
}

/** The design of a run that is trained again, as both the estimate and the start take it. */
export function sameDesign(again: Again): Record<string, unknown> {
  return again.version ? { version: again.version.id } : { design: again.design };
}
