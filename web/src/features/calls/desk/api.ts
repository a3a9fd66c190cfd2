import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useCallback } from 'react';
import type { LiveMessage } from '@/hooks/useCallCenterAPI';
import { api, type Call, call, type Transcript, type WaitingCall } from '@/lib/api';
import { useEvent } from '@/lib/realtime';
import { useGathered } from '@/lib/use-gathered';
import { withMessage } from './model';

const CALL = 'one-call';
export const QUEUE = ['call-queue'];

export function useOneCall(callId: string | null) {
  return useQuery({
    queryKey: [CALL, callId],
    enabled: callId !== null,
    queryFn: async () =>
      (await call(api.GET('/api/calls/{id}', { params: { path: { id: callId ?? '' } } }))).call,
  });
}

const transcriptKey = (callId: string) => ['transcript', callId];

/** What was said in a call; new lines come by themselves. */
export function useTranscript(callId: string) {
  const cache = useQueryClient();
  useEvent('message:new', ({ call_id, message }) => {
    if (call_id !== callId) return;
    cache.setQueryData<Transcript>(transcriptKey(callId), (before) =>
      before ? { ...before, messages: withMessage(before.messages, message) } : before,
    );
  });
  return useQuery({
    queryKey: transcriptKey(callId),
    queryFn: () => call(api.GET('/api/transcripts/{call}', { params: { path: { call: callId } } })),
  });
}

/** A caller who waits for a department, and since when. */
export interface Waiting extends WaitingCall {
  since: string;
}

export function useCallQueue() {
  return useQuery({
    queryKey: QUEUE,
    queryFn: async (): Promise<Waiting[]> => {
      const { queue } = await call(api.GET('/api/calls/queue'));
      const now = Date.now();
      return queue.map((row) => ({
        ...row,
        since: new Date(now - row.waiting_seconds * 1000).toISOString(),
      }));
    },
  });
}

/** What is heard reaches the call on screen. */
export function useTellCall() {
  const cache = useQueryClient();
  return useCallback(
    ({ data }: LiveMessage) => {
      if (!('call' in data)) return;
      const { call: heard } = data;
      cache.setQueryData<Call>([CALL, heard.call_id], (before) =>
        before && before.version <= heard.version ? heard : before,
      );
    },
    [cache],
  );
}

/* A call that moves changes the places of all who wait. */
const GATHER_MS = 150;

/** The queue as it is after what is heard. */
export function useTellQueue() {
  const cache = useQueryClient();
  const again = useGathered(() => void cache.invalidateQueries({ queryKey: QUEUE }), GATHER_MS);
  return useCallback(
    ({ type }: LiveMessage) => {
      if (type.startsWith('call:')) again();
    },
    [again],
  );
}
