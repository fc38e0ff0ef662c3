/** Learns of what others saved: other windows of this browser say so at once, the server is asked now and then. */
import { get } from "../shared/api";
import { useEditor } from "./editor";
import type { Saver } from "./saving";

const LOOK_EVERY = 15_000; // milliseconds, while the page is looked at
const CHANNEL = "slamdunk-designs";

type Word = { id: string; revision: number } | { signedIn: string };

let channel: BroadcastChannel | null = null;

/** Tell the other windows who signed in again. */
export function tellSignedIn(person: string): void {
  channel?.postMessage({ signedIn: person } satisfies Word);
}

/** Follow the news of one design; returns how to stop. */
export function startNews(id: string, saver: Saver): () => void {
  channel = typeof BroadcastChannel === "undefined" ? null : new BroadcastChannel(CHANNEL);
  saver.saved = (revision) => channel?.postMessage({ id, revision } satisfies Word);
  const hear = ({ data }: MessageEvent<Word>): void => {
    if ("signedIn" in data) return data.signedIn === saver.person.id ? saver.back() : undefined;
    if (data.id === id && data.revision > saver.at) void saver.look(data.revision);
  };
  const look = (): void => {
    if (document.visibilityState !== "visible" || !navigator.onLine) return;
    if (useEditor.getState().save === "signedOut") void signedIn(saver);
    else void saver.look();
  };
  channel?.addEventListener("message", hear);
  const timer = window.setInterval(look, LOOK_EVERY);
  addEventListener("focus", look);
  document.addEventListener("visibilitychange", look);
  return () => {
    channel?.close();
    channel = null;
    clearInterval(timer);
    removeEventListener("focus", look);
    document.removeEventListener("visibilitychange", look);
  };
}

/** Whether the right person has signed in elsewhere in the meantime. */
async function signedIn(saver: Saver): Promise<void> {
  const told = await get<{ person: { id: string } | null }>("/api/v1/auth/session/").catch(() => null);
  if (told?.person?.id === saver.person.id) saver.back();
}
