import { Phone, PhoneIncoming, PhoneMissed, PhoneOutgoing, X } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Link, useSearchParams } from 'react-router';
import { Chip } from '@/components/ui/chip';
import { Empty } from '@/components/ui/empty';
import { ErrorState } from '@/components/ui/error-state';
import { IconButton } from '@/components/ui/icon-button';
import { Page } from '@/components/ui/page';
import { Phone as PhoneNumber } from '@/components/ui/phone';
import { Select } from '@/components/ui/select';
import { SkeletonRows } from '@/components/ui/skeleton';
import type { Message } from '@/lib/api';
import { useSession } from '@/lib/auth/session';
import { formatDateTime, formatTimer } from '@/lib/format';
import type { Tone } from '@/lib/states';
import { useCalls } from './api';
import { MoreRows } from './components/more-rows';

const DATES = ['today', 'yesterday', 'week', 'last_week', 'month', 'last_month', '30d', 'all'];
const OUTCOMES = [
  'answered',
  'no_answer',
  'busy',
  'voicemail',
  'wrong_number',
  'callback_requested',
  'failed',
];

const idOf = (text: string | null): number | undefined =>
  text && /^[1-9]\d{0,8}$/.test(text) ? Number(text) : undefined;

/** Every call of one's scope, the newest first. */
export function CallLogPage() {
  const { t } = useTranslation(['messaging', 'orders']);
  const [params, setParams] = useSearchParams();
  const filters = {
    date: params.get('date') ?? 'today',
    direction: params.get('direction') ?? 'all',
    outcome: params.get('outcome') ?? 'all',
    agent: params.get('agent') ?? undefined,
    team: idOf(params.get('team')),
    department: idOf(params.get('department')),
  };
  const calls = useCalls(filters);
  const rows = calls.data?.pages.flatMap((page) => page.rows) ?? [];
  const set = (name: 'date' | 'direction' | 'outcome') => (value: string) =>
    setParams((before) => {
      const next = new URLSearchParams(before);
      next.set(name, value);
      return next;
    });
  const ofAll = () =>
    setParams((before) => {
      const next = new URLSearchParams(before);
      next.delete('agent');
      next.delete('team');
      next.delete('department');
      return next;
    });
  const choices = (name: string, values: string[]) =>
    values.map((value) => ({ value, label: t(`${name}.${value}`) }));
  return (
    <Page
      title={t('calls.title')}
      actions={
        <>
          <Select
            aria-label={t('calls.date')}
            value={filters.date}
            onChange={set('date')}
            options={choices('date', DATES)}
          />
          <Select
            aria-label={t('calls.direction')}
            value={filters.direction}
            onChange={set('direction')}
            options={choices('direction', ['all', 'outbound', 'inbound'])}
          />
          <Select
            aria-label={t('calls.outcome')}
            value={filters.outcome}
            onChange={set('outcome')}
            options={[
              { value: 'all', label: t('calls.every_outcome') },
              ...OUTCOMES.map((value) => ({ value, label: t(`orders:outcome.${value}`) })),
            ]}
          />
        </>
      }
    >
      {(filters.agent || filters.team || filters.department) && (
        <p className="flex items-center gap-2 px-4 pb-2 text-sm">
          {filters.agent && t('calls.of_agent', { agent: filters.agent })}{' '}
          {filters.team && t('calls.of_team')}
          {!filters.team && filters.department && t('calls.of_department')}
          <IconButton icon={X} label={t('calls.of_all')} onClick={ofAll} />
        </p>
      )}
      {calls.isPending && <SkeletonRows rows={8} rowClassName="h-14" />}
      {calls.isError && (
        <ErrorState
          title={t('calls.failed')}
          error={calls.error}
          onRetry={() => void calls.refetch()}
        />
      )}
      {calls.data && rows.length === 0 && (
        <Empty icon={Phone} title={t('calls.empty')} text={t('calls.empty_text')} />
      )}
      {rows.length > 0 && (
        <ul className="mx-4 mb-4 rounded-lg border border-line bg-surface">
          {rows.map((row) => (
            <CallRow key={row.id} row={row} />
          ))}
        </ul>
      )}
      <MoreRows
        hasMore={calls.hasNextPage}
        busy={calls.isFetchingNextPage}
        onMore={() => void calls.fetchNextPage()}
      />
    </Page>
  );
}

function toneOf(outcome: Message['outcome']): Tone {
  if (outcome === 'answered') return 'success';
  if (outcome === 'callback_requested') return 'info';
  return outcome === 'failed' || outcome === 'wrong_number' ? 'danger' : 'warning';
}

function CallRow({ row }: { row: Message }) {
  const { t } = useTranslation(['messaging', 'orders']);
  const self = useSession((state) => state.agent?.id);
  const inbound = row.direction === 'inbound';
  const Icon = inbound ? PhoneIncoming : PhoneOutgoing;
  return (
    <li className="flex items-start gap-3 border-b border-line px-4 py-2 last:border-b-0 md:items-center">
      <Icon
        aria-label={t(`direction.${row.direction}`)}
        size={16}
        className="shrink-0 text-ink-3 max-md:mt-0.5"
      />
      <div className="flex min-w-0 flex-1 flex-col gap-x-3 gap-y-0.5 md:flex-row md:items-center">
        <time dateTime={row.at} className="num shrink-0 text-sm text-ink-2 md:w-40">
          {formatDateTime(row.at)}
        </time>
        <div className="min-w-0 flex-1">
          <p className="flex flex-wrap items-baseline gap-x-2">
            {row.order_id ? (
              <Link
                to={`/call-center-panel/orders?order=${row.order_id}&date=all`}
                className="ltr num font-semibold text-accent hover:underline"
              >
                {row.short_code}
              </Link>
            ) : null}
            <bdi>{row.customer_name}</bdi>
            <PhoneNumber number={row.phone_number} />
          </p>
          {row.text && (
            <p dir="auto" className="match wrap-anywhere text-sm text-ink-2">
              {row.text}
            </p>
          )}
        </div>
        {row.agent && row.agent.id !== self && (
          <bdi className="text-sm text-ink-3">{row.agent.name}</bdi>
        )}
      </div>
      <div className="flex shrink-0 items-center gap-3 max-md:flex-col-reverse max-md:items-end max-md:gap-1">
        <span className="num text-end text-sm md:w-14">
          {row.duration_seconds > 0 ? formatTimer(row.duration_seconds) : '–'}
        </span>
        <span className="md:w-36">
          {row.outcome && (
            <Chip
              tone={toneOf(row.outcome)}
              icon={row.outcome === 'answered' ? Phone : PhoneMissed}
            >
              {t(`orders:outcome.${row.outcome}`)}
            </Chip>
          )}
        </span>
      </div>
    </li>
  );
}
