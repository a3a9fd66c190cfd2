import { backoff } from './backoff';

/*
 * The live line, /ws/widget. Events have numbers: a line that comes back asks for what came after
 * the last one it saw, and hears exactly that, or that all is to be loaded again.
 */
export interface LineHooks {
  /** A line stands; `whole` when nothing was missed that does not come by itself. */
  onLive: (whole: boolean) => void;
  onEvent: (type: string, data: Record<string, unknown>) => void;
  /** No line, and none to be had soon: ask by other ways. */
  onDown: () => void;
  /** The token is good no more, or the visitor is let in no more. */
  onRefused: () => void;
}

interface Frame {
  type: string;
  seq: number;
  data: Record<string, unknown>;
}

/* The server is heard from each 25 s. */
const SILENCE_MS = 60_000;
const PONG_MS = 5_000;
/** The restart of a program is told, and takes moments. */
const RESTART_SPREAD_MS = 5_000;
const CLOSE_SESSION_ENDED = 4401;
const CLOSE_DENIED = 4403;
const CLOSE_RESTART = 1012;

function frameOf(text: unknown): Frame | null {
  try {
    const frame = JSON.parse(String(text));
    if (typeof frame.type !== 'string') return null;
    return { type: frame.type, seq: Number(frame.seq ?? 0), data: frame.data ?? {} };
  } catch {
    return null;
  }
}

export class Line {
  private socket: WebSocket | null = null;
  private wanted = false;
  private live = false;
  private seq: number | null = null;
  private attempt = 0;
  private heardAt = 0;
  private retryTimer: ReturnType<typeof setTimeout> | undefined;
  private silenceTimer: ReturnType<typeof setTimeout> | undefined;

  constructor(
    private readonly url: string,
    private readonly token: () => string,
    private readonly hooks: LineHooks,
  ) {}

  get isLive(): boolean {
    return this.live;
  }

  start(): void {
    if (this.wanted) return;
    this.wanted = true;
    this.connect();
  }

  stop(): void {
    this.wanted = false;
    this.seq = null;
    this.attempt = 0;
    clearTimeout(this.retryTimer);
    this.drop();
  }

  /** The page is looked at again, or the network is back: see at once whether the line still is. */
  wake(): void {
    if (!this.wanted) return;
    if (!this.socket) {
      this.attempt = 0;
      clearTimeout(this.retryTimer);
      this.connect();
    } else if (Date.now() - this.heardAt > SILENCE_MS) {
      // The machine slept: the timers slept with it.
      this.drop();
      this.connect();
    } else if (this.live) {
      this.socket.send('{"type":"ping"}');
      this.expectWithin(PONG_MS);
    }
  }

  /** Asks for something that passes; false: there is no line for it. */
  tell(type: string, data: Record<string, unknown>): boolean {
    if (!this.live || this.socket?.readyState !== WebSocket.OPEN) return false;
    this.socket.send(JSON.stringify({ type, data }));
    return true;
  }

  private connect(): void {
    this.heardAt = Date.now();
    const since = this.seq === null ? '' : `?since=${this.seq}`;
    let socket: WebSocket;
    try {
      socket = new WebSocket(this.url + since, ['hatif.widget', this.token()]);
    } catch {
      // A policy of the page forbids it.
      this.retry(backoff(++this.attempt));
      return;
    }
    this.socket = socket;
    socket.onmessage = ({ data }) => {
      if (socket === this.socket) this.receive(data);
    };
    socket.onclose = ({ code }) => {
      if (socket === this.socket) this.closed(code);
    };
    this.expectWithin(SILENCE_MS);
  }

  private drop(): void {
    clearTimeout(this.silenceTimer);
    this.live = false;
    const { socket } = this;
    this.socket = null;
    socket?.close();
  }

  private expectWithin(ms: number): void {
    clearTimeout(this.silenceTimer);
    this.silenceTimer = setTimeout(() => {
      this.drop();
      this.retry(0);
    }, ms);
  }

  private receive(text: unknown): void {
    this.heardAt = Date.now();
    this.expectWithin(SILENCE_MS);
    const frame = frameOf(text);
    if (!frame) return;
    const { type, seq, data } = frame;
    if (type === 'hello') this.hello(seq, data.resumed === true);
    else if (type === 'resync') this.resync(seq);
    else if (type === 'heartbeat') this.seq = Math.max(this.seq ?? 0, seq);
    else if (type.startsWith('widget:')) this.event(frame);
  }

  private hello(seq: number, resumed: boolean): void {
    this.attempt = 0;
    this.live = true;
    if (!resumed) this.seq = seq;
    this.hooks.onLive(resumed);
  }

  private resync(seq: number): void {
    this.seq = seq;
    this.hooks.onLive(false);
  }

  /* What only passes has no number. */
  private event({ type, seq, data }: Frame): void {
    if (seq > 0) {
      if (this.seq !== null && seq <= this.seq) return;
      this.seq = seq;
    }
    this.hooks.onEvent(type, data);
  }

  private closed(code: number): void {
    const stood = this.live;
    this.drop();
    if (code === CLOSE_SESSION_ENDED || code === CLOSE_DENIED) {
      this.wanted = false;
      this.hooks.onRefused();
      return;
    }
    this.attempt += 1;
    const spread = code === CLOSE_RESTART ? RESTART_SPREAD_MS * Math.random() : 0;
    // The first time it is tried again at once: most lines that break come back at once.
    this.retry(stood && !spread ? backoff(0) : Math.max(spread, backoff(this.attempt)));
  }

  private retry(delay: number): void {
    if (!this.wanted) return;
    this.hooks.onDown();
    clearTimeout(this.retryTimer);
    this.retryTimer = setTimeout(() => this.connect(), delay);
  }
}
