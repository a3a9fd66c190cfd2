import { type ApiError, api, asApiError, call, type Order, type StatusChange } from '../api';
import type { StatusChangeAnswer } from '../api/types';
import { useSession } from '../auth/session';

/** How an attempt to change a status ended. `lost`: nobody knows whether the server heard it. */
export type SaveResult =
  | { outcome: 'saved'; answer: StatusChangeAnswer | null; order: Order }
  | { outcome: 'lost' }
  | { outcome: 'conflict'; current: Order }
  | { outcome: 'refused'; error: ApiError };

/** The network, or a server that is just restarting: the same request may be sent again. */
export function isLost(error: ApiError): boolean {
  return error.status === 0 || [502, 503, 504].includes(error.status);
}

/**
 * Sends one change, tied to the version it was made on. That makes a second sending safe: when the
 * first one did arrive, the server refuses the second as a conflict, and we recognise our own work.
 */
export async function saveStatus(
  base: Order,
  change: StatusChange,
  again = false,
): Promise<SaveResult> {
  const body = { ...change, version: change.version ?? base.version };
  try {
    const answer = await call(
      api.PUT('/api/agent/orders/{id}/status', { params: { path: { id: String(base.id) } }, body }),
    );
    return { outcome: 'saved', answer, order: answer.order };
  } catch (failure) {
    const error = asApiError(failure);
    if (isLost(error)) return { outcome: 'lost' };
    if (error.code === 'conflict' && error.current) {
      const current = error.current as Order;
      if (again && (await isOwnWork(current, body.version, change))) {
        return { outcome: 'saved', answer: null, order: current };
      }
      if (!again && isAside(base, current)) {
        return saveStatus(current, { ...change, version: current.version });
      }
      return { outcome: 'conflict', current };
    }
    return { outcome: 'refused', error };
  }
}

/* The clock went on, or somebody asked for a change: work on an order sets its updated_at. */
function isAside(base: Order, current: Order): boolean {
  return base.updated_at === current.updated_at && base.status === current.status;
}

async function isOwnWork(current: Order, base: number, change: StatusChange): Promise<boolean> {
  if (current.status !== change.status || current.version !== base + 1) return false;
  const me = useSession.getState().agent?.id ?? null;
  try {
    const { history } = await call(
      api.GET('/api/agent/orders/{id}/history', { params: { path: { id: String(current.id) } } }),
    );
    const last = history.reduce(
      (latest, row) => (row.id > latest.id ? row : latest),
      history[0] ?? { id: 0, agent: null },
    );
    return (last.agent?.id ?? null) === me;
  } catch {
    return false;
  }
}
