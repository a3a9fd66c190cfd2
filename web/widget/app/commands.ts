/* What the page asks of the chat, done; window.Hatif from now on. */
import type { Chat } from './chat';
import type { Command, Hatif, HatifEvents, Listener, Person } from './public';

export class Commands {
  private readonly listeners = new Map<string, Set<Listener>>();

  constructor(private readonly chat: Chat) {}

  /** Takes over from the loader, and does what was asked meanwhile. */
  takeOver(hatif: Hatif): void {
    const done: Hatif = (...command) => this.run(command as Command);
    done.loaded = true;
    window.Hatif = done;
    for (const command of hatif.q ?? []) this.run(command);
    // A page may have kept the function it had.
    hatif.q = undefined;
    Object.defineProperty(hatif, 'q', { get: () => ({ push: (one: Command) => this.run(one) }) });
  }

  say<Name extends keyof HatifEvents>(name: Name, detail: HatifEvents[Name]): void {
    for (const listener of this.listeners.get(name) ?? []) {
      // An error of theirs is shown as theirs, and ends nothing of ours.
      setTimeout(() => listener(detail));
    }
  }

  private run(command: Command): void {
    const { chat } = this;
    switch (command[0]) {
      case 'open':
        chat.store.set({ hidden: false });
        chat.open(true);
        break;
      case 'close':
        chat.open(false);
        break;
      case 'toggle':
        chat.open(!chat.store.get().open);
        break;
      case 'show':
        chat.store.set({ hidden: false });
        break;
      case 'hide':
        chat.open(false);
        chat.store.set({ hidden: true });
        break;
      case 'logout':
        void chat.logout();
        break;
      case 'identify':
        this.identify(command[1]);
        break;
      case 'on':
      case 'off':
        this.listen(command[0], command[1], command[2]);
        break;
    }
  }

  private identify(who: string | (Person & { token?: string }) | undefined): void {
    if (typeof who === 'string') {
      void this.chat.identify(who).catch(() => {});
    } else if (who) {
      const { token, ...person } = who;
      this.chat.person = { ...this.chat.person, ...person };
      if (token) void this.chat.identify(token).catch(() => {});
    }
  }

  private listen(what: 'on' | 'off', name: string, listener: Listener): void {
    if (typeof listener !== 'function') return;
    const all = this.listeners.get(name) ?? new Set();
    this.listeners.set(name, all);
    if (what === 'on') all.add(listener);
    else all.delete(listener);
  }
}
