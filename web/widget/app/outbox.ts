import { newId } from './ids';
import { readJson, type Storage } from './storage';
import type { Details, Replied, StoredFile } from './types';

/** A message that the server has not acknowledged. */
export interface Outgoing {
  id: string;
  /** The order in which they were written, in all tabs. */
  at: number;
  content: string;
  files: StoredFile[];
  reply: Replied | null;
  /** With these it begins a chat. */
  begin: Details | null;
  /** It begins one for later: nobody is there. */
  offline: boolean;
  /** Why the server did not take it; null: it is still to be sent. */
  refused: string | null;
}

export type Written = Omit<Outgoing, 'id' | 'at' | 'refused'>;

const PREFIX = 'out.';
const nameOf = ({ at, id }: Outgoing) => `${PREFIX}${String(at).padStart(15, '0')}.${id}`;

/**
 * Messages on their way, kept until the server has them: a page that is left, a line that breaks
 * and a browser that ends lose none. Each lies under a name of its own, so that tabs which write at
 * once do not overwrite each other; what two tabs send twice the server knows by its id.
 */
export class Outbox {
  private last = 0;

  constructor(private readonly storage: Storage) {}

  list(): Outgoing[] {
    return this.storage
      .names(PREFIX)
      .flatMap((name) => readJson<Outgoing>(this.storage.get(name)) ?? []);
  }

  add(part: Written): Outgoing {
    this.last = Math.max(Date.now(), this.last + 1);
    const message = { ...part, id: newId(), at: this.last, refused: null };
    this.keep(message);
    return message;
  }

  keep(message: Outgoing): void {
    this.storage.set(nameOf(message), JSON.stringify(message));
  }

  remove(message: Outgoing): void {
    this.storage.set(nameOf(message), null);
  }

  clear(): void {
    for (const message of this.list()) this.remove(message);
  }

  static isAbout(name: string): boolean {
    return name.startsWith(PREFIX);
  }
}
