/** Buttons and forms that speak REST: deleting after a question, saving, uploading, copying. */
import { ApiError, OfflineError, request } from "../shared/api";
import { toast } from "./toast";

const word = (name: string): string => document.getElementById("words")?.dataset[name] ?? "";

export function wordsOf(error: unknown): string {
  if (error instanceof ApiError) return error.message;
  return error instanceof OfflineError ? word("offline") : word("refused");
}

/** Ask before something goes for good. */
export function confirmed(title: string, text: string, yes: string): Promise<boolean> {
  const dialog = document.getElementById("confirm") as HTMLDialogElement | null;
  if (!dialog) return Promise.resolve(false);
  const put = (id: string, words: string) => {
    const element = document.getElementById(id);
    if (element) element.textContent = words;
  };
  put("confirm-title", title);
  put("confirm-text", text);
  put("confirm-yes", yes);
  dialog.returnValue = "no"; // Escape means no
  dialog.showModal();
  return new Promise((resolve) => {
    dialog.addEventListener("close", () => resolve(dialog.returnValue === "yes"), { once: true });
  });
}

async function removeThing(button: HTMLElement): Promise<void> {
  const { delete: url = "", then = "/", title = "", text = "", yes = "" } = button.dataset;
  if (!(await confirmed(title, text, yes))) return;
  try {
    await request("DELETE", url);
    location.assign(then);
  } catch (error) {
    toast(wordsOf(error), "error");
  }
}

function showProblem(form: HTMLFormElement, words: string): void {
  const box = form.querySelector<HTMLElement>(".form-error");
  if (!box) return toast(words, "error");
  box.textContent = words;
  box.hidden = false;
}

function bodyOf(form: HTMLFormElement): unknown {
  const data = new FormData(form);
  data.delete("csrfmiddlewaretoken");
  return form.enctype === "multipart/form-data" ? data : Object.fromEntries(data);
}

async function send(form: HTMLFormElement): Promise<void> {
  const button = form.querySelector<HTMLButtonElement>("button.btn");
  const box = form.querySelector<HTMLElement>(".form-error");
  if (box) box.hidden = true;
  if (button) button.disabled = true;
  try {
    const made = await request<{ id?: string }>(form.dataset.method ?? "POST", form.dataset.apiForm ?? "", bodyOf(form));
    if (form.dataset.then) return location.assign(form.dataset.then.replace("{id}", made.id ?? ""));
    location.reload();
  } catch (error) {
    showProblem(form, wordsOf(error));
  } finally {
    if (button) button.disabled = false;
  }
}

async function copy(selector: string): Promise<void> {
  const source = document.querySelector(selector);
  if (!source) return;
  try {
    await navigator.clipboard.writeText(source.textContent ?? "");
    toast(word("copied"));
  } catch {
    getSelection()?.selectAllChildren(source); // no clipboard over plain http: leave it selected
  }
}

export function wireActions(): void {
  document.addEventListener("click", (event) => {
    const target = (event.target as Element).closest<HTMLElement>("[data-delete], [data-copy]");
    if (target?.dataset.delete) void removeThing(target);
    if (target?.dataset.copy) void copy(target.dataset.copy);
  });
  for (const form of document.querySelectorAll<HTMLFormElement>("form[data-api-form]")) {
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      if (form.reportValidity()) void send(form);
    });
  }
}
