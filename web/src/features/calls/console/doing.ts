import { create } from 'zustand';
import type { Call } from '@/lib/api';

/** What is asked about a call before it is done: to whom it goes, whether it shall end. */
export interface Doing {
  action: 'transfer' | 'end';
  call: Call;
}

/* One dialog for all rows: a row that leaves meanwhile does not take it along. */
export const useDoing = create<{ doing: Doing | null }>()(() => ({ doing: null }));

export function ask(doing: Doing | null): void {
  useDoing.setState({ doing });
}
