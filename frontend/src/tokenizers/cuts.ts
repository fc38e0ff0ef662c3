/** How a text is cut by a vocabulary of any size, from the one history of its merges. No React. */
export interface History { hex: string; base: number[]; joined: (number | null)[]; vocab_size: number }
export interface Piece { id: number; bytes: number[] }

export const bytesOf = (hex: string): number[] => (hex.match(/../g) ?? []).map((two) => parseInt(two, 16));
export const hexOf = (bytes: number[]): string => bytes.map((byte) => byte.toString(16).padStart(2, "0").toUpperCase()).join(" ");

/** The pieces while there are only ids below `size`; a piece's id is that of its last merge, or of its byte. */
export function cutAt(history: History, size: number): Piece[] {
  const pieces: Piece[] = [];
  bytesOf(history.hex).forEach((byte, n) => {
    const before = n > 0 ? history.joined[n - 1] : null, last = pieces.at(-1);
    if (last && before != null && before < size) {
      last.bytes.push(byte);
      last.id = Math.max(last.id, before);
    } else pieces.push({ id: history.base[n] ?? 0, bytes: [byte] });
  });
  return pieces;
}

/** The characters of some bytes, or null where a character is cut apart. */
export function textOf(bytes: number[]): string | null {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(new Uint8Array(bytes));
  } catch {
    return null;
  }
}

/** White space as something to see. */
export const visible = (text: string): string => text.replaceAll(" ", "·").replaceAll("\n", "↵\n").replaceAll("\t", "⇥");
