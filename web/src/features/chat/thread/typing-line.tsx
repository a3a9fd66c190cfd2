import { useTranslation } from 'react-i18next';
import { isolate } from '@/lib/bidi';
import { nameOf } from '@/lib/chats/names';
import { formatList } from '@/lib/format';
import { useChat } from '../store/chats';
import { typingIn, useTypingStore } from '../store/typing';

/** Who is writing right now: the customer, or a colleague. */
export function TypingLine({ id }: { id: number }) {
  const { t } = useTranslation('chat');
  const chat = useChat(id);
  const typing = useTypingStore(typingIn(id));
  const names = typing.map(({ side, name }) =>
    isolate(side === 'customer' && chat ? nameOf(chat) : name),
  );
  return (
    <p aria-live="polite" className="h-5 truncate px-4 text-xs text-ink-3">
      {names.length > 0 && t('thread.typing', { count: names.length, names: formatList(names) })}
    </p>
  );
}
