/** What the server knows of who sees a thing, and how that is changed. */
import { get, post, request } from "../shared/api";

export const VISIBILITIES = ["private", "course", "public"] as const;
export type Visibility = (typeof VISIBILITIES)[number];
export interface Course { id: string; title: string; archived: boolean }
export interface Sharing { title: string; visibility: Visibility; courses: string[]; link: string | null }
/** What can be shared, by its name in REST. Designs alone have a public link and are copied. */
export type Kind = "architectures" | "corpora" | "tokenizers" | "runs" | "models" | "sweeps" | "composites";
export interface Thing { kind: Kind; id: string }

const address = ({ kind, id }: Thing): string => `/api/v1/${kind}/${id}/`;
const design = (id: string): string => address({ kind: "architectures", id });

export const readSharing = (thing: Thing): Promise<Sharing> => get<Sharing>(address(thing));

/** All courses of a person; a class has few, and a page of 100 holds them. */
export const readCourses = (): Promise<Course[]> => get<{ results: Course[] }>("/api/v1/courses/?page_size=100").then((page) => page.results);

export const share = (thing: Thing, visibility: Visibility, courses: string[]): Promise<Sharing> =>
  request<Sharing>("PATCH", address(thing), visibility === "course" ? { visibility, courses } : { visibility });

export const makeLink = (id: string): Promise<string> => post<{ link: string }>(`${design(id)}link/`).then((made) => made.link);
export const dropLink = (id: string): Promise<void> => request<void>("DELETE", `${design(id)}link/`);
export const duplicate = (id: string): Promise<string> => post<{ id: string }>(`${design(id)}duplicate/`).then((made) => made.id);
