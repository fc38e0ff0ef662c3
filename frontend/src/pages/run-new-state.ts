/** What a new run will be, its cost as the site works it out, and starting it. */
import { useEffect, useMemo, useRef, useState } from "react";
import { post, request, type Problem } from "../shared/api";
import { language } from "../shared/page";
import { problemsOf, typed } from "./problems";
import { draftAgain, SAME, sameDesign, type Again } from "./run-again";
import { cutByDefault, tokenizerBody, type Cut, type TokenizerPage } from "./run-new-tokenizer";
import { ELSEWHERE, fieldsOf, type Config, type Schema } from "./schema";

/** The completed model that a run goes on from: it fixes the design and the tokenizer. */
export interface Start {
  id: string;
  title: string;
  n_parameters: number;
  vocab_size: number;
  tokenizer_kind: string;
  url: string;
}
export interface NewRunPage extends TokenizerPage {
  start: Start | null;
  /** The run that is to be trained again. */
  again: Again | null;
  architectures: { id: string; title: string; version: string; number: number; n_parameters: number | null }[];
  corpora: { id: string; title: string; language: string; state: string; n_bytes: number | null }[];
  architecture: string;
  corpus: string;
  /** That one run of this person may have on one machine. */
  mostDevices: number;
  /** Whether the CPUs that train compute in bf16 by instructions of their own; null where that differs, or on GPUs. */
  bf16: boolean | null;
  schema: Schema;
  teaches: { id: string; title: string }[];
  newArchitectureUrl: string;
  corporaUrl: string;
}
export interface Estimate {
  n_parameters: number;
  tokens_per_step: number;
  total_steps: number | null;
  devices: number;
  /** Of each device. */
  memory_bytes: number;
  checkpoint_bytes: number;
  seconds: number;
  seconds_per_step: number;
  seconds_per_token: number;
  parts: Record<string, number>;
  compile: { why: string; takes_s: number | null; saves_s: number | null; measuring: boolean };
  state: "measured" | "measuring" | "calculated";
  progress: number;
  measured: { by: "probe" | "run"; device: string; at: string; beside: number } | null;
  runs_now: number;
  problem: string | null;
}
/** What is to be known of a choice on the machines of this site. */
export function notesOf(page: { bf16: boolean | null }, config: Config, t: (key: string) => string): Record<string, string> {
  if (page.bf16 === false && config.precision === "bf16") return { precision: t("form.bf16Slow") };
  return page.bf16 === true && config.precision !== "bf16" ? { precision: t("form.bf16Fast") } : {};
}
export interface Draft extends Cut {
  title: string;
  architecture: string;
  corpus: string;
  minutes: string;
  /** The course for which the run goes first, or nothing. */
  demonstration: string;
  config: Config;
}

const START_LR_PART = 10; // of the usual learning rate, where a run goes on from a model
const OPTION = "config."; // what the name of an option begins with where a problem names it
const SETTLE_MS = 350; // after the last key press, before the cost is asked for
const AGAIN_MS = 1200; // between questions while it is being measured

function beginningIn(language: string | undefined): string {
  return language === "ko" ? "어느 날" : "One day";
}

/** Another corpus; the beginning of samples goes with its language unless somebody wrote their own. */
export function withCorpus(page: { corpora: { id: string; language: string }[] }, draft: { corpus: string; config: Config }, id: string): { corpus: string; config?: Config } {
  const languageOf = (pk: string) => page.corpora.find((one) => one.id === pk)?.language;
  const untouched = String(draft.config.sample_prompts) === beginningIn(languageOf(draft.corpus));
  if (!untouched) return { corpus: id };
  return { corpus: id, config: { ...draft.config, sample_prompts: [beginningIn(languageOf(id))] } };
}

/** Every option as it is when nobody has changed it; samples begin in the language of the corpus. */
export function optionsByDefault(schema: Schema, language: string | undefined): Config {
  const asked = Object.values(fieldsOf(schema)).filter((field) => !ELSEWHERE.has(field.name));
  return { ...Object.fromEntries(asked.map((field) => [field.name, field.initial])), sample_prompts: [beginningIn(language)] };
}

export function initialDraft(page: NewRunPage): Draft {
  const named = page.corpora.find((one) => one.id === page.corpus);
  const corpus = named ?? page.corpora.find((one) => one.language === language()) ?? page.corpora[0];
  const config = optionsByDefault(page.schema, corpus?.language);
  // A model that has learned already is changed in smaller steps, or it forgets.
  if (page.start) for (const name of ["lr", "muon_lr"]) config[name] = Number((Number(config[name]) / START_LR_PART).toPrecision(6));
  const fresh: Draft = { title: "", architecture: page.architecture, corpus: corpus?.id ?? "", ...cutByDefault(page), minutes: "1.5", demonstration: "", config };
  return page.again ? draftAgain(page, page.again, fresh) : fresh;
}

/** The body that both the estimate and the start take. */
export function bodyOf(page: NewRunPage, draft: Draft): Record<string, unknown> {
  const config = { ...draft.config, max_minutes: typed(draft.minutes), sample_prompts: promptsOf(draft) };
  const demonstration = draft.demonstration || null;
  if (page.start) return { title: draft.title, start: page.start.id, corpus: draft.corpus, demonstration, config };
  return { title: draft.title, ...designOf(page, draft), corpus: draft.corpus, ...tokenizerBody(draft, page.again?.tokenizer?.id), demonstration, config };
}

function designOf(page: NewRunPage, draft: Draft): Record<string, unknown> {
  if (page.again && draft.architecture === SAME) return sameDesign(page.again);
  return { version: page.architectures.find((one) => one.id === draft.architecture)?.version ?? "" };
}

/** Whether it is said what is to learn from what. */
export function isWhole(body: Record<string, unknown>): boolean {
  return Boolean((body.version || body.design || body.start) && body.corpus);
}

export function promptsOf(draft: { config: Config }): string[] {
  const given = draft.config.sample_prompts;
  const lines = Array.isArray(given) ? given.map(String).filter((line) => line.trim() !== "") : [];
  return lines.length ? lines : [""];
}

export interface Asked<E> {
  estimate: E | null;
  problems: Problem[];
  waiting: boolean;
}

export function useEstimate(body: Record<string, unknown>): Asked<Estimate> {
  return useAsked<Estimate>("/api/v1/runs/estimate/", body, (told) => told.state === "measuring" || told.compile.measuring);
}

/** What the site makes of a body, asked again when that changes, and as long as what it told `goesOn`. */
export function useAsked<E>(path: string, body: Record<string, unknown>, goesOn: (told: E) => boolean): Asked<E> {
  const [state, setState] = useState<Asked<E>>({ estimate: null, problems: [], waiting: false });
  const again = useRef(goesOn);
  const key = useMemo(() => JSON.stringify(body), [body]);
  useEffect(() => {
    if (!isWhole(JSON.parse(key) as Record<string, unknown>)) return undefined;
    const stop = new AbortController();
    let timer = setTimeout(ask, SETTLE_MS, true);
    function ask(first: boolean) {
      if (first) setState((before) => ({ ...before, waiting: true }));
      post<E>(path, JSON.parse(key), stop.signal)
        .then((estimate) => {
          setState({ estimate, problems: [], waiting: false });
          if (again.current(estimate)) timer = setTimeout(ask, AGAIN_MS, false);
        })
        .catch((error: unknown) => {
          if (stop.signal.aborted) return;
          if (first) setState({ estimate: null, problems: problemsOf(error), waiting: false });
          else timer = setTimeout(ask, AGAIN_MS, false); // what is shown stands until the site answers again
        });
    }
    return () => {
      clearTimeout(timer);
      stop.abort();
    };
  }, [key, path]);
  return state;
}

export async function startRun(body: Record<string, unknown>, key: string): Promise<string> {
  const run = await request<{ id: string }>("POST", "/api/v1/runs/", body, undefined, { "Idempotency-Key": key });
  return run.id;
}

/** Problems in the words of the form: an option is called what its label calls it, not by its name in the REST API. */
export function inWords(problems: Problem[], t: (key: string, otherwise: string) => string): Problem[] {
  return problems.map((problem) => {
    const named = problem.attr?.startsWith(OPTION) ? problem.attr.slice(OPTION.length) : "";
    const option = named.split(".")[0] ?? "";
    if (option === "") return problem;
    const label = option === "max_minutes" ? t("form.duration", option) : t(`field.${option}`, option);
    return { ...problem, detail: problem.detail.replace(named, `“${label}”`) };
  });
}

/** The words about one input, by its name in the body or inside `config`. */
export function problemOf(problems: Problem[], name: string): string {
  const ends = (attr: string | null) => attr !== null && attr.split(".").some((part) => part === name);
  return problems.filter((problem) => ends(problem.attr)).map((problem) => problem.detail).join(" ");
}
