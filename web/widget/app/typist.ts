import type { Api } from './api';

type Tell = (type: string, data: Record<string, unknown>) => boolean;

const AGAIN_MS = 3_000;
const PAUSE_MS = 5_000;

/** Tells the agent that the customer types: seldom, and that it is over. */
export class Typist {
  private toldAt = 0;
  private timer: ReturnType<typeof setTimeout> | undefined;

  constructor(
    private readonly api: Api,
    private readonly tell: Tell,
    private readonly chat: () => string | undefined,
  ) {}

  typed(): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.stop(), PAUSE_MS);
    if (Date.now() - this.toldAt < AGAIN_MS) return;
    this.toldAt = Date.now();
    this.say(true);
  }

  stop(): void {
    clearTimeout(this.timer);
    if (this.toldAt === 0) return;
    this.toldAt = 0;
    this.say(false);
  }

  private say(typing: boolean): void {
    const chat = this.chat();
    if (!chat || this.tell('typing', { chat, typing })) return;
    // It passes anyway.
    void this.api.typing(chat, typing).catch(() => {});
  }
}
