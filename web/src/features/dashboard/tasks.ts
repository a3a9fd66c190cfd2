import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { toast } from '@/components/ui/toast-store';
import { api, type Callback, call, errorText, type FollowUp } from '@/lib/api';
import { useEvent } from '@/lib/realtime';

function useRenew(key: string) {
  const queryClient = useQueryClient();
  return () => {
    void queryClient.invalidateQueries({ queryKey: [key] });
    void queryClient.invalidateQueries({ queryKey: ['dashboard'] });
  };
}

export function useCallbacks() {
  const renew = useRenew('callbacks');
  useEvent('callback:created', renew);
  useEvent('callback:updated', renew);
  useEvent('callback:due', renew);
  return useQuery({
    queryKey: ['callbacks', 'open'],
    queryFn: async () => {
      // Without a status: those that wait and those that are due.
      const { callbacks } = await call(api.GET('/api/agent/callbacks'));
      return [...callbacks].sort((a, b) => Date.parse(a.callback_at) - Date.parse(b.callback_at));
    },
  });
}

interface CallbackChange {
  callback: Callback;
  status: 'done' | 'missed' | 'cancelled' | 'rescheduled';
  at?: string;
}

export function useChangeCallback() {
  const renew = useRenew('callbacks');
  return useMutation({
    mutationFn: ({ callback, status, at }: CallbackChange) =>
      call(
        api.PATCH('/api/agent/callbacks/{id}', {
          params: { path: { id: String(callback.id) } },
          body: { status, version: callback.version, ...(at ? { callback_at: at } : {}) },
        }),
      ),
    onError: (error, { callback }) =>
      toast.error(errorText(error), { detail: callback.order.short_code }),
    onSettled: renew,
  });
}

export type FollowUpSpan = 'today' | 'all';

export function useFollowUps(due: FollowUpSpan) {
  const renew = useRenew('follow-ups');
  useEvent('follow_up:created', renew);
  useEvent('follow_up:updated', renew);
  useEvent('follow_up:due', renew);
  return useQuery({
    queryKey: ['follow-ups', 'pending', due],
    queryFn: async () => {
      const query = { due, status: 'pending' } as const;
      const answer = await call(api.GET('/api/agent/follow-ups', { params: { query } }));
      return [...answer.follow_ups].sort((a, b) => Date.parse(a.due_at) - Date.parse(b.due_at));
    },
  });
}

interface FollowUpChange {
  followUp: FollowUp;
  status?: 'done' | 'cancelled';
  at?: string;
}

export function useChangeFollowUp() {
  const renew = useRenew('follow-ups');
  return useMutation({
    mutationFn: ({ followUp, status, at }: FollowUpChange) =>
      call(
        api.PATCH('/api/agent/follow-ups/{id}', {
          params: { path: { id: String(followUp.id) } },
          body: {
            version: followUp.version,
            ...(status ? { status } : {}),
            ...(at ? { due_at: at } : {}),
          },
        }),
      ),
    onError: (error, { followUp }) =>
      toast.error(errorText(error), { detail: followUp.order.short_code }),
    onSettled: renew,
  });
}
