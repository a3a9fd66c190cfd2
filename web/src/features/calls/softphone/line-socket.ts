import type { Socket } from 'jssip';

const SCRIPT = '/api/agent/softphone/line.js';

type Told =
  | { kind: 'open' }
  | { kind: 'data'; data: string }
  | { kind: 'closed'; clean: boolean; code: number; reason: string };

/** The WebSocket of the phone, which a worker holds: see public/softphone-line.js. */
export class LineSocket implements Socket {
  readonly url: string;
  readonly sip_uri: string;
  via_transport = 'WSS';
  private worker: Worker | null = null;
  private open = false;

  constructor(url: string) {
    this.url = url;
    this.sip_uri = `sip:${new URL(url).host};transport=ws`;
  }

  onconnect(): void {}
  ondisconnect(_error: boolean, _code?: number, _reason?: string): void {}
  ondata<T>(_data: T): void {}

  /** With a new worker, since settings may name another address by now. */
  connect(): void {
    this.disconnect();
    const worker = new Worker(SCRIPT);
    this.worker = worker;
    worker.onmessage = ({ data }: MessageEvent<Told>) => {
      if (this.worker !== worker) return;
      if (data.kind === 'open') this.opened();
      else if (data.kind === 'data') this.ondata(data.data);
      else this.ended(!data.clean, data.code, data.reason);
    };
    worker.onerror = (event) => {
      event.preventDefault();
      if (this.worker === worker) this.ended(true);
    };
    worker.postMessage({ kind: 'open', url: this.url });
  }

  private opened(): void {
    this.open = true;
    this.onconnect();
  }

  private ended(error: boolean, code?: number, reason?: string): void {
    this.worker?.terminate();
    this.worker = null;
    this.open = false;
    this.ondisconnect(error, code, reason);
  }

  disconnect(): void {
    // The worker closes the socket before it goes, so that the PBX hears of it.
    this.worker?.postMessage({ kind: 'close' });
    const worker = this.worker;
    this.worker = null;
    this.open = false;
    if (worker) setTimeout(() => worker.terminate(), 1_000);
  }

  send(message: string | ArrayBufferLike | Blob | ArrayBufferView): boolean {
    if (!this.open) return false;
    this.worker?.postMessage({ kind: 'send', text: message });
    return true;
  }

  isConnected(): boolean {
    return this.open;
  }

  isConnecting(): boolean {
    return this.worker !== null && !this.open;
  }
}
