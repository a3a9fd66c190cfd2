import type { Login } from '@/lib/api';

export type LoginTurn = 'in' | 'refused' | 'out';

/** Whether somebody was let in, was not, or left. */
export function loginTurn({ way, outcome }: Login): LoginTurn {
  if (way === 'logout' || way === 'timeout') return 'out';
  return outcome === 'ok' ? 'in' : 'refused';
}

const refusals = ['wrong', 'disabled', 'expired', 'refused', 'reuse'];
const ends = ['logout', 'idle', 'expired', 'disabled', 'password', 'revoked', 'reuse'];

/** Key of the words for it; what a newer server writes is told apart no further. */
export function loginReason(login: Login): string {
  const kind = loginTurn(login);
  if (kind === 'in') return `in_${login.way}`;
  const known = kind === 'out' ? ends : refusals;
  return known.includes(login.outcome) ? `${kind}_${login.outcome}` : kind;
}
