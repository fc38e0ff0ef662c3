/** What the pages of corpora know of them, and how they ask. */
import type { Problem } from "../shared/api";

export interface Hub { dataset: string; config: string | null; split: string; columns: string[]; rows: number; streaming: boolean }
export interface Origin { hub?: Hub; names?: string[]; generator?: string; seed?: number; bytes?: number; book?: string; corpus?: string; without?: string[] }
export interface Corpus {
  id: string; slug: string | null; title: string; kind: string; language: string; visibility: string; is_mine: boolean;
  state: "waiting" | "working" | "ready" | "failed"; progress: number; error: { code: string; detail: string } | null;
  n_bytes: number | null; n_characters: number | null; n_documents: number | null; origin: Origin;
}
export interface Entry { dataset: string; title: string; language: string; about: string; megabytes: number; rows: number; licence: string; config: string | null; split: string; columns: string[]; suggested_rows: number }
export interface Warned { code: string; severity: "warning" | "note"; n: number; share: number; examples: number[]; detail: string }
export interface Bin { from: number; to: number; n: number }
export interface Statistics {
  scripts: { script: string; n: number; share: number }[]; n_different_characters: number; characters: [string, number][]; words: [string, number][];
  lengths: { bins: Bin[]; shortest: number; median: number; longest: number };
  split: { by: "documents" | "end"; n_train: number; n_val: number; fraction: number }; warnings: Warned[];
}
export interface Document { number: number; n_characters: number; text: string }
export const CORPORA = "/api/v1/corpora/";

/** Whether all of a data set of the hub is being downloaded: only then are its rows read, so nobody can tell how far that is. */
export function arrivesWhole({ state, progress, origin }: Pick<Corpus, "state" | "progress" | "origin">): boolean {
  return state === "working" && progress === 0 && origin.hub?.streaming === false;
}

/** What is wrong with one field; and, for `rest`, what is wrong with none of those that are shown. */
export function at(problems: Problem[], name: string): string {
  return problems.filter((one) => one.attr?.split(".")[0] === name).map((one) => one.detail).join(" ");
}
export const rest = (problems: Problem[], names: string[]): string => problems.filter((one) => !names.includes(one.attr?.split(".")[0] ?? "")).map((one) => one.detail).join(" ");
