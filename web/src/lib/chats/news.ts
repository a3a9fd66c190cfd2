import { useEvent } from '../realtime';

/** Calls `run` for whatever happens to a chat that one sees, messages included. */
export function useChatNews(run: () => void): void {
  useEvent('chat:new', run);
  useEvent('chat:updated', run);
  useEvent('chat:assigned', run);
  useEvent('chat:transferred', run);
  useEvent('chat:closed', run);
  useEvent('chat:reopened', run);
  useEvent('chat:removed', run);
  useEvent('chat:message', run);
}
