import { create } from 'zustand';
import { useSession } from '@/lib/auth/session';

/** The chats that one has opened here, in their order: the keys Alt+1 to Alt+9 follow it. */
interface WorkTabs {
  ids: readonly number[];
}

const KEY = 'hatif.chats.tabs';
const MOST = 9;

/* For this tab of the browser alone: another window may have other chats before it. */
function read(): readonly number[] {
  try {
    const kept: unknown = JSON.parse(sessionStorage.getItem(KEY) ?? '[]');
    return Array.isArray(kept) ? kept.filter(Number.isSafeInteger).slice(0, MOST) : [];
  } catch {
    return [];
  }
}

function keep(ids: readonly number[]): void {
  try {
    sessionStorage.setItem(KEY, JSON.stringify(ids));
  } catch {
    // A convenience; the page goes on without it.
  }
}

export const useWorkTabs = create<WorkTabs>()(() => ({ ids: read() }));

function show(ids: readonly number[]): void {
  useWorkTabs.setState({ ids });
  keep(ids);
}

/** The tabs with one more; the place of the oldest is given up where there is none. */
export function withTab(ids: readonly number[], id: number): readonly number[] {
  if (ids.includes(id)) return ids;
  return [...ids, id].slice(-MOST);
}

export function openTab(id: number): void {
  const { ids } = useWorkTabs.getState();
  const next = withTab(ids, id);
  if (next !== ids) show(next);
}

/** Closes a tab and says which one stands in its place, if any. */
export function closeTab(id: number): number | null {
  const { ids } = useWorkTabs.getState();
  const at = ids.indexOf(id);
  const rest = ids.filter((one) => one !== id);
  show(rest);
  return rest[Math.min(at, rest.length - 1)] ?? null;
}

useSession.subscribe((now, before) => {
  if (before.user && now.user?.id !== before.user.id) show([]);
});
