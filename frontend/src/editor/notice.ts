/** A sentence about what just happened, shown for a while and spoken by a screen reader. */
import { useEditor } from "../store/editor";

const SHOWN_FOR = 6000; // milliseconds
let timer = 0;

export function say(notice: string): void {
  clearTimeout(timer);
  useEditor.getState().set({ notice });
  timer = window.setTimeout(() => useEditor.getState().set({ notice: "" }), SHOWN_FOR);
}
