import { CircleCheck, CirclePause, Plus, Timer, TimerOff, TimerReset } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useSearchParams } from 'react-router';
import { Button } from '@/components/ui/button';
import { Chip } from '@/components/ui/chip';
import { Empty } from '@/components/ui/empty';
import { ErrorState } from '@/components/ui/error-state';
import { Page } from '@/components/ui/page';
import { Select } from '@/components/ui/select';
import { SkeletonRows } from '@/components/ui/skeleton';
import { StatCard } from '@/components/ui/stat-card';
import type { SlaPolicy } from '@/lib/api';
import { formatList, formatPercent } from '@/lib/format';
import { sameHours } from '@/lib/hours';
import { noFilters, type OrderFilters, writeFilters } from '@/lib/orders/filters';
import { PERIODS, type Period, useServiceLevels, useSummary } from './api';
import { LevelDialog } from './components/level-dialog';
import { durationText } from './draft';

/** How soon orders are to be dealt with, and how many were. */
export function ServiceLevelsPage() {
  const { t } = useTranslation('policies');
  const levels = useServiceLevels();
  const [editing, setEditing] = useState<SlaPolicy | 'new' | null>(null);
  const add = (
    <Button variant="primary" icon={Plus} onClick={() => setEditing('new')}>
      {t('sla.new')}
    </Button>
  );
  return (
    <Page title={t('sla.title')} actions={levels.data?.policies.length ? add : undefined}>
      <Figures />
      {levels.isPending && <SkeletonRows rows={3} rowClassName="h-20" />}
      {levels.isError && (
        <ErrorState
          title={t('sla.failed')}
          error={levels.error}
          onRetry={() => void levels.refetch()}
        />
      )}
      {levels.data?.policies.length === 0 && (
        <Empty icon={TimerReset} title={t('sla.empty')} text={t('sla.empty_text')}>
          {add}
        </Empty>
      )}
      {levels.data && levels.data.policies.length > 0 && (
        <ul
          aria-label={t('sla.title')}
          className="mx-4 mb-4 max-w-4xl rounded-lg border border-line bg-surface"
        >
          {levels.data.policies.map((level) => (
            <LevelRow key={level.id} level={level} onEdit={() => setEditing(level)} />
          ))}
        </ul>
      )}
      {editing && levels.data && (
        <LevelDialog
          level={editing === 'new' ? null : editing}
          departments={levels.data.departments}
          onClose={() => setEditing(null)}
        />
      )}
    </Page>
  );
}

function ordersLink(filters: Partial<OrderFilters>): string {
  const query = writeFilters({ ...noFilters, orders: 'all', ...filters });
  return `/call-center-panel/orders?${query}`;
}

/* Each figure opens its rows: the same period, the same state. */
function Figures() {
  const { t } = useTranslation('policies');
  const [parameters, setParameters] = useSearchParams();
  const period: Period = PERIODS.find((one) => one === parameters.get('period')) ?? '30d';
  const { data, isError, error, refetch } = useSummary(period);
  const all = data?.all;
  const share = all?.kept_percent ?? null;
  return (
    <section aria-label={t('sla.figures')} className="mx-4 mb-4 flex max-w-4xl flex-col gap-3">
      <Select
        aria-label={t('sla.period')}
        value={period}
        onChange={(value) => setParameters(value === '30d' ? {} : { period: value })}
        options={PERIODS.map((value) => ({ value, label: t(`sla.periods.${value}`) }))}
        className="self-start"
      />
      {isError && (
        <ErrorState title={t('sla.figures_failed')} error={error} onRetry={() => void refetch()} />
      )}
      <div className="grid grid-cols-4 gap-3 max-lg:grid-cols-2">
        <StatCard
          label={t('sla.share')}
          value={share === null ? null : formatPercent(share / 100, 1)}
          icon={TimerReset}
          hint={t('sla.share_hint')}
        />
        <StatCard
          label={t('sla.kept')}
          value={all?.kept ?? null}
          icon={CircleCheck}
          tone="success"
          to={ordersLink({ date: period, sla: 'kept' })}
        />
        <StatCard
          label={t('sla.breached')}
          value={all?.breached ?? null}
          icon={TimerOff}
          tone="danger"
          to={ordersLink({ date: period, sla: 'breached' })}
        />
        <StatCard
          label={t('sla.running')}
          value={all?.running ?? null}
          icon={Timer}
          to={ordersLink({ date: period, sla: 'running' })}
        />
      </div>
    </section>
  );
}

function LevelRow({ level, onEdit }: { level: SlaPolicy; onEdit: () => void }) {
  const { t } = useTranslation(['policies', 'common']);
  const scope = [
    level.priority ? t(`sla.priority.${level.priority}`) : t('sla.priority.any'),
    level.department ? level.department.name : t('sla.department.any'),
  ];
  return (
    <li className="flex items-start gap-3 border-b border-line px-4 py-3 last:border-b-0 max-md:flex-wrap">
      <div className="min-w-0 flex-1">
        <p className="flex flex-wrap items-center gap-2">
          <bdi className="font-semibold">{level.name}</bdi>
          {level.is_active ? (
            <Chip tone="success" icon={CircleCheck}>
              {t('sla.active')}
            </Chip>
          ) : (
            <Chip tone="neutral" icon={CirclePause}>
              {t('sla.resting')}
            </Chip>
          )}
        </p>
        <p className="text-ink-2">
          <bdi>{scope.join(' · ')}</bdi>
        </p>
        <p className="text-ink-2">
          {level.response_minutes !== null && (
            <span className="me-3">
              {t('sla.response')}: <bdi className="num">{durationText(level.response_minutes)}</bdi>
            </span>
          )}
          {level.resolution_minutes !== null && (
            <span>
              {t('sla.resolution')}:{' '}
              <bdi className="num">{durationText(level.resolution_minutes)}</bdi>
            </span>
          )}
        </p>
        <Hours level={level} />
      </div>
      <Button aria-label={t('sla.edit_named', { name: level.name })} onClick={onEdit}>
        {t('sla.edit')}
      </Button>
    </li>
  );
}

function Hours({ level }: { level: SlaPolicy }) {
  const { t } = useTranslation(['policies', 'common']);
  const hours = level.business_hours;
  if (level.company_hours) return <p className="text-xs text-ink-3">{t('sla.as_company')}</p>;
  if (!hours) return <p className="text-xs text-ink-3">{t('sla.always')}</p>;
  return (
    <ul className="text-xs text-ink-3">
      {sameHours(hours).map(({ times, days }) => (
        <li key={times}>
          <bdi className="ltr num">{times}</bdi>{' '}
          {formatList(days.map((day) => t(`common:weekday.${day}`)))}
        </li>
      ))}
    </ul>
  );
}
