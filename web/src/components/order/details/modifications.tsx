import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Undo2 } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Button } from '@/components/ui/button';
import { RelativeTime } from '@/components/ui/relative-time';
import { ModificationChip } from '@/components/ui/state-chip';
import { toast } from '@/components/ui/toast-store';
import { api, call, errorText, type OrderModification } from '@/lib/api';
import { useSession } from '@/lib/auth/session';
import { isolate } from '@/lib/bidi';
import { ChangeList } from '../change-list';

/** What was asked for of an order, newest first; one's own can be taken back while it waits. */
export function Modifications({ rows }: { rows: OrderModification[] }) {
  return (
    <ul className="flex flex-col gap-3">
      {rows.map((row) => (
        <Modification key={row.id} row={row} />
      ))}
    </ul>
  );
}

function Modification({ row }: { row: OrderModification }) {
  const { t } = useTranslation('orders');
  const own = useSession((state) => state.user?.id) === row.requested_by.user_id;
  return (
    <li className="flex flex-col gap-1">
      <p className="flex flex-wrap items-center gap-x-2 gap-y-1">
        <ModificationChip status={row.status} />
        <span className="text-ink-2">
          {t('modify.by', { name: isolate(row.requested_by.name) })}
        </span>
        <RelativeTime at={row.created_at} className="text-xs text-ink-3" />
        {own && row.status === 'pending' && <Withdraw row={row} />}
      </p>
      <ChangeList changes={row.changes} />
      <p dir="auto" className="match text-ink-2 wrap-anywhere">
        {row.reason}
      </p>
      {row.decided_by && row.status !== 'withdrawn' && (
        <p className="text-ink-2">
          {t(`modify.decided.${row.status}`, { name: isolate(row.decided_by) })}
          {row.decision_reason && <bdi>: {row.decision_reason}</bdi>}
        </p>
      )}
    </li>
  );
}

function Withdraw({ row }: { row: OrderModification }) {
  const { t } = useTranslation('orders');
  const queryClient = useQueryClient();
  const renew = () => void queryClient.invalidateQueries({ queryKey: ['order', row.order.id] });
  const withdraw = useMutation({
    mutationFn: () =>
      call(
        api.PATCH('/api/agent/modifications/{id}/withdraw', {
          params: { path: { id: String(row.id) } },
          body: { version: row.version },
        }),
      ),
    onSuccess: () => {
      toast.success(t('modify.withdrawn', { code: row.order.short_code }));
      renew();
    },
    onError: (error) => {
      toast.error(errorText(error), { detail: row.order.short_code });
      renew();
    },
  });
  return (
    <Button
      icon={Undo2}
      className="-my-1 ms-auto h-7 px-2"
      busy={withdraw.isPending}
      onClick={() => withdraw.mutate()}
    >
      {t('modify.withdraw')}
    </Button>
  );
}
