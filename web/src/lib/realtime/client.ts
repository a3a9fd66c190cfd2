import { backoff, RESTART_SPREAD_MS } from './backoff';
import type { Frame, LiveEvent, LiveState } from './types';

/**
 * The connection to /ws/updates. Each event has a sequence number; after a lost connection the
 * client asks for everything since the last one it saw, and the server either sends exactly that
 * or says `resync`, meaning: load again.
 */
export interface RealtimeHooks {
  onState(state: LiveState): void;
  /** Events in order, at most one call for a frame of the screen, fewer when there are many. */
  onEvents(events: LiveEvent[]): void;
  /** The server's sequence number at (re)connection; what was loaded before it may be old. */
  onHello(seq: number, missed: number): void;
  onResync(seq: number): void;
  onSessionEnded(): void;
}

/** The few things of the browser that a test replaces. */
export interface RealtimeSystem {
  open(url: string): WebSocket;
  random(): number;
  online(): boolean;
  nextFrame(run: () => void): void;
}

/* Under a flood the page is drawn twenty times a second, so that keys find it free. */
const APART_MS = 50;
let lastRun = Number.NEGATIVE_INFINITY;

function inAFrame(run: () => void): void {
  requestAnimationFrame(() => {
    lastRun = performance.now();
    run();
  });
}

const browser: RealtimeSystem = {
  open: (url) => new WebSocket(url),
  random: Math.random,
  online: () => navigator.onLine,
  nextFrame: (run) => {
    const early = lastRun + APART_MS - performance.now();
    // A hidden page draws no frames, yet must not pile up events.
    if (document.hidden) setTimeout(run, 250);
    else if (early > 0) setTimeout(inAFrame, early, run);
    else inAFrame(run);
  },
};

/* The server sends a heartbeat each 25 s: two missed ones mean that the line is dead. */
const SILENCE_MS = 60_000;

export const CLOSE = {
  sessionEnded: 4401,
  origin: 4403,
  tooSlow: 4408,
  limit: 4409,
  restart: 1012,
} as const;

export class RealtimeClient {
  private socket: WebSocket | null = null;
  private seq: number | null = null;
  private attempt = 0;
  private running = false;
  private queue: LiveEvent[] = [];
  private flushPlanned = false;
  private retryTimer: ReturnType<typeof setTimeout> | undefined;
  private silenceTimer: ReturnType<typeof setTimeout> | undefined;

  constructor(
    private readonly url: string,
    private readonly hooks: RealtimeHooks,
    private readonly system: RealtimeSystem = browser,
  ) {}

  start(): void {
    if (this.running) return;
    this.running = true;
    this.connect();
  }

  stop(): void {
    this.running = false;
    clearTimeout(this.retryTimer);
    this.drop();
    this.queue = [];
    this.seq = null;
    this.attempt = 0;
    this.hooks.onState('idle');
  }

  /** The browser has a network again, or the page came back to the front: do not wait longer. */
  wake(): void {
    if (!this.running || this.socket) return;
    this.attempt = 0;
    clearTimeout(this.retryTimer);
    this.connect();
  }

  /** Asks for something that passes (typing): without a line it is not done, and nobody answers. */
  tell(type: string, data: Record<string, unknown>): void {
    if (this.socket?.readyState !== WebSocket.OPEN) return;
    this.socket.send(JSON.stringify({ type, data }));
  }

  /** The browser lost its network. */
  sleep(): void {
    if (!this.running) return;
    clearTimeout(this.retryTimer);
    this.drop();
    this.hooks.onState('offline');
  }

  private connect(): void {
    if (!this.system.online()) {
      this.hooks.onState('offline');
      return;
    }
    this.hooks.onState(this.attempt === 0 && this.seq === null ? 'connecting' : 'waiting');
    const since = this.seq === null ? '' : `?since=${this.seq}`;
    const socket = this.system.open(this.url + since);
    this.socket = socket;
    socket.onmessage = (event) => this.receive(socket, event.data);
    socket.onclose = (event) => this.closed(socket, event.code);
    this.listenForSilence();
  }

  private drop(): void {
    clearTimeout(this.silenceTimer);
    const socket = this.socket;
    this.socket = null;
    if (!socket) return;
    socket.onmessage = null;
    socket.onclose = null;
    socket.close();
  }

  private listenForSilence(): void {
    clearTimeout(this.silenceTimer);
    this.silenceTimer = setTimeout(() => {
      this.drop();
      this.retry(backoff(this.attempt, this.system.random()));
    }, SILENCE_MS);
  }

  private receive(socket: WebSocket, text: unknown): void {
    if (socket !== this.socket) return;
    this.listenForSilence();
    const frame = parse(text);
    if (!frame) return;
    switch (frame.type) {
      case 'hello':
        this.hello(frame);
        return;
      case 'resync':
        this.queue = [];
        this.seq = frame.seq;
        this.hooks.onResync(frame.seq);
        return;
      case 'heartbeat':
        this.seq = Math.max(this.seq ?? 0, frame.seq);
        return;
      case 'ack':
        return;
      default:
        this.enqueue(frame);
    }
  }

  private hello(frame: Frame): void {
    const { resumed, missed } = frame.data as { resumed?: boolean; missed?: number };
    this.attempt = 0;
    this.hooks.onState('live');
    this.hooks.onHello(frame.seq, resumed ? (missed ?? 0) : 0);
    // A resumed line now sends what was missed: its numbers are still to come.
    if (!resumed) this.seq = Math.max(this.seq ?? 0, frame.seq);
  }

  /* What only passes has no number: it is not counted, and never comes again. */
  private enqueue(frame: Frame): void {
    if (frame.seq > 0) {
      if (this.seq !== null && frame.seq <= this.seq) return;
      this.seq = frame.seq;
    }
    this.queue.push(frame as unknown as LiveEvent);
    if (this.flushPlanned) return;
    this.flushPlanned = true;
    this.system.nextFrame(() => this.flush());
  }

  private flush(): void {
    this.flushPlanned = false;
    const events = this.queue;
    this.queue = [];
    if (events.length > 0) this.hooks.onEvents(events);
  }

  private closed(socket: WebSocket, code: number): void {
    if (socket !== this.socket) return;
    this.drop();
    if (code === CLOSE.sessionEnded) {
      this.running = false;
      this.hooks.onState('idle');
      this.hooks.onSessionEnded();
      return;
    }
    if (code === CLOSE.origin) {
      this.running = false;
      this.hooks.onState('refused');
      return;
    }
    this.retry(this.delayAfter(code));
  }

  private delayAfter(code: number): number {
    const random = this.system.random();
    if (code === CLOSE.restart) return Math.round(RESTART_SPREAD_MS * random);
    if (code === CLOSE.limit) return backoff(10, random);
    return backoff(this.attempt, random);
  }

  private retry(delay: number): void {
    if (!this.running) return;
    this.attempt += 1;
    this.hooks.onState(this.system.online() ? 'waiting' : 'offline');
    clearTimeout(this.retryTimer);
    this.retryTimer = setTimeout(() => this.connect(), delay);
  }
}

function parse(text: unknown): Frame | null {
  try {
    const frame = JSON.parse(String(text)) as Frame;
    return typeof frame.type === 'string' ? { ...frame, seq: Number(frame.seq ?? 0) } : null;
  } catch {
    return null;
  }
}
