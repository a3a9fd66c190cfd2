import { memo } from 'react';
import { useTranslation } from 'react-i18next';
import type { ChatMessage } from '@/lib/api';
import { formatDate } from '@/lib/format';
import { Bubble } from './bubble';
import { EventLine } from './event-line';
import type { Item } from './items';
import { QueuedBubble } from './queued-bubble';

interface LineProps {
  item: Item;
  onReply: (message: ChatMessage) => void;
}

export const Line = memo(function Line({ item, onReply }: LineProps) {
  switch (item.kind) {
    case 'day':
      return <Day at={item.at} />;
    case 'news':
      return <News />;
    case 'event':
      return <EventLine message={item.message} />;
    case 'queued':
      return <QueuedBubble queued={item.queued} />;
    case 'message':
      return <Bubble {...item} onReply={onReply} />;
  }
});

function Day({ at }: { at: string }) {
  return (
    <p className="flex items-center gap-3 py-2 text-xs text-ink-3">
      <span aria-hidden className="h-px flex-1 bg-line" />
      <time dateTime={at}>{formatDate(at)}</time>
      <span aria-hidden className="h-px flex-1 bg-line" />
    </p>
  );
}

function News() {
  const { t } = useTranslation('chat');
  return (
    <p className="flex items-center gap-3 py-2 text-xs font-semibold text-accent">
      <span aria-hidden className="h-px flex-1 bg-accent" />
      {t('thread.news')}
      <span aria-hidden className="h-px flex-1 bg-accent" />
    </p>
  );
}
