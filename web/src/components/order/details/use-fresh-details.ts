import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import { useEvent } from '@/lib/realtime';

const AFTER_MS = 300;

/** Loads the details again a moment after an event about this order. */
export function useFreshDetails(id: number): void {
  const queryClient = useQueryClient();
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  const renew = (order: number | null) => {
    if (order !== id) return;
    clearTimeout(timer.current);
    timer.current = setTimeout(() => {
      void queryClient.invalidateQueries({ queryKey: ['order', id] });
    }, AFTER_MS);
  };
  useEffect(() => () => clearTimeout(timer.current), []);
  useEvent('order:updated', (event) => renew(event.id));
  useEvent('modification:requested', (event) => renew(event.modification.order.id));
  useEvent('modification:decided', (event) => renew(event.modification.order.id));
  useEvent('order:note', (event) => renew(event.id));
  useEvent('communication:created', ({ communication }) => renew(communication.order_id));
  useEvent('communication:updated', ({ communication }) => renew(communication.order_id));
  useEvent('interaction:created', ({ interaction }) => renew(interaction.order_id));
  useEvent('rating:created', ({ rating }) => renew(rating.order_id));
  useEvent('callback:created', ({ callback }) => renew(callback.order.id));
  useEvent('callback:updated', ({ callback }) => renew(callback.order.id));
  useEvent('follow_up:created', (event) => renew(event.follow_up.order.id));
  useEvent('follow_up:updated', (event) => renew(event.follow_up.order.id));
}
