/** A socket that opens again by itself: a little later each time it fails, and never again where the site refuses it. */
import { socketUrl } from "./page";

const REFUSED = 4404; // the code with which the site closes what it will not open again

export interface Message {
  type: string;
}
interface Listener<M> {
  message: (message: M) => void;
  refused?: () => void;
}
/** Milliseconds before it is opened again, at first and at most, and of silence that say it is dead. */
interface Patience {
  first: number;
  longest: number;
  silent: number;
}

export class Line<M extends Message> {
  private socket: WebSocket | null = null;
  private pause: number;
  private lastHeard = Date.now();
  private timer: ReturnType<typeof setTimeout> | undefined;
  private over = false;

  constructor(
    private readonly path: () => string,
    private readonly listener: Listener<M>,
    private readonly patience: Patience,
  ) {
    this.pause = patience.first;
  }

  get isOpen(): boolean {
    return this.socket?.readyState === WebSocket.OPEN;
  }

  get isSilent(): boolean {
    return Date.now() - this.lastHeard > this.patience.silent;
  }

  /** Whether it will not be opened again. */
  get isOver(): boolean {
    return this.over;
  }

  open(): void {
    if (this.over) return;
    const socket = (this.socket = new WebSocket(socketUrl(this.path())));
    socket.onopen = () => this.heard();
    socket.onmessage = ({ data }) => this.receive(JSON.parse(String(data)) as M);
    socket.onclose = ({ code }) => {
      if (this.over || this.socket !== socket) return;
      if (code === REFUSED) {
        this.over = true;
        this.listener.refused?.();
        return;
      }
      this.timer = setTimeout(() => this.open(), this.pause * (0.75 + Math.random() / 2));
      this.pause = Math.min(this.pause * 2, this.patience.longest);
    };
  }

  /** Close what is open; it is opened again later. */
  hangUp(): void {
    this.socket?.close();
  }

  /** Close it for good. */
  end(): void {
    this.over = true;
    clearTimeout(this.timer);
    this.hangUp();
  }

  /** What it would have told has come another way. */
  heard(): void {
    this.lastHeard = Date.now();
  }

  private receive(message: M): void {
    this.heard();
    if (message.type !== "error") this.pause = this.patience.first;
    this.listener.message(message);
  }
}
