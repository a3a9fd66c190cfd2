import { useTranslation } from 'react-i18next';
import type { ChatMessage } from '@/lib/api';
import { formatDateTime, formatTime } from '@/lib/format';
import { useTagName } from '../choices';
import { eventText } from './event-text';

/** Something that happened, as a quiet line between what was written. */
export function EventLine({ message }: { message: ChatMessage }) {
  const { t } = useTranslation('chat');
  const tagNamed = useTagName();
  return (
    <p className="py-1.5 text-center text-xs text-ink-3">
      <span dir="auto">{eventText(t, message, tagNamed)}</span>
      {' · '}
      <time dateTime={message.sent_at} title={formatDateTime(message.sent_at)} className="num">
        {formatTime(message.sent_at)}
      </time>
    </p>
  );
}
