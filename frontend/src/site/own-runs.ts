/** Which of one's own runs are not over: told by a socket at each change, and by REST where there is none. */
import { get } from "../shared/api";
import { socketUrl } from "../shared/page";

/** States by the ids of runs. */
export type OwnRuns = Readonly<Record<string, string>>;
interface Message { type: string; runs?: OwnRuns }

const SILENT_MS = 60_000; // three heartbeats missed
const FIRST_RETRY_MS = 1000, LONGEST_RETRY_MS = 60_000;
const POLL_MS = 15_000;
const REFUSED = 4404; // the code with which the site closes what it will not open again

const listeners = new Set<(runs: OwnRuns) => void>();
let last: OwnRuns | null = null;

/** Hear of each change, and of what is so now once it is known. Returns how to hear no more. */
export function onOwnRuns(listener: (runs: OwnRuns) => void): () => void {
  listeners.add(listener);
  if (last) listener(last);
  return () => listeners.delete(listener);
}

function take(runs: OwnRuns): void {
  const same = last !== null && JSON.stringify(last) === JSON.stringify(runs);
  last = runs;
  if (!same) for (const listener of listeners) listener(runs);
}

/** Follow the runs of whoever is signed in, as long as the page is open. */
export function followOwnRuns(): void {
  let socket: WebSocket | null = null;
  let retry = FIRST_RETRY_MS, heard = Date.now(), refused = false;
  const connect = (): void => {
    const opened = (socket = new WebSocket(socketUrl("/ws/me/")));
    opened.onmessage = ({ data }) => {
      const message = JSON.parse(String(data)) as Message;
      heard = Date.now();
      retry = FIRST_RETRY_MS;
      if (message.runs) take(message.runs);
    };
    opened.onclose = ({ code }) => {
      refused = code === REFUSED;
      if (refused) return;
      setTimeout(connect, retry * (0.75 + Math.random() / 2));
      retry = Math.min(retry * 2, LONGEST_RETRY_MS);
    };
  };
  connect();
  addEventListener("pagehide", () => socket?.close()); // a page with an open socket would not be kept for the way back
  setInterval(() => {
    if (refused) return;
    const open = socket?.readyState === WebSocket.OPEN;
    if (open && Date.now() - heard > SILENT_MS) socket?.close();
    if (!open && !document.hidden) get<{ runs: OwnRuns }>("/api/v1/runs/going-on/").then(({ runs }) => take(runs), () => undefined); // the next round tries again
  }, POLL_MS);
}
