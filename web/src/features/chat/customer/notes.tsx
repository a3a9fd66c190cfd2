import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { formatSmart } from '@/lib/format';
import { useMessagesStore } from '../store/threads';
import { Written } from '../thread/written';
import { Part } from './customer-panel';

const MOST = 5;

/** The latest notes of colleagues, so that one need not look for them between the messages. */
export function Notes({ id }: { id: number }) {
  const { t } = useTranslation('chat');
  const messages = useMessagesStore(id, (thread) => thread.messages);
  const notes = useMemo(
    () => messages.filter(({ kind }) => kind === 'note').slice(-MOST),
    [messages],
  );
  if (notes.length === 0) return null;
  return (
    <Part title={t('customer.notes')}>
      <ul className="flex flex-col gap-2">
        {notes.map((note) => (
          <li key={note.seq} className="rounded-md bg-note px-2.5 py-1.5 text-sm">
            <Written text={note.content} />
            <p className="text-xs text-ink-2">
              {note.author && <bdi>{note.author.name}</bdi>} ·{' '}
              <time dateTime={note.sent_at} className="num">
                {formatSmart(note.sent_at)}
              </time>
            </p>
          </li>
        ))}
      </ul>
    </Part>
  );
}
