import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { Field } from '@/components/ui/field';
import { Notice } from '@/components/ui/notice';
import { Textarea } from '@/components/ui/textarea';
import { toast } from '@/components/ui/toast-store';
import type { Order } from '@/lib/api';
import { useSession } from '@/lib/auth/session';
import { useCan } from '@/lib/auth/use-can';
import { useDraft } from '@/lib/storage/use-draft';
import { AUTOMATIC, ColleagueList } from './colleague-list';
import { OrderLine } from './order-line';
import { type ReassignFailure, reassignAll } from './reassign';

interface ReassignDialogProps {
  orders: Order[];
  /** The agent wants the order for themself. */
  self?: boolean;
  onClose: () => void;
}

/** A supervisor gives the orders to somebody at once; an agent asks for it and says why. */
export function ReassignDialog({ orders, self, onClose }: ReassignDialogProps) {
  const { t } = useTranslation(['orders', 'common']);
  const queryClient = useQueryClient();
  const immediate = useCan('orders.reassign');
  const own = useSession((state) => state.agent?.id ?? null);
  const [to, setTo] = useState(self && own !== null ? String(own) : '');
  const [reason, setReason, clearReason] = useDraft(`order:${orders[0]?.id}:reassign`);
  const [tried, setTried] = useState(false);
  const [failures, setFailures] = useState<ReassignFailure[]>([]);
  const first = orders[0];
  const count = orders.length;

  const save = useMutation({
    mutationFn: () => {
      const agentId = to === AUTOMATIC ? null : to === '' ? undefined : Number(to);
      return reassignAll(orders, agentId, reason.trim());
    },
    onSuccess: (result) => {
      if (result.failures.length === 0) clearReason();
      void queryClient.invalidateQueries({ queryKey: ['team'] });
      for (const order of orders) {
        void queryClient.invalidateQueries({ queryKey: ['order', order.id] });
      }
      if (result.done > 0) toast.success(t('reassign.done', { count: result.done }));
      if (result.requested > 0) toast.success(t('reassign.asked', { count: result.requested }));
      if (result.failures.length === 0) onClose();
      else setFailures(result.failures);
    },
  });

  const noTarget = immediate && to === '';
  const noReason = reason.trim() === '';
  function submit() {
    setTried(true);
    if (noTarget || noReason) return;
    setFailures([]);
    save.mutate();
  }

  if (!first) return null;
  return (
    <Dialog
      open
      drafted
      onClose={onClose}
      title={
        count > 1 ? (
          t('reassign.title_many', { count })
        ) : (
          <>
            {immediate ? t('reassign.title') : t('reassign.title_ask')} –{' '}
            <bdi className="ltr num">{first.short_code}</bdi>
          </>
        )
      }
      description={immediate ? undefined : t('reassign.ask_text')}
      footer={
        <>
          <Button onClick={onClose}>{t('common:cancel')}</Button>
          <Button variant="primary" busy={save.isPending} onClick={submit}>
            {immediate ? t('reassign.save') : t('reassign.ask')}
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-4">
        {count === 1 && <OrderLine order={first} />}
        {immediate && (
          <ColleagueList
            value={to}
            onChange={setTo}
            without={count === 1 ? first.assigned_agent?.id : null}
            error={tried && noTarget ? t('reassign.error.to') : undefined}
          />
        )}
        <Field
          label={t('reassign.reason')}
          required
          error={tried && noReason ? t('reassign.error.reason') : undefined}
        >
          {(control) => (
            <Textarea
              {...control}
              value={reason}
              maxLength={1000}
              onChange={(event) => setReason(event.target.value)}
            />
          )}
        </Field>
        {failures.length > 0 && (
          <Notice tone="danger" alert>
            <ul>
              {failures.map((failure) => (
                <li key={failure.code}>
                  <bdi className="ltr num">{failure.code}</bdi>: {failure.text}
                </li>
              ))}
            </ul>
          </Notice>
        )}
      </div>
    </Dialog>
  );
}
