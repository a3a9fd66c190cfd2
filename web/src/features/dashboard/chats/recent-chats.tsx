import { ArrowRight, MessagesSquare } from 'lucide-react';
import type { FocusEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { Empty } from '@/components/ui/empty';
import { ErrorState } from '@/components/ui/error-state';
import { SkeletonRows } from '@/components/ui/skeleton';
import { chatsLink } from './links';
import { RECENT_CHATS } from './recent';
import { RecentChat } from './recent-chat';
import { useRecentChats } from './use-recent-chats';

/** What last happened among the chats that one sees (S1-DASH-10). */
export function RecentChats() {
  const { t } = useTranslation('dashboard');
  const { query, hold } = useRecentChats();
  const rows = query.data ?? [];
  return (
    <section aria-labelledby="recent-chats" className="flex min-w-0 flex-col gap-2">
      <div className="flex items-baseline gap-3">
        <h2 id="recent-chats" className="text-lg font-semibold">
          {t('chats.recent')}
        </h2>
        <Link
          to={chatsLink({})}
          className="ms-auto inline-flex items-center gap-1 text-sm font-semibold text-accent underline-offset-2 hover:underline"
        >
          {t('chats.all')}
          <ArrowRight aria-hidden size={14} className="flip" />
        </Link>
      </div>
      <div className="rounded-lg border border-line bg-surface">
        {query.isPending && <SkeletonRows rows={RECENT_CHATS} rowClassName="h-14" />}
        {query.isError && !query.data && (
          <ErrorState
            title={t('chats.failed')}
            error={query.error}
            onRetry={() => void query.refetch()}
          />
        )}
        {query.data && rows.length === 0 && (
          <Empty icon={MessagesSquare} title={t('chats.empty')} text={t('chats.empty_text')} />
        )}
        <ul
          onPointerEnter={(event) => event.pointerType === 'mouse' && hold(true)}
          onPointerLeave={() => hold(false)}
          onFocus={(event) => isByKey(event) && hold(true)}
          onBlur={(event) => !event.currentTarget.contains(event.relatedTarget) && hold(false)}
        >
          {rows.map((chat) => (
            <li key={chat.id} className="border-b border-line last:border-b-0">
              <RecentChat chat={chat} />
            </li>
          ))}
        </ul>
      </div>
    </section>
  );
}

function isByKey({ target }: FocusEvent): boolean {
  return target.matches(':focus-visible');
}
