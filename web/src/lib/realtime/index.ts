export { connectRealtime, tellServer } from './connect';
export { onEveryEvent, useLive } from './store';
export type * from './types';
export { useEvent } from './use-event';
