import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { OrderStatusChip } from '@/components/ui/state-chip';
import { api, call, type Order, type StatusChange } from '@/lib/api';
import { isolate } from '@/lib/bidi';
import { formatSmart } from '@/lib/format';
import { applyStatus } from './apply-status';
import { closeConflict, openOrderDialog, type StatusConflict } from './order-dialogs-store';

/** Who changed the order last, and when, from its own history. */
function useLastChange(order: Order) {
  return useQuery({
    queryKey: ['order', order.id, 'last-change', order.version],
    queryFn: async () => {
      const { history } = await call(
        api.GET('/api/agent/orders/{id}/history', { params: { path: { id: String(order.id) } } }),
      );
      return [...history].sort((a, b) => b.id - a.id)[0] ?? null;
    },
  });
}

/**
 * Somebody else changed the order while we did. Nothing of either is thrown away unseen: both
 * stand side by side, and the person decides.
 */
export function ConflictDialog({ conflict }: { conflict: StatusConflict }) {
  const { t } = useTranslation(['orders', 'common']);
  const { base, mine, theirs } = conflict;
  const last = useLastChange(theirs);
  const allowed = theirs.allowed_statuses?.includes(mine.status) ?? true;

  function applyMine() {
    closeConflict();
    void applyStatus(theirs, { ...mine, version: theirs.version });
  }

  function edit() {
    closeConflict();
    openOrderDialog({ kind: 'status', id: theirs.id, preset: { ...mine, version: undefined } });
  }

  const who = last.data?.agent?.name;
  const when = last.data?.change_timestamp ?? theirs.updated_at;
  return (
    <Dialog
      open
      onClose={closeConflict}
      dismissable={false}
      title={
        <>
          {t('conflict.title')} – <bdi className="ltr num">{base.short_code}</bdi>
        </>
      }
      description={t('conflict.text')}
      footer={
        <>
          <Button onClick={closeConflict}>{t('conflict.keep_theirs')}</Button>
          <Button onClick={edit}>{t('conflict.edit_mine')}</Button>
          <Button variant="primary" onClick={applyMine} disabled={!allowed}>
            {t('conflict.apply_mine')}
          </Button>
        </>
      }
    >
      <div className="grid grid-cols-2 gap-3 max-md:grid-cols-1">
        <Version
          title={t('conflict.theirs')}
          meta={
            who
              ? t('conflict.by_at', { name: isolate(who), when: formatSmart(when) })
              : formatSmart(when)
          }
        >
          <OrderStatusChip status={theirs.status} />
          <Differences base={base} theirs={theirs} />
          {last.data?.status_change_reason && (
            <p dir="auto" className="text-sm text-ink-2">
              {last.data.status_change_reason}
            </p>
          )}
        </Version>
        <Version title={t('conflict.mine')} meta={t('conflict.not_saved')}>
          <OrderStatusChip status={mine.status} />
          <MineDetails change={mine} />
        </Version>
      </div>
      {!allowed && (
        <p className="pt-3 text-sm text-warning">
          {t('status.why.from', { status: t(`common:state.order.${theirs.status}`) })}
        </p>
      )}
    </Dialog>
  );
}

function Version({ title, meta, children }: { title: string; meta: string; children: ReactNode }) {
  return (
    <section className="flex flex-col items-start gap-2 rounded-lg border border-line p-3">
      <h3 className="font-semibold">{title}</h3>
      <p className="text-xs text-ink-3">{meta}</p>
      {children}
    </section>
  );
}

function Differences({ base, theirs }: { base: Order; theirs: Order }) {
  const { t } = useTranslation('orders');
  const fields = [
    ['field.address', base.address, theirs.address],
    ['field.agent', base.assigned_agent?.name, theirs.assigned_agent?.name],
    ['field.phone', base.customer_phone, theirs.customer_phone],
  ] as const;
  const changed = fields.filter(([, before, after]) => before !== after);
  if (changed.length === 0) return null;
  return (
    <dl className="text-sm">
      {changed.map(([label, , after]) => (
        <div key={label} className="flex gap-2">
          <dt className="text-ink-3">{t(label)}</dt>
          <dd>
            <bdi>{after ?? '–'}</bdi>
          </dd>
        </div>
      ))}
    </dl>
  );
}

function MineDetails({ change }: { change: StatusChange }) {
  const { t } = useTranslation('orders');
  return (
    <>
      {change.cancellation_reason && (
        <p className="text-sm">{t(`reason.${change.cancellation_reason}`)}</p>
      )}
      {change.postponed_until && (
        <p className="num text-sm">{formatSmart(change.postponed_until)}</p>
      )}
      {change.notes && (
        <p dir="auto" className="text-sm text-ink-2">
          {change.notes}
        </p>
      )}
    </>
  );
}
