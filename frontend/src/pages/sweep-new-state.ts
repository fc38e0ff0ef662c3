/** What a new search will be: what varies, how many runs that makes, and what is wrong with it. */
import type { Problem } from "../shared/api";
import { listOf, nameOf, SIZE } from "../watch/trials";
import { numberOf, typed } from "./problems";
import { optionsByDefault, promptsOf } from "./run-new-state";
import { cutByDefault, tokenizerBody, type Cut, type TokenizerPage } from "./run-new-tokenizer";
import { fieldsOf, type Config, type Field, type Schema } from "./schema";
import { choiceName, type Say } from "./values";

export interface Page extends TokenizerPage {
  architectures: { id: string; title: string; version: string }[];
  corpora: { id: string; title: string; language: string; state: string }[];
  /** That was asked for, or nothing. */
  corpus: string;
  schema: Schema;
  mostTrials: number;
  mostDevices: number;
  bf16: boolean | null;
  newArchitectureUrl: string;
  corporaUrl: string;
}
export type Method = "grid" | "random";
/** One thing that varies, as it is typed: a list of values, or a range and what is drawn from it is a multiple of. */
export interface Row {
  key: string;
  text: string;
  low: string;
  high: string;
  multiple: string;
}
export interface Draft extends Cut {
  title: string;
  architecture: string;
  corpus: string;
  minutes: string;
  method: Method;
  n: string;
  rows: Row[];
  /** The options of all runs, besides what varies. */
  config: Config;
  /** Of random draws: the same for the cost that is shown and for the search. */
  seed: number;
}

const USUAL: Row = { key: "lr", text: "0.001, 0.003, 0.01", low: "0.0005", high: "0.02", multiple: "" };
const LOG_FROM = 20; // a range that spans more is drawn from on a logarithmic scale
const MOST_SEED = 2 ** 31;

export function freshSeed(): number {
  return Math.floor(Math.random() * MOST_SEED);
}

export function initialDraft(page: Page): Draft {
  const corpus = page.corpora.find((one) => one.id === page.corpus) ?? page.corpora[0];
  const config = optionsByDefault(page.schema, corpus?.language);
  return { title: "", architecture: page.architectures[0]?.id ?? "", corpus: corpus?.id ?? "", ...cutByDefault(page), minutes: "1", method: "grid", n: "8", rows: [USUAL], config, seed: freshSeed() };
}

/** The options that may vary: those with one value. */
export function optionsOf(schema: Schema): string[] {
  return Object.values(fieldsOf(schema)).filter((field) => ["choice", "integer", "number"].includes(field.kind)).map((field) => field.name);
}

/** The options that are the same for all runs. */
export function fixedFields(page: Page, draft: Draft): Record<string, Field> {
  return Object.fromEntries(Object.entries(fieldsOf(page.schema)).filter(([name]) => draft.rows.every((row) => row.key !== name)));
}

/** Whether a thing is drawn from a range: sizes are, and options that are numbers. */
export function numeric(schema: Schema, key: string): boolean {
  return key.startsWith(SIZE) || Object.values(fieldsOf(schema)).some((field) => field.name === key && field.kind !== "choice");
}

/** What an option may be, where it is one of a few words. */
export function choicesOf(schema: Schema, key: string): string[] {
  return Object.values(fieldsOf(schema)).find((field) => field.name === key && field.kind === "choice")?.choices ?? [];
}

/** Something else varies in this row: what was typed for a number means nothing among words, nor the other way round. */
export function rekeyed(schema: Schema, row: Row, key: string): Row {
  const words = [row.key, key].some((one) => choicesOf(schema, one).length > 0);
  return { ...row, key, text: words ? choicesOf(schema, key).join(", ") : row.text };
}

/** A choice ticked, or its tick taken away; in the order in which the option tells its choices. */
export function ticked(choices: string[], row: Row, choice: string, on: boolean): string {
  const held = listOf(row.text).map(String);
  return choices.filter((one) => (one === choice ? on : held.includes(one))).join(", ");
}

export function ranged(schema: Schema, method: Method, key: string): boolean {
  return method === "random" && numeric(schema, key);
}

/** Whether what is drawn may have to be a multiple: whole numbers may. */
export function countable(schema: Schema, key: string): boolean {
  return key.startsWith(SIZE) || fieldsOf(schema)[key]?.kind === "integer";
}

export function nRuns(draft: Draft): number {
  if (draft.method === "random") return numberOf(draft.n);
  return draft.rows.reduce((product, row) => product * new Set(listOf(row.text)).size, 1);
}

/** Titles call what varies, and its values, as the page does. */
export function bodyOf(page: Page, draft: Draft, t: Say): Record<string, unknown> {
  const { title, corpus, method } = draft;
  const version = page.architectures.find((one) => one.id === draft.architecture)?.version;
  const drawn = method === "random" ? { n_trials: typed(draft.n), seed: draft.seed } : {};
  const space = draft.rows.map((row) => ({ ...variableOf(page.schema, row, ranged(page.schema, method, row.key)), label: nameOf(row.key, t), told: toldOf(choicesOf(page.schema, row.key), row.key, t) }));
  return { title, version, corpus, ...tokenizerBody(draft), method, ...drawn, config: configOf(page, draft), space };
}

function configOf(page: Page, draft: Draft): Config {
  const fixed = fixedFields(page, draft);
  const config = Object.fromEntries(Object.entries(draft.config).filter(([name]) => name in fixed));
  return { ...config, max_minutes: typed(draft.minutes), sample_prompts: promptsOf(draft) };
}

function variableOf(schema: Schema, row: Row, range: boolean): Record<string, unknown> {
  const named = row.key.startsWith(SIZE) ? { name: row.key.slice(SIZE.length), of: "vars" } : { name: row.key, of: "config" };
  if (!range) return { ...named, values: listOf(row.text) };
  const [low, high, multiple] = [typed(row.low), typed(row.high), countable(schema, row.key) ? typed(row.multiple) : null];
  const log = typeof low === "number" && typeof high === "number" && low > 0 && high / low >= LOG_FROM;
  const whole = row.key.startsWith(SIZE) ? Number.isInteger(low) && Number.isInteger(high) : countable(schema, row.key);
  return { ...named, low, high, log, whole, ...(multiple === null ? {} : { multiple_of: multiple }) };
}

function toldOf(choices: string[], key: string, t: Say): Record<string, string> {
  return Object.fromEntries(choices.map((choice) => [choice, choiceName(key, choice, t)]));
}

/** Problems in the words of the form: what varies is called what its label calls it. */
export function inWords(problems: Problem[], draft: Draft, t: Say): Problem[] {
  const names: [string, string][] = [["max_minutes", t("versus.minutesEach", { defaultValue: "max_minutes" })]];
  for (const { key } of draft.rows) if (!key.startsWith(SIZE)) names.push([key, nameOf(key, t)]);
  return problems.map((problem) => ({ ...problem, detail: names.reduce((words, [name, label]) => called(words, name, label), problem.detail) }));
}

function called(words: string, name: string, label: string): string {
  return words.replace(new RegExp(`“?\\b${name}\\b”?`, "g"), `“${label}”`);
}

/** The words about one input: the name of the input in the body begins so. */
export function problemAt(problems: Problem[], place: string): string {
  return problems.filter(({ attr }) => attr === place || attr?.startsWith(`${place}.`)).map((problem) => problem.detail).join(" ");
}
