import { MessageSquareWarning, Pencil, SendHorizontal, Trash2 } from 'lucide-react';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '@/components/ui/button';
import { isolate } from '@/lib/bidi';
import { nameOf } from '@/lib/chats/names';
import { useKeys, useShortcut } from '@/lib/shortcuts';
import { useChat } from '../store/chats';
import { drop, postAgain, type Queued } from '../store/outbox';
import { catchUp } from '../store/threads';

interface HeldProps {
  held: Queued;
  onEdit: (text: string) => void;
}

/** Somebody wrote meanwhile: one sees what, and says with one key whether the answer still fits. */
export function Held({ held, onEdit }: HeldProps) {
  const { t } = useTranslation('chat');
  const chat = useChat(held.chatId);
  const keys = useKeys('chat.anyway');
  const anyway = () => void postAgain(held, true);
  useShortcut('chat.anyway', anyway);
  useEffect(() => {
    void catchUp(held.chatId);
  }, [held.chatId]);
  return (
    <section
      aria-label={t('held.title')}
      className="flex flex-col gap-2 border-b border-warning bg-warning-bg px-4 py-2 text-warning"
    >
      <p role="alert" className="flex items-center gap-2 text-sm font-semibold">
        <MessageSquareWarning aria-hidden size={16} className="shrink-0" />
        {t('held.text')}
      </p>
      <ul className="flex max-h-32 flex-col gap-1 overflow-y-auto">
        {held.newer.map((message) => (
          <li key={message.seq} className="text-ink">
            <span className="text-xs text-ink-2">
              {message.speaker === 'customer' && chat
                ? isolate(nameOf(chat))
                : isolate(message.author?.name ?? '')}
              {': '}
            </span>
            <span dir="auto" className="wrap-anywhere">
              {message.content}
            </span>
          </li>
        ))}
      </ul>
      <div className="flex flex-wrap gap-2">
        <Button variant="primary" icon={SendHorizontal} flipIcon shortcut={keys} onClick={anyway}>
          {t('held.anyway')}
        </Button>
        <Button
          icon={Pencil}
          onClick={() => {
            onEdit(held.content);
            void drop(held);
          }}
        >
          {t('held.edit')}
        </Button>
        <Button variant="ghost" icon={Trash2} onClick={() => void drop(held)}>
          {t('queued.discard')}
        </Button>
      </div>
    </section>
  );
}
