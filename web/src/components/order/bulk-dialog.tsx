import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { Notice } from '@/components/ui/notice';
import { toast } from '@/components/ui/toast-store';
import { errorText, type Order } from '@/lib/api';
import { useSession } from '@/lib/auth/session';
import { formatNumber } from '@/lib/format';
import { movesFrom } from '@/lib/orders/status';
import type { OrderStatus } from '@/lib/states';
import { type BulkFailure, bulkStatus } from './bulk';
import { postponeHours } from './call-policies';
import { changeOf, checkDraft, type DraftErrors, draftOf } from './status-draft';
import { StatusFields } from './status-fields';
import { StatusRadios } from './status-radios';

/** One status for several orders, with the rules of each: what cannot follow is told by name. */
export function BulkDialog({ orders, onClose }: { orders: Order[]; onClose: () => void }) {
  const { t } = useTranslation(['orders', 'common']);
  const permissions = useSession((state) => state.user?.permissions);
  const [draft, setDraft] = useState(() =>
    draftOf({ notify_customer: true }, Date.now(), postponeHours()),
  );
  const [errors, setErrors] = useState<DraftErrors>({});
  const [failures, setFailures] = useState<BulkFailure[] | null>(null);
  const count = orders.length;

  const movable = (status: OrderStatus) =>
    orders.filter((order) =>
      (order.allowed_statuses ?? movesFrom(order.status, permissions ?? [])).includes(status),
    ).length;

  const save = useMutation({
    mutationFn: () => bulkStatus(orders, changeOf(draft)),
    onSuccess: (result) => {
      if (result.updated > 0) toast.success(t('bulk.done', { count: result.updated }));
      if (result.failures.length === 0) onClose();
      else setFailures(result.failures);
    },
  });

  function submit() {
    const found = Object.entries(checkDraft(draft)).map(([field, key]) => [field, t(key)]);
    setErrors(Object.fromEntries(found));
    if (found.length === 0) save.mutate();
  }

  return (
    <Dialog
      open
      onClose={onClose}
      dismissable={false}
      title={t('bulk.title', { count })}
      footer={
        failures ? (
          <Button variant="primary" onClick={onClose}>
            {t('common:close')}
          </Button>
        ) : (
          <>
            <Button onClick={onClose}>{t('common:cancel')}</Button>
            <Button variant="primary" busy={save.isPending} onClick={submit}>
              {t('bulk.submit', { count })}
            </Button>
          </>
        )
      }
    >
      {failures ? (
        <BulkFailures failures={failures} />
      ) : (
        <div className="flex flex-col gap-4">
          <StatusRadios
            value={draft.status}
            onChange={(status) => setDraft((before) => ({ ...before, status }))}
            whyNot={(status) => (movable(status) === 0 ? t('bulk.none_can') : undefined)}
            hintOf={(status) => {
              const able = movable(status);
              if (able === count) return undefined;
              return t('bulk.some_can', { able: formatNumber(able), all: formatNumber(count) });
            }}
            error={errors.status}
          />
          <StatusFields
            draft={draft}
            errors={errors}
            onChange={(part) => setDraft((before) => ({ ...before, ...part }))}
          />
          {save.isError && (
            <Notice tone="danger" alert>
              {errorText(save.error)}
            </Notice>
          )}
        </div>
      )}
    </Dialog>
  );
}

function BulkFailures({ failures }: { failures: BulkFailure[] }) {
  const { t } = useTranslation('orders');
  return (
    <div className="flex flex-col gap-3">
      <Notice tone="warning" alert>
        {t('bulk.failed', { count: failures.length })}
      </Notice>
      <ul className="flex flex-col divide-y divide-line">
        {failures.map((failure) => (
          <li key={failure.code} className="flex gap-3 py-1.5">
            <bdi className="ltr num shrink-0 font-semibold">{failure.code}</bdi>
            <span dir="auto" className="match">
              {failure.text}
            </span>
          </li>
        ))}
      </ul>
    </div>
  );
}
