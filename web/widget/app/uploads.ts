import { type Api, ApiError } from './api';
import { backoff, pause } from './backoff';
import { newId } from './ids';
import type { StoredFile, Upload, UploadAnswer } from './types';

export interface Sending {
  key: string;
  name: string;
  size: number;
  state: 'waiting' | 'sending' | 'done' | 'failed' | 'too large';
  /** From 0 to 1. */
  progress: number;
  file: StoredFile | null;
  /** What the server said of it. */
  error: string | null;
}

/** A message takes no more. */
export const FILES_MOST = 10;
const FAILURES_MOST = 25;

interface Work {
  source: File;
  begun: Upload | null;
  stop: AbortController;
}

/* AbortSignal.throwIfAborted() is younger than some browsers in use. */
function stopped({ stop }: Work): void {
  if (stop.signal.aborted) throw new ApiError(0, 'stopped', '');
}

/**
 * Files on their way, one after another and in pieces: a line that breaks costs one piece, and the
 * rest goes on where the server is.
 */
export class Uploads {
  list: readonly Sending[] = [];
  private readonly works = new Map<string, Work>();
  private busy = false;

  constructor(
    private readonly api: Api,
    private readonly onChange: () => void,
  ) {}

  get ready(): boolean {
    return this.list.every(({ state }) => state === 'done');
  }

  /** What is larger than that is refused before it is sent. */
  add(files: Iterable<File>, bytesMost: number): void {
    for (const source of [...files].slice(0, FILES_MOST - this.list.length)) {
      const key = newId();
      this.works.set(key, { source, begun: null, stop: new AbortController() });
      const { name, size } = source;
      const sending: Sending = {
        key,
        name,
        size,
        state: size > bytesMost ? 'too large' : 'waiting',
        progress: 0,
        file: null,
        error: null,
      };
      this.list = [...this.list, sending];
    }
    this.onChange();
    void this.work();
  }

  remove(key: string): void {
    this.works.get(key)?.stop.abort();
    this.works.delete(key);
    this.list = this.list.filter((one) => one.key !== key);
    this.onChange();
  }

  retry(key: string): void {
    this.change(key, { state: 'waiting', error: null });
    void this.work();
  }

  /** The files that are whole, for the message that takes them. */
  take(): StoredFile[] {
    const whole = this.list.flatMap(({ file }) => file ?? []);
    this.list = [];
    this.works.clear();
    this.onChange();
    return whole;
  }

  stop(): void {
    for (const { stop } of this.works.values()) stop.abort();
  }

  private change(key: string, part: Partial<Sending>): void {
    this.list = this.list.map((one) => (one.key === key ? { ...one, ...part } : one));
    this.onChange();
  }

  private async work(): Promise<void> {
    if (this.busy) return;
    this.busy = true;
    for (;;) {
      const next = this.list.find(({ state }) => state === 'waiting');
      const work = next && this.works.get(next.key);
      if (!next || !work) break;
      await this.send(next, work);
    }
    this.busy = false;
  }

  private async send({ key }: Sending, work: Work): Promise<void> {
    this.change(key, { state: 'sending' });
    try {
      const file = await this.whole(work, (progress) => this.change(key, { progress }));
      this.change(key, { state: 'done', progress: 1, file });
    } catch (error) {
      if (work.stop.signal.aborted) return;
      const why = error instanceof ApiError ? error : new ApiError(500, '', '');
      this.change(key, {
        state: 'failed',
        error: Object.values(why.fields).flat()[0] ?? why.message,
      });
    }
  }

  private async whole(work: Work, onProgress: (share: number) => void): Promise<StoredFile> {
    let failed = work.begun !== null;
    for (let failures = 0; ; ) {
      stopped(work);
      try {
        const answer = await this.step(work, failed, onProgress);
        work.begun = answer.upload ?? work.begun;
        if (answer.file) return answer.file;
        failed = false;
        failures = 0;
      } catch (error) {
        stopped(work);
        if (!(error instanceof ApiError) || !error.passes || ++failures > FAILURES_MOST)
          throw error;
        failed = work.begun !== null;
        await pause(Math.max(backoff(failures), error.retryAfter * 1_000));
      }
    }
  }

  /** The next piece, or, after a failure, the question where the server stands. */
  private async step(
    { source, begun, stop }: Work,
    failed: boolean,
    onProgress: (share: number) => void,
  ): Promise<UploadAnswer> {
    if (!begun) return this.api.beginUpload(source.name, source.size);
    if (failed) return this.api.lookAtUpload(begun.id);
    const { offset, piece_bytes } = begun;
    const piece = source.slice(offset, Math.min(offset + piece_bytes, source.size));
    // Nothing is left, and it is no file: no further piece would make it one.
    if (piece.size === 0) throw new ApiError(422, '', '');
    try {
      const part = (bytes: number) =>
        onProgress((offset + Math.min(bytes, piece.size)) / source.size);
      return await this.api.sendPiece(begun, piece, part, stop.signal);
    } catch (error) {
      // The server has it already: the answer to the last attempt was lost on its way.
      if (error instanceof ApiError && error.status === 409) {
        return this.api.lookAtUpload(begun.id);
      }
      throw error;
    }
  }
}
