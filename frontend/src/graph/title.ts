/** Titles and names as the server keeps them (`line_clean` in Python; both are tested by tests/cases/titles.json). */
const JOINER = "\u200d"; // invisible by itself, but it holds emoji together
export const MAX_TITLE = 120; // characters

/** Text on one line, without what cannot be seen; nothing if there is nothing else. */
export function cleanLine(text: string): string {
  const kept = [...text].map((one) => (/[\s\u0085\u001c-\u001f]/u.test(one) && one !== "\ufeff" ? " " : one === JOINER || !/\p{C}/u.test(one) ? one : "")).join("");
  const shown = kept.split(" ").filter(Boolean).join(" ").normalize("NFC");
  return shown.replaceAll(JOINER, "").trim() ? shown : "";
}

export const lengthOf = (text: string): number => [...text].length;
