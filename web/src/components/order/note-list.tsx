import { useTranslation } from 'react-i18next';
import type { OrderNote } from '@/lib/api';
import { formatSmart } from '@/lib/format';

/** Notes of colleagues, the newest first. */
export function NoteList({ notes }: { notes: OrderNote[] }) {
  const { t } = useTranslation('orders');
  if (notes.length === 0) return <p className="text-sm text-ink-3">{t('note.none')}</p>;
  const newestFirst = [...notes].sort(
    (a, b) => Date.parse(b.created_at) - Date.parse(a.created_at),
  );
  return (
    <ul className="flex flex-col gap-2">
      {newestFirst.map((note) => (
        <li key={note.id} className="rounded-md bg-note px-3 py-2">
          <p dir="auto" className="whitespace-pre-wrap wrap-anywhere">
            {note.body}
          </p>
          <p className="text-xs text-ink-2">
            <bdi>{note.author || t('note.system')}</bdi>
            {' · '}
            <span className="num">{formatSmart(note.created_at)}</span>
          </p>
        </li>
      ))}
    </ul>
  );
}
