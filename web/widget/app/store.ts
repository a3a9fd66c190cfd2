import { nothing, type State } from './state';

export type Change = (state: State) => State;

/** The one state, and who is told when it changes. */
export class Store {
  private state = nothing;
  private readonly listeners = new Set<(state: State, before: State) => void>();

  get(): State {
    return this.state;
  }

  set(change: Partial<State> | Change): void {
    const before = this.state;
    this.state = typeof change === 'function' ? change(before) : { ...before, ...change };
    if (this.state === before) return;
    for (const listener of [...this.listeners]) listener(this.state, before);
  }

  subscribe(listener: (state: State, before: State) => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }
}
