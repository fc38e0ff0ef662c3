/** What the site says is wrong with a form: by input, in the words of the page, and where it stands. */
import { useEffect, useRef, type RefObject } from "react";
import { ApiError, type Problem } from "../shared/api";
import { wordsOf } from "./start";

export function problemsOf(error: unknown): Problem[] {
  return error instanceof ApiError ? error.problems : [{ code: "offline", detail: wordsOf(error), attr: null }];
}

const GROUPED = /^[1-9]\d{0,2}(,\d{3})+(\.\d+)?$/; // 20,000

/** A number, nothing, or what was typed as it is, for the site to name what is wrong with it. */
export function typed(text: string): number | string | null {
  const bare = text.trim();
  if (bare === "") return null;
  const value = Number(GROUPED.test(bare) ? bare.replaceAll(",", "") : bare);
  return Number.isFinite(value) ? value : text;
}

/** What was typed as a number to reckon with; 0 where it is none. */
export function numberOf(text: string): number {
  const value = typed(text);
  return typeof value === "number" ? value : 0;
}

/** Go to the first input that is not right, or to the words about the whole; what lies folded is opened. */
function lookAtFirstBad(form: HTMLElement): void {
  const field = form.querySelector<HTMLElement>(".field-bad") ?? form.querySelector<HTMLElement>(".form-error, .message-error");
  field?.closest("details")?.setAttribute("open", "");
  field?.querySelector<HTMLElement>("input, select, textarea")?.focus({ preventScroll: true });
  field?.scrollIntoView({ block: "center" });
}

/** A form that shows its first problem whenever the site has refused it: on a phone most of a form is out of sight. */
export function useFirstBad(problems: Problem[]): RefObject<HTMLFormElement | null> {
  const form = useRef<HTMLFormElement>(null);
  useEffect(() => {
    if (form.current && problems.length > 0) lookAtFirstBad(form.current);
  }, [problems]);
  return form;
}
