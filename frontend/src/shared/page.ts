/** What the server put on the page for its island, and where to draw it. */
export function pageData<T>(id = "page-data"): T {
  const text = document.getElementById(id)?.textContent;
  if (!text) throw new Error(`The page carries no #${id}`);
  return JSON.parse(text) as T;
}

export function root(id = "root"): HTMLElement {
  const element = document.getElementById(id);
  if (!element) throw new Error(`The page has no #${id}`);
  return element;
}

export function language(): "en" | "ko" {
  return document.documentElement.lang.startsWith("ko") ? "ko" : "en";
}

export function socketUrl(path: string): string {
  return `${location.protocol === "https:" ? "wss" : "ws"}://${location.host}${path}`;
}
