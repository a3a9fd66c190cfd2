import { useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { api, call, type MessageTemplate } from '@/lib/api';

type Channel = MessageTemplate['channel'];
type Language = MessageTemplate['language'];

/** Codes of the texts there are for a channel. */
export function useTemplateCodes(channel: Channel) {
  return useQuery({
    queryKey: ['message-templates', channel],
    staleTime: 300_000,
    queryFn: async () => {
      const { templates } = await call(
        api.GET('/api/agent/communication/templates', { params: { query: { channel } } }),
      );
      return [...new Set(templates.map((template) => template.code))];
    },
  });
}

/** A template filled with the order's values, to go on from. */
export function fillTemplate(
  channel: Channel,
  template: string,
  orderId: number,
  language: Language,
) {
  return call(
    api.POST('/api/agent/communication/preview', {
      body: { channel, template, order_id: orderId, language },
    }),
  );
}

export interface SmsLength {
  segments: number;
  left: number;
}

const PAUSE_MS = 250;

/** How many SMS a text is, as the server counts; null until it has said so. */
export function useSmsLength(text: string): SmsLength | null {
  const [settled, setSettled] = useState(text);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(text), PAUSE_MS);
    return () => clearTimeout(timer);
  }, [text]);
  const { data } = useQuery({
    queryKey: ['sms-length', settled],
    enabled: settled.trim() !== '',
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 10_000,
    queryFn: () =>
      call(
        api.POST('/api/agent/communication/preview', {
          body: { channel: 'sms', message: settled },
        }),
      ),
  });
  return text.trim() === '' ? null : (data ?? null);
}
