import { CircleCheck, Hourglass, MessageCircle, Reply, Star, Timer } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { ErrorState } from '@/components/ui/error-state';
import { SkeletonBar } from '@/components/ui/skeleton';
import { StatCard } from '@/components/ui/stat-card';
import type { ChatStatsAnswer } from '@/lib/api';
import { useSession } from '@/lib/auth/session';
import { useCan } from '@/lib/auth/use-can';
import { formatNumber, formatTimer } from '@/lib/format';
import { useDelayed } from '@/lib/use-delayed';
import { useChatFigures, useFreshChatFigures } from './api';
import { chatsLink, endedToday } from './links';

/** Chats now and today; each figure opens the rows behind it. */
export function ChatFigures() {
  const { t } = useTranslation('dashboard');
  const figures = useChatFigures();
  useFreshChatFigures();
  return (
    <section aria-labelledby="chats-today" className="flex flex-col gap-2">
      <h2 id="chats-today" className="text-lg font-semibold">
        {t('chats.title')}
      </h2>
      {figures.isPending && <Skeleton />}
      {figures.isError && !figures.data && (
        <ErrorState
          title={t('chats.failed')}
          error={figures.error}
          onRetry={() => void figures.refetch()}
        />
      )}
      {figures.data && <Cards figures={figures.data} />}
    </section>
  );
}

const grid = 'grid grid-cols-6 gap-3 max-xl:grid-cols-3 max-md:grid-cols-2';

function Cards({ figures }: { figures: ChatStatsAnswer }) {
  const { t } = useTranslation('dashboard');
  const seesOthers = useCan('chats.read_team');
  const isAgent = useSession((state) => state.agent !== null);
  const { csat, lost } = figures;
  return (
    <div className={grid}>
      <StatCard
        label={t('chats.active')}
        value={seesOthers ? figures.active : figures.mine}
        icon={MessageCircle}
        tone="success"
        to={chatsLink({ view: seesOthers ? 'all' : 'mine' })}
        hint={
          seesOthers && isAgent
            ? t('chats.mine', { number: formatNumber(figures.mine) })
            : t('chats.now')
        }
      />
      <StatCard
        label={t('chats.waiting')}
        value={figures.waiting}
        icon={Hourglass}
        tone={figures.waiting > 0 ? 'warning' : 'neutral'}
        to={chatsLink({ view: 'waiting' })}
        hint={t('chats.now')}
      />
      <StatCard
        label={t('chats.closed')}
        value={figures.closed_today}
        icon={CircleCheck}
        to={endedToday({ state: 'closed' })}
        hint={lost > 0 ? t('chats.lost', { number: formatNumber(lost) }) : t('chats.none_lost')}
      />
      <StatCard
        label={t('chats.first_response')}
        value={timeOf(figures.average_first_response_seconds)}
        icon={Reply}
        tone="info"
        to={endedToday({ with: 'answered' })}
        hint={t('chats.average_today')}
      />
      <StatCard
        label={t('chats.resolution')}
        value={timeOf(figures.average_resolution_seconds)}
        icon={Timer}
        tone="violet"
        to={endedToday({ state: 'closed' })}
        hint={t('chats.average_today')}
      />
      <StatCard
        label={t('chats.csat')}
        value={scoreOf(csat.average)}
        icon={Star}
        tone="warning"
        to={endedToday({ with: 'rated' })}
        hint={csat.count > 0 ? t('today.ratings', { count: csat.count }) : t('chats.none_rated')}
      />
    </div>
  );
}

function timeOf(seconds: number | null): string | null {
  return seconds === null ? null : formatTimer(seconds);
}

/** "4.3 / 5"; null while nobody has rated. */
function scoreOf(average: number | null): string | null {
  if (average === null) return null;
  return `${formatNumber(average, { maximumFractionDigits: 1 })} / ${formatNumber(5)}`;
}

function Skeleton() {
  const { t } = useTranslation('common');
  const shown = useDelayed(true);
  return (
    <div role="status" className={shown ? grid : `invisible ${grid}`}>
      <span className="sr-only">{t('loading')}</span>
      {['a', 'b', 'c', 'd', 'e', 'f'].map((place) => (
        <div
          key={place}
          className="flex h-25 flex-col gap-3 rounded-lg border border-line bg-surface px-4 py-3"
        >
          <SkeletonBar className="w-24" />
          <SkeletonBar className="h-6 w-12" />
        </div>
      ))}
    </div>
  );
}
