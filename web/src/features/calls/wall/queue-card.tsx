import { CheckCheck, Hourglass, type LucideIcon, TriangleAlert } from 'lucide-react';
import { useId } from 'react';
import { useTranslation } from 'react-i18next';
import { Timer } from '@/components/ui/timer';
import { cx } from '@/lib/cx';
import { formatNumber, formatPercent } from '@/lib/format';
import { useNow } from '@/lib/use-now';
import { stateOf, type WallQueue, type WallState } from './model';

const looks: Record<WallState, { icon: LucideIcon; edge: string; field: string }> = {
  calm: { icon: CheckCheck, edge: 'border-line', field: 'bg-sunken text-ink' },
  waiting: { icon: Hourglass, edge: 'border-warning', field: 'bg-warning-bg text-warning' },
  late: { icon: TriangleAlert, edge: 'border-danger', field: 'bg-danger-bg text-danger' },
};

interface QueueCardProps {
  queue: WallQueue;
  allowedSeconds: number;
}

/*
 * Sizes follow the width of the card (cqi) and the height that it gets (--card): eight queues fill a
 * screen, and what counts can be read from five metres.
 */
export function QueueCard({ queue, allowedSeconds }: QueueCardProps) {
  const { t } = useTranslation('call_stats');
  const id = useId();
  const state = stateOf(queue, useNow('second'), allowedSeconds);
  const { icon: Icon, edge, field } = looks[state];
  return (
    <section
      aria-labelledby={id}
      data-queue={queue.key}
      data-state={state}
      className={cx(
        '@container flex min-h-0 flex-col gap-[1vh] overflow-hidden rounded-lg border-2 bg-surface p-[clamp(0.5rem,1.2vh,1.25rem)]',
        edge,
      )}
    >
      <h2
        id={id}
        className="truncate text-[clamp(1.25rem,min(8cqi,calc(var(--card)*0.075)),4.5rem)] leading-tight font-semibold"
      >
        <bdi>{queue.name}</bdi>
      </h2>
      <div
        className={cx(
          'flex min-h-0 flex-1 items-center justify-between gap-[3cqi] rounded-lg px-[4cqi] py-[1vh]',
          field,
        )}
      >
        <p className="flex flex-col">
          <span className="num text-[clamp(3.5rem,min(27cqi,calc(var(--card)*0.26)),18rem)] leading-none font-semibold">
            {formatNumber(queue.waiting)}
          </span>
          <span className="text-[clamp(0.875rem,min(5cqi,calc(var(--card)*0.048)),3rem)] leading-tight">
            {t('wall.waiting')}
          </span>
        </p>
        <p className="flex flex-col items-end text-end">
          <span className="flex items-center gap-[1.5cqi] text-[clamp(0.875rem,min(5cqi,calc(var(--card)*0.048)),3rem)] leading-tight font-semibold">
            <Icon aria-hidden className="size-[1.1em] shrink-0" />
            {t(`wall.state.${state}`)}
          </span>
          {queue.waiting > 0 && queue.longestSince && (
            <>
              <Timer
                since={queue.longestSince}
                className="text-[clamp(1.75rem,min(12.5cqi,calc(var(--card)*0.13)),9rem)] leading-tight font-semibold"
              />
              <span className="text-[clamp(0.875rem,min(5cqi,calc(var(--card)*0.048)),3rem)] leading-tight">
                {t('wall.longest')}
              </span>
            </>
          )}
        </p>
      </div>
      <Figures queue={queue} />
    </section>
  );
}

function Figures({ queue }: { queue: WallQueue }) {
  const { t } = useTranslation('call_stats');
  const { agents, today } = queue;
  return (
    <dl className="grid grid-cols-3 gap-[0.8vh]">
      <Figure label={t('wall.free')} value={formatNumber(agents.free)} />
      <Figure label={t('wall.busy')} value={formatNumber(agents.busy)} />
      <Figure label={t('wall.paused')} value={formatNumber(agents.paused)} />
      <Figure label={t('wall.answered')} value={today && formatNumber(today.answered)} />
      <Figure label={t('wall.abandoned')} value={today && formatNumber(today.abandoned)} />
      <Figure
        label={t('wall.service_level')}
        value={
          today && today.serviceLevel !== null ? formatPercent(today.serviceLevel / 100) : null
        }
      />
    </dl>
  );
}

interface FigureProps {
  label: string;
  value: string | null;
}

function Figure({ label, value }: FigureProps) {
  return (
    <div className="flex min-w-0 flex-col-reverse rounded-md border border-line px-[1.6cqi] py-[0.4vh]">
      <dt className="truncate text-[clamp(0.75rem,min(4.3cqi,calc(var(--card)*0.044)),2.5rem)] leading-tight text-ink-2">
        {label}
      </dt>
      <dd className="num text-[clamp(1.5rem,min(11.5cqi,calc(var(--card)*0.11)),8rem)] leading-tight font-semibold">
        {value ?? '–'}
      </dd>
    </div>
  );
}
