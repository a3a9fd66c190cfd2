import { useMemo } from 'react';
import { useSession } from '@/lib/auth/session';
import { useCan } from '@/lib/auth/use-can';
import type { CallRights } from '../model';

export function useCallRights(): CallRights {
  const make = useCan('calls.make');
  const supervise = useCan('calls.supervise');
  const agentId = useSession((state) => state.agent?.id ?? null);
  return useMemo(() => ({ make, supervise, agentId }), [make, supervise, agentId]);
}
