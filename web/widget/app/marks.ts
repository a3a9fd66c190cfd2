import type { Api } from './api';

type Tell = (type: string, data: Record<string, unknown>) => boolean;

const GATHER_MS = 300;

/** Tells how far messages came and were read, together and not more often than needed. */
export class Marks {
  private chat = '';
  private delivered = 0;
  private read = 0;
  private told = '';
  private timer: ReturnType<typeof setTimeout> | undefined;

  constructor(
    private readonly api: Api,
    private readonly tell: Tell,
  ) {}

  rise(chat: string, delivered: number, read: number): void {
    if (chat !== this.chat) {
      this.chat = chat;
      this.delivered = 0;
      this.read = 0;
    }
    this.delivered = Math.max(this.delivered, delivered);
    this.read = Math.max(this.read, read);
    this.timer ??= setTimeout(() => {
      this.timer = undefined;
      void this.send();
    }, GATHER_MS);
  }

  private async send(): Promise<void> {
    const { chat, delivered, read } = this;
    const now = `${chat} ${delivered} ${read}`;
    if (now === this.told || delivered === 0) return;
    const before = this.told;
    this.told = now;
    if (this.tell('read', { chat, delivered_seq: delivered, seq: read })) return;
    try {
      await this.api.marks(chat, delivered, read);
    } catch {
      // With the next message, or when the page is looked at again.
      this.told = before;
    }
  }
}
