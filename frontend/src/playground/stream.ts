/** One socket to a model: asks, hears tokens, cancels. */
import { socketUrl } from "../shared/page";

export interface Options {
  max_new_tokens: number;
  temperature: number;
  top_k: number;
  top_p: number;
  seed: number | null;
}
export type Message =
  | { type: "started"; seed: number; prompt_tokens: number; trimmed_tokens: number; unknown: string[] }
  | { type: "token"; text: string }
  | { type: "finished"; reason: string; tokens: number; tokens_per_s: number; text: string }
  | { type: "error"; code: string; detail: string }
  | { type: "lost" };

export class Writer {
  private socket: WebSocket | null = null;

  constructor(
    private readonly model: string,
    private readonly hear: (message: Message) => void,
  ) {}

  write(prompt: string, options: Options): void {
    this.close();
    const socket = new WebSocket(socketUrl(`/ws/models/${this.model}/generate/`));
    let ended = false;
    this.socket = socket;
    socket.onopen = () => socket.send(JSON.stringify({ type: "generate", prompt, options }));
    socket.onmessage = (event) => {
      const message = JSON.parse(String(event.data)) as Message;
      ended ||= message.type === "finished" || message.type === "error";
      this.hear(message);
      if (ended) socket.close();
    };
    socket.onclose = () => {
      if (!ended && this.socket === socket) this.hear({ type: "lost" });
    };
  }

  cancel(): void {
    if (this.socket?.readyState === WebSocket.OPEN) this.socket.send(JSON.stringify({ type: "cancel" }));
    else this.close();
  }

  close(): void {
    const socket = this.socket;
    this.socket = null;
    socket?.close();
  }
}

/** Whether this key press sends. Enter while a Hangul syllable is being composed belongs to the composition. */
export function sends(event: { key: string; shiftKey: boolean; isComposing: boolean; keyCode: number }): boolean {
  const COMPOSING = 229; // what older Safari reports on the Enter that ends a composition
  return event.key === "Enter" && !event.shiftKey && !event.isComposing && event.keyCode !== COMPOSING;
}
