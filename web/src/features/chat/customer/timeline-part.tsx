import { useQuery } from '@tanstack/react-query';
import {
  type LucideIcon,
  MessageCircle,
  MessagesSquare,
  Phone,
  ShoppingCart,
  SquareUserRound,
} from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { ErrorState } from '@/components/ui/error-state';
import { SkeletonRows } from '@/components/ui/skeleton';
import type { ChatMoment } from '@/lib/api';
import { formatSmart } from '@/lib/format';
import { getTimeline } from '../api';
import { Part } from './customer-panel';

const icons: Record<string, LucideIcon> = {
  chat: MessageCircle,
  order: ShoppingCart,
  call: Phone,
  interaction: SquareUserRound,
};

function pathOf({ kind, id }: ChatMoment): string | null {
  if (kind === 'chat') return `/agent/chats/${id}`;
  if (kind === 'order') return `/call-center-panel/orders?order=${id}`;
  return null;
}

/** What was between the customer and us before: chats, calls and orders, the newest first. */
export function TimelinePart({ id }: { id: number }) {
  const { t } = useTranslation('chat');
  const query = useQuery({
    queryKey: ['chats', 'timeline', id],
    queryFn: () => getTimeline(id),
  });
  return (
    <Part title={t('timeline.title')}>
      {query.isPending && <SkeletonRows rows={3} rowClassName="h-10" />}
      {query.isError && (
        <ErrorState
          title={t('timeline.failed')}
          error={query.error}
          onRetry={() => void query.refetch()}
        />
      )}
      {query.data?.length === 0 && <p className="text-sm text-ink-3">{t('timeline.empty')}</p>}
      {query.data && query.data.length > 0 && (
        <ol className="flex flex-col">
          {query.data.map((entry) => (
            <li key={`${entry.kind}-${entry.id}`} className="border-b border-line last:border-b-0">
              <Row entry={entry} />
            </li>
          ))}
        </ol>
      )}
    </Part>
  );
}

function Row({ entry }: { entry: ChatMoment }) {
  const { t } = useTranslation('chat');
  const Icon = icons[entry.kind] ?? MessagesSquare;
  const path = pathOf(entry);
  const words = {
    call: () => t(`timeline.call.${entry.title}`),
    interaction: () => entry.title || t('timeline.kind.interaction'),
  }[entry.kind as string];
  const content = (
    <>
      <Icon aria-hidden size={15} className="mt-0.5 shrink-0 text-ink-3" />
      <span className="min-w-0 flex-1">
        <span className="sr-only">{t(`timeline.kind.${entry.kind}`)}: </span>
        <span dir="auto" className="match block truncate">
          {words?.() ?? (entry.title || entry.code)}
        </span>
        <span className="text-xs text-ink-3">
          {entry.kind !== 'interaction' && (
            <>
              <bdi className="ltr num">{entry.code}</bdi>
              {' · '}
            </>
          )}
          <time dateTime={entry.at} className="num">
            {formatSmart(entry.at)}
          </time>
        </span>
      </span>
    </>
  );
  const look = 'flex items-start gap-2 py-1.5';
  if (!path) return <div className={look}>{content}</div>;
  return (
    <Link to={path} className={`${look} -outline-offset-2 hover:bg-sunken`}>
      {content}
    </Link>
  );
}
