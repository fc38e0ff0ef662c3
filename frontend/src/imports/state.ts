/** Sending a model in, and following the job that reads it. */
import { useCallback, useEffect, useState } from "react";
import { ApiError, get, headers, OfflineError, problemsOf, request } from "../shared/api";

export interface Bringing {
  id: string;
  title: string;
  source: { files?: string[]; hub?: string };
  state: "waiting" | "working" | "ready" | "failed";
  progress: number;
  error: { code: string; detail: string } | null;
  architecture: string | null;
  model: string | null;
}
export interface ImportPage {
  imports: Bringing[];
  editUrl: string; // with ID in the place of the id, as in the others
  modelUrl: string;
  trainUrl: string;
}

const IMPORTS = "/api/v1/models/import/";
const DESIGNS = "/api/v1/architectures/import/";
const EVERY_MS = 1000;

/** Send files with their progress, 0 to 1, which fetch does not tell. */
export function upload<T>(path: string, body: FormData, progress: (share: number) => void, signal?: AbortSignal): Promise<T> {
  return new Promise((done, fail) => {
    const sending = new XMLHttpRequest();
    sending.open("POST", path);
    for (const [name, value] of Object.entries(headers(body))) sending.setRequestHeader(name, value);
    sending.upload.onprogress = (event) => event.lengthComputable && progress(event.loaded / event.total);
    sending.onerror = () => fail(new OfflineError("upload"));
    sending.onabort = () => fail(new DOMException("cancelled", "AbortError"));
    sending.onload = () => {
      const answer = new Response(sending.responseText, { status: Math.max(200, sending.status) });
      if (answer.ok) void answer.json().then((made) => done(made as T), fail);
      else void problemsOf(answer).then((problems) => fail(new ApiError(sending.status, problems)));
    };
    signal?.addEventListener("abort", () => sending.abort());
    sending.send(body);
  });
}

export function sendModel(files: File[], title: string, progress: (share: number) => void, signal: AbortSignal): Promise<Bringing> {
  const body = new FormData();
  for (const file of files) body.append("files", file, file.name);
  if (title) body.append("title", title.slice(0, 120));
  return upload<Bringing>(IMPORTS, body, progress, signal);
}

export async function sendDesign(file: File): Promise<string> {
  const body = new FormData();
  body.append("file", file);
  return (await request<{ id: string }>("POST", DESIGNS, body)).id;
}

export const fetchModel = (hub: string): Promise<Bringing> => request<Bringing>("POST", IMPORTS, { hub });
export const fetchDesign = async (hub: string): Promise<string> => (await request<{ id: string }>("POST", DESIGNS, { hub })).id;
export const forget = (id: string): Promise<void> => request<void>("DELETE", `${IMPORTS}${id}/`);

const goesOn = (one: Bringing) => one.state === "waiting" || one.state === "working";

/** The imports on the page, kept up to date while one goes on. */
export function useImports(initial: Bringing[]): { imports: Bringing[]; add: (one: Bringing) => void; remove: (id: string) => void } {
  const [imports, setImports] = useState(initial);
  const watched = imports.filter(goesOn).map((one) => one.id).join(" ");
  const put = useCallback((one: Bringing) => setImports((all) => all.map((old) => (old.id === one.id ? one : old))), []);
  useEffect(() => {
    if (!watched) return undefined;
    const stop = new AbortController();
    const look = () => {
      for (const id of watched.split(" ")) get<Bringing>(`${IMPORTS}${id}/`, stop.signal).then(put).catch(() => undefined); // the next round tries again
    };
    const timer = setInterval(look, EVERY_MS);
    return () => {
      clearInterval(timer);
      stop.abort();
    };
  }, [watched, put]);
  return {
    imports,
    add: (one) => setImports((all) => [one, ...all]),
    remove: (id) => setImports((all) => all.filter((one) => one.id !== id)),
  };
}
