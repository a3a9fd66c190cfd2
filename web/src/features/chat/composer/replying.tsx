import { X } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { IconButton } from '@/components/ui/icon-button';
import type { ChatMessage } from '@/lib/api';

/** What one is about to answer. */
export function Replying({ message, onDrop }: { message: ChatMessage; onDrop: () => void }) {
  const { t } = useTranslation('chat');
  return (
    <div className="mx-3 mt-2 flex items-center gap-2 rounded-md border-s-2 border-accent bg-sunken ps-2">
      <p className="min-w-0 flex-1 truncate text-sm text-ink-2">
        <span className="sr-only">{t('composer.replying')} </span>
        <span dir="auto">{message.content}</span>
      </p>
      <IconButton icon={X} label={t('composer.drop_reply')} onClick={onDrop} />
    </div>
  );
}
