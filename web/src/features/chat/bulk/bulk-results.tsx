import { useTranslation } from 'react-i18next';
import { Notice } from '@/components/ui/notice';
import { nameOf } from '@/lib/chats/names';
import { formatNumber } from '@/lib/format';
import { useChat } from '../store/chats';

export interface Failure {
  id: number;
  /** Why, in the server's words. */
  text: string;
}

/** The chats that stayed as they were; they are still chosen. */
export function BulkResults({ failures }: { failures: Failure[] }) {
  const { t } = useTranslation('chat');
  const count = failures.length;
  return (
    <div className="flex flex-col gap-3">
      <Notice tone="warning" alert>
        {t('bulk.failed', { count, shown: formatNumber(count) })}
      </Notice>
      <ul className="flex flex-col divide-y divide-line">
        {failures.map((failure) => (
          <FailureRow key={failure.id} failure={failure} />
        ))}
      </ul>
    </div>
  );
}

function FailureRow({ failure }: { failure: Failure }) {
  const chat = useChat(failure.id);
  return (
    <li className="flex gap-3 py-1.5">
      <bdi className="max-w-40 shrink-0 truncate font-semibold">
        {chat ? nameOf(chat) : failure.id}
      </bdi>
      <span dir="auto" className="match text-ink-2">
        {failure.text}
      </span>
    </li>
  );
}
