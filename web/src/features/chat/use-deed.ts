import { useMutation } from '@tanstack/react-query';
import { toast } from '@/components/ui/toast-store';
import { asApiError, type Chat, errorText } from '@/lib/api';
import { type ChatAnswer, type ChatDeed, doWith } from './api';
import { putChat } from './store/chats';

interface Deed {
  id: number;
  body?: object;
}

/* A refusal shows the chat as it is now: somebody else was first. */
function takeCurrent(current: unknown): void {
  const chat = current as Partial<Chat> | null;
  if (typeof chat?.id === 'number' && typeof chat.version === 'number') putChat(chat as Chat);
}

/** Does one thing with a chat, says why it could not be done, and shows the chat as it is then. */
export function useDeed(deed: ChatDeed, onDone?: (answer: ChatAnswer) => void) {
  return useMutation({
    mutationFn: ({ id, body }: Deed) => doWith(id, deed, body),
    onSuccess: (answer) => {
      putChat(answer.chat);
      onDone?.(answer);
    },
    onError: (thrown) => {
      takeCurrent(asApiError(thrown).current);
      toast.error(errorText(thrown));
    },
  });
}
