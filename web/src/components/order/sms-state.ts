import { create } from 'zustand';

/**
 * Whether this server can send text messages. Nobody tells in advance: the first attempt does, and
 * from then on the page says it before the next one is made.
 */
export const useSmsState = create<{ configured: boolean | null }>()(() => ({ configured: null }));

export function noteSms(state: 'not_configured' | 'queued' | 'no_phone' | 'none'): void {
  if (state === 'queued' || state === 'not_configured')
    useSmsState.setState({ configured: state === 'queued' });
}
