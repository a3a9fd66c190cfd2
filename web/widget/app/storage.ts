/*
 * What this browser keeps of the chat on this site, for all its tabs. Where a browser keeps nothing
 * (a full or forbidden store), the tab remembers for as long as it lives.
 */
export class Storage {
  private readonly memory = new Map<string, string>();
  private readonly prefix: string;

  constructor(key: string) {
    this.prefix = `hatif.widget.${key}.`;
  }

  get(name: string): string | null {
    const path = this.prefix + name;
    try {
      return this.memory.get(path) ?? localStorage.getItem(path);
    } catch {
      return this.memory.get(path) ?? null;
    }
  }

  /** null removes it. */
  set(name: string, value: string | null): void {
    const path = this.prefix + name;
    this.memory.delete(path);
    try {
      if (value === null) localStorage.removeItem(path);
      else localStorage.setItem(path, value);
    } catch {
      if (value !== null) this.memory.set(path, value);
    }
  }

  /** The names that begin so, in the order of the alphabet. */
  names(beginning: string): string[] {
    const start = this.prefix + beginning;
    const paths = [...this.memory.keys()];
    try {
      for (let at = 0; at < localStorage.length; at++) paths.push(localStorage.key(at) ?? '');
    } catch {
      // Only what the tab itself remembers.
    }
    return [...new Set(paths)]
      .filter((path) => path.startsWith(start))
      .map((path) => path.slice(this.prefix.length))
      .sort();
  }

  /** Another tab changed one of ours. */
  onChange(run: (name: string, value: string | null) => void): void {
    addEventListener('storage', ({ key, newValue }) => {
      // Without a key everything was cleared.
      if (key === null) run('token', null);
      else if (key.startsWith(this.prefix)) run(key.slice(this.prefix.length), newValue);
    });
  }
}

export function readJson<T>(text: string | null): T | null {
  if (text === null) return null;
  try {
    return JSON.parse(text) as T;
  } catch {
    return null;
  }
}
