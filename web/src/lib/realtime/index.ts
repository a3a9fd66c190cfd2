export { connectRealtime } from './connect';
export { useLive } from './store';
export type * from './types';
export { useEvent } from './use-event';
