import { ListOrdered, Maximize, Minimize, PlugZap, Undo2, Unplug } from 'lucide-react';
import { type CSSProperties, useEffect, useState, useSyncExternalStore } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { Empty } from '@/components/ui/empty';
import { ErrorState } from '@/components/ui/error-state';
import { IconButton } from '@/components/ui/icon-button';
import { SkeletonRows } from '@/components/ui/skeleton';
import { useSession } from '@/lib/auth/session';
import { cx } from '@/lib/cx';
import { formatTime } from '@/lib/format';
import { usePageTitle } from '@/lib/page-title';
import { connectRealtime, useLive } from '@/lib/realtime';
import { useDelayed } from '@/lib/use-delayed';
import { useNow } from '@/lib/use-now';
import { useWall, useWallLink } from './api';
import { columnsFor, type WallQueue } from './model';
import { QueueCard } from './queue-card';

/** The queues for a screen on the wall: nothing to press, nothing to scroll, readable from afar. */
export function WallPage() {
  const { t } = useTranslation('call_stats');
  usePageTitle(t('wall.title'));
  useEffect(connectRealtime, []);
  useScreenAwake();
  const wall = useWall();
  return (
    <div className="flex h-full flex-col gap-[1vh] overflow-y-auto bg-canvas p-[clamp(0.5rem,1.2vh,1.25rem)]">
      <Head />
      <Links />
      <main className="min-h-0 flex-1">
        {wall.isPending && <SkeletonRows rows={4} rowClassName="h-24" />}
        {wall.error && !wall.queues && (
          <ErrorState title={t('wall.failed')} error={wall.error} onRetry={wall.refetch} />
        )}
        {wall.queues?.length === 0 && (
          <Empty icon={ListOrdered} title={t('wall.empty')} text={t('wall.empty_text')} />
        )}
        {wall.queues && wall.queues.length > 0 && (
          <Cards queues={wall.queues} allowedSeconds={wall.allowedSeconds} />
        )}
      </main>
    </div>
  );
}

const columns: Record<number, string> = {
  1: 'md:grid-cols-1',
  2: 'md:grid-cols-2',
  3: 'md:grid-cols-3',
  4: 'md:grid-cols-2 lg:grid-cols-4',
};

/* Of the height of the window, what the head and the gaps leave. */
const HEIGHT_VH = 90;

function Cards({ queues, allowedSeconds }: { queues: WallQueue[]; allowedSeconds: number }) {
  const across = columnsFor(queues.length);
  const height = `${HEIGHT_VH / Math.ceil(queues.length / across)}vh`;
  return (
    <div
      style={{ '--card': height } as CSSProperties}
      className={cx(
        'grid min-h-full gap-[1vh] max-md:[--card:100vh]! md:h-full md:auto-rows-fr',
        columns[across],
      )}
    >
      {queues.map((queue) => (
        <QueueCard key={queue.key} queue={queue} allowedSeconds={allowedSeconds} />
      ))}
    </div>
  );
}

function Head() {
  const { t } = useTranslation('call_stats');
  const company = useSession((state) => state.company);
  return (
    <header className="flex items-center gap-3">
      {company?.logo_url && (
        <img
          src={company.logo_url}
          alt=""
          className="size-[clamp(1.5rem,4vh,3.5rem)] rounded-sm object-contain"
        />
      )}
      <h1 className="truncate text-[clamp(1.125rem,3.2vh,3rem)] leading-tight font-semibold">
        {t('wall.title')}
        <span className="text-ink-3 max-md:hidden">
          {' · '}
          <bdi>{company?.name}</bdi>
        </span>
      </h1>
      <span className="ms-auto flex items-center gap-1">
        <FullScreen />
        <Link
          to="/"
          aria-label={t('wall.leave')}
          title={t('wall.leave')}
          className="inline-grid size-8 shrink-0 place-items-center rounded-md text-ink-2 hover:bg-sunken hover:text-ink pointer-coarse:size-11"
        >
          <Undo2 aria-hidden size={17} strokeWidth={1.75} className="flip" />
        </Link>
        <Clock />
      </span>
    </header>
  );
}

function Clock() {
  const now = useNow('second');
  return (
    <span className="num ltr ps-2 text-[clamp(1.125rem,3.6vh,3.5rem)] leading-tight font-semibold">
      {formatTime(now)}
    </span>
  );
}

/* What is on the wall may be old: says so, and since when. */
function Links() {
  const { t } = useTranslation('call_stats');
  const { state, lastLiveAt } = useLive();
  const lost = useDelayed(state === 'waiting', 1_500) || state === 'offline' || state === 'refused';
  const pbx = useWallLink();
  return (
    <div role="status" className="empty:hidden">
      {lost && (
        <Lost icon={PlugZap}>
          {lastLiveAt === null
            ? t('wall.line_lost')
            : t('wall.line_lost_since', { time: formatTime(lastLiveAt) })}
        </Lost>
      )}
      {pbx && (
        <Lost icon={Unplug}>
          {pbx.since
            ? t('wall.pbx_lost_since', { time: formatTime(pbx.since) })
            : t('wall.pbx_lost')}
        </Lost>
      )}
    </div>
  );
}

function Lost({ icon: Icon, children }: { icon: typeof Unplug; children: string }) {
  return (
    <p className="flex items-center gap-[0.6em] rounded-lg bg-danger-bg px-[1em] py-[0.4em] text-[clamp(1rem,2.6vh,2.25rem)] leading-tight font-semibold text-danger not-first:mt-[1vh]">
      <Icon aria-hidden className="size-[1.1em] shrink-0" />
      {children}
    </p>
  );
}

function onFullScreen(listener: () => void) {
  document.addEventListener('fullscreenchange', listener);
  return () => document.removeEventListener('fullscreenchange', listener);
}

function FullScreen() {
  const { t } = useTranslation('call_stats');
  const isFull = useSyncExternalStore(onFullScreen, () => document.fullscreenElement !== null);
  const [refused, setRefused] = useState(!document.fullscreenEnabled);
  if (refused) return null;
  const turn = () =>
    (isFull ? document.exitFullscreen() : document.documentElement.requestFullscreen()).catch(() =>
      setRefused(true),
    );
  return (
    <IconButton
      icon={isFull ? Minimize : Maximize}
      label={t(isFull ? 'wall.window' : 'wall.full')}
      onClick={() => void turn()}
    />
  );
}

/* A screen that goes dark shows nothing; a browser that cannot prevent it goes dark as it is set. */
function useScreenAwake() {
  useEffect(() => {
    let lock: WakeLockSentinel | null = null;
    let isGone = false;
    const hold = async () => {
      if (document.hidden || !('wakeLock' in navigator)) return;
      const got = await navigator.wakeLock.request('screen').catch(() => null);
      if (isGone) void got?.release();
      else lock = got;
    };
    void hold();
    document.addEventListener('visibilitychange', hold);
    return () => {
      isGone = true;
      document.removeEventListener('visibilitychange', hold);
      void lock?.release();
    };
  }, []);
}
