import { Coffee, Play } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '@/components/ui/button';
import { ErrorState } from '@/components/ui/error-state';
import { Field } from '@/components/ui/field';
import { Input } from '@/components/ui/input';
import { Select } from '@/components/ui/select';
import { SkeletonRows } from '@/components/ui/skeleton';
import { PresenceChip } from '@/components/ui/state-chip';
import { Timer } from '@/components/ui/timer';
import { toast } from '@/components/ui/toast-store';
import { errorText } from '@/lib/api';
import { useSession } from '@/lib/auth/session';
import { dayOf, formatDay, formatNumber, formatTime, formatTimer } from '@/lib/format';
import { PRESENCES, type Presence, presenceStates } from '@/lib/states';
import { useBreak, useBreaks, useSetStatus } from '../api';

const REASON_MAX = 200;

/** One's status with a reason and since when, and the breaks of the last days. */
export function StatusPanel() {
  const { t } = useTranslation('profile');
  return (
    <div className="flex flex-col gap-6">
      <section aria-label={t('status.title')}>
        <StatusForm />
      </section>
      <section aria-label={t('breaks.title')}>
        <h2 className="pb-2 font-semibold">{t('breaks.title')}</h2>
        <BreakList />
      </section>
    </div>
  );
}

function StatusForm() {
  const { t } = useTranslation(['profile', 'common', 'shell']);
  const agent = useSession((state) => state.agent);
  const [status, setStatus] = useState<Presence>(agent?.presence ?? 'available');
  const [note, setNote] = useState('');
  const save = useSetStatus();
  if (!agent) return null;
  const set = () =>
    save.mutate(
      { status, note },
      {
        onSuccess: () => setNote(''),
        onError: (error) => toast.error(errorText(error)),
      },
    );
  return (
    <div className="flex max-w-xl flex-col gap-3">
      <p className="flex flex-wrap items-center gap-2">
        <PresenceChip presence={agent.presence} />
        {agent.presence_since && (
          <Timer since={agent.presence_since} className="num text-sm text-ink-2" />
        )}
        {agent.presence_automatic && (
          <span className="text-sm text-ink-3">
            {t(`shell:presence.automatic.${agent.presence_automatic}`)}
          </span>
        )}
      </p>
      <div className="flex flex-wrap items-end gap-2">
        <Field label={t('status.new')}>
          {(control) => (
            <Select
              {...control}
              value={status}
              onChange={(value) => setStatus(value as Presence)}
              options={PRESENCES.map((presence) => ({
                value: presence,
                label: t(`common:${presenceStates[presence].label}`),
                icon: presenceStates[presence].icon,
              }))}
              className="w-44"
            />
          )}
        </Field>
        <Field label={t('status.reason')} className="min-w-48 flex-1">
          {(control) => (
            <Input
              {...control}
              dir="auto"
              maxLength={REASON_MAX}
              value={note}
              onChange={(event) => setNote(event.target.value)}
            />
          )}
        </Field>
        <Button variant="primary" busy={save.isPending} onClick={set}>
          {t('status.set')}
        </Button>
      </div>
      {status === 'dnd' && <p className="text-sm text-ink-2">{t('status.dnd')}</p>}
    </div>
  );
}

function BreakButton() {
  const { t } = useTranslation('profile');
  const presence = useSession((state) => state.agent?.presence);
  const change = useBreak();
  const onError = (error: unknown) => void toast.error(errorText(error));
  return presence === 'on_break' ? (
    <Button
      icon={Play}
      variant="primary"
      busy={change.isPending}
      onClick={() => change.mutate('end', { onError })}
    >
      {t('breaks.end')}
    </Button>
  ) : (
    <Button
      icon={Coffee}
      busy={change.isPending}
      onClick={() => change.mutate({ start: '' }, { onError })}
    >
      {t('breaks.start')}
    </Button>
  );
}

function BreakList() {
  const { t } = useTranslation('profile');
  const breaks = useBreaks();
  if (breaks.isPending) return <SkeletonRows rows={3} rowClassName="h-10" />;
  if (!breaks.data)
    return (
      <ErrorState
        title={t('breaks.failed')}
        error={breaks.error}
        onRetry={() => void breaks.refetch()}
      />
    );
  const { data } = breaks;
  const today = data.days.find(({ date }) => date === dayOf(Date.now()));
  return (
    <div className="flex max-w-xl flex-col gap-3">
      <p className="flex flex-wrap items-center gap-3">
        <BreakButton />
        <span className="text-sm text-ink-2">
          {t('breaks.today', {
            n: formatNumber(today?.breaks ?? 0),
            time: formatTimer(today?.seconds ?? 0),
          })}
        </span>
      </p>
      {data.days.map(({ date, seconds }) => (
        <div key={date} className="rounded-lg border border-line bg-surface">
          <h3 className="flex items-baseline justify-between gap-3 border-b border-line px-3 py-1.5 text-sm font-semibold">
            <time dateTime={date}>{formatDay(date)}</time>
            <span className="num">{formatTimer(seconds)}</span>
          </h3>
          <ul>
            {data.breaks
              .filter((one) => dayOf(one.started_at) === date)
              .map((one) => (
                <li key={one.id} className="flex items-baseline gap-3 px-3 py-1.5 text-sm">
                  <span className="num shrink-0">
                    {formatTime(one.started_at)}–{one.ended_at ? formatTime(one.ended_at) : '…'}
                  </span>
                  <bdi className="min-w-0 flex-1 truncate text-ink-2">{one.reason}</bdi>
                  {one.ended_at ? (
                    <span className="num text-ink-3">{formatTimer(one.seconds)}</span>
                  ) : (
                    <Timer since={one.started_at} className="num text-ink-3" />
                  )}
                </li>
              ))}
          </ul>
        </div>
      ))}
    </div>
  );
}
