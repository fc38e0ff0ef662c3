/** The history of a design as the server tells it, page by page. */
import { get, request } from "../../shared/api";
import type { Design } from "../../graph/types";

export interface Version {
  id: string;
  number: number;
  kind: "saved" | "autosave";
  name: string;
  note: string;
  n_parameters: number | null;
  n_parameters_before: number | null;
  author: string | null;
  updated_at: string;
}

export interface Page { count: number; next: string | null; results: Version[] }

const root = (id: string): string => `/api/v1/architectures/${id}/versions/`;

export const versionsPage = (id: string, page: number): Promise<Page> => get<Page>(`${root(id)}?page=${page}`);

export const designOf = (id: string, number: number): Promise<Design> => get<{ design: Design }>(`${root(id)}${number}/`).then(({ design }) => design);

export const describe = (id: string, number: number, person: string, given: { name: string; note: string }): Promise<Version> =>
  request<Version>("PATCH", `${root(id)}${number}/`, given, undefined, person ? { "X-Person": person } : {});

/** Pages that were read at different times may overlap; each version is shown once, the newest word on it. */
export function joined(held: readonly Version[], more: readonly Version[]): Version[] {
  const rows = new Map([...held, ...more].map((row) => [row.number, row]));
  return [...rows.values()].sort((a, b) => b.number - a.number);
}

/** How many parameters a version has more, or fewer, than the one before; null if one of both is not known or nothing changed. */
export function change({ n_parameters, n_parameters_before }: Version): number | null {
  if (n_parameters === null || n_parameters_before === null) return null;
  return n_parameters - n_parameters_before || null;
}
