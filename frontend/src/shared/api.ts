/** REST with the session's cookie, the CSRF token and the page's language. */
export interface Problem {
  code: string;
  detail: string;
  attr: string | null;
}

export class ApiError extends Error {
  constructor(
    readonly status: number,
    readonly problems: Problem[],
  ) {
    super(problems.map((problem) => problem.detail).join(" "));
  }
}

/** The server did not answer at all. */
export class OfflineError extends Error {}

function csrfToken(): string {
  return /(?:^|; )csrftoken=([^;]+)/.exec(document.cookie)?.[1] ?? "";
}

export function headers(body: unknown): Record<string, string> {
  const all: Record<string, string> = {
    Accept: "application/json",
    "Accept-Language": document.documentElement.lang,
    "X-CSRFToken": csrfToken(),
  };
  if (body !== undefined && !(body instanceof FormData)) all["Content-Type"] = "application/json";
  return all;
}

export async function problemsOf(answer: Response): Promise<Problem[]> {
  const body: unknown = await answer.json().catch(() => null);
  const errors = (body as { errors?: Problem[] } | null)?.errors;
  return errors?.length ? errors : [{ code: "error", detail: `${answer.status} ${answer.statusText}`, attr: null }];
}

export async function request<T>(
  method: string,
  path: string,
  body?: unknown,
  signal?: AbortSignal,
  extra: Record<string, string> = {},
): Promise<T> {
  const init: RequestInit = { method, headers: { ...headers(body), ...extra }, credentials: "same-origin" };
  if (body !== undefined) init.body = body instanceof FormData ? body : JSON.stringify(body);
  if (signal) init.signal = signal;
  let answer: Response;
  try {
    answer = await fetch(path, init);
  } catch (error) {
    if (signal?.aborted) throw error;
    throw new OfflineError(String(error));
  }
  if (!answer.ok) throw new ApiError(answer.status, await problemsOf(answer));
  return (answer.status === 204 ? undefined : await answer.json()) as T;
}

export const get = <T>(path: string, signal?: AbortSignal): Promise<T> => request<T>("GET", path, undefined, signal);
export const post = <T>(path: string, body: unknown = {}, signal?: AbortSignal): Promise<T> =>
  request<T>("POST", path, body, signal);
