import {
  CircleCheck,
  CircleSlash,
  CircleX,
  Clock,
  Inbox,
  type LucideIcon,
  RotateCcw,
} from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '@/components/ui/button';
import { Chip } from '@/components/ui/chip';
import { Drawer } from '@/components/ui/drawer';
import { Empty } from '@/components/ui/empty';
import { ErrorState } from '@/components/ui/error-state';
import { Select } from '@/components/ui/select';
import { SkeletonRows } from '@/components/ui/skeleton';
import { toast } from '@/components/ui/toast-store';
import { errorText, type Webhook, type WebhookDelivery } from '@/lib/api';
import { formatDateTime, formatNumber } from '@/lib/format';
import type { Tone } from '@/lib/states';
import { useWords } from '../use-words';
import { type DeliveryFilter, useDeliveries, useReplay } from '../webhooks-api';

const looks: Record<WebhookDelivery['status'], { tone: Tone; icon: LucideIcon }> = {
  waiting: { tone: 'info', icon: Clock },
  delivered: { tone: 'success', icon: CircleCheck },
  failed: { tone: 'danger', icon: CircleX },
  dropped: { tone: 'neutral', icon: CircleSlash },
};

const filters = ['all', 'waiting', 'delivered', 'failed', 'dropped'] as const;

interface DeliveriesDrawerProps {
  webhook: Webhook;
  onClose: () => void;
}

/** What was sent, what was answered, and sending one again. */
export function DeliveriesDrawer({ webhook, onClose }: DeliveriesDrawerProps) {
  const { t } = useTranslation('administration');
  const [status, setStatus] = useState<DeliveryFilter>('all');
  const deliveries = useDeliveries(webhook.id, status);
  const rows = deliveries.data?.pages.flatMap((page) => page.rows) ?? [];
  return (
    <Drawer open onClose={onClose} title={t('webhooks.delivery.title', { name: webhook.name })}>
      <div className="flex flex-wrap items-center gap-3 border-b border-line px-4 py-2">
        <Select
          aria-label={t('webhooks.delivery.filter')}
          value={status}
          onChange={(value) => setStatus(value as DeliveryFilter)}
          options={filters.map((value) => ({
            value,
            label: t(value === 'all' ? 'webhooks.delivery.every' : `webhooks.status.${value}`),
          }))}
        />
        <span className="text-xs text-ink-3">{t('webhooks.delivery.kept')}</span>
      </div>
      {deliveries.isPending && <SkeletonRows rows={5} rowClassName="h-14" />}
      {deliveries.isError && rows.length === 0 && (
        <ErrorState
          title={t('loading_failed')}
          error={deliveries.error}
          onRetry={() => void deliveries.refetch()}
        />
      )}
      {deliveries.data && rows.length === 0 && (
        <Empty icon={Inbox} title={t('webhooks.delivery.empty')} />
      )}
      {rows.length > 0 && (
        <ul>
          {rows.map((row) => (
            <DeliveryRow key={row.id} row={row} webhook={webhook} />
          ))}
        </ul>
      )}
      {deliveries.hasNextPage && (
        <div className="flex justify-center p-3">
          <Button
            busy={deliveries.isFetchingNextPage}
            onClick={() => void deliveries.fetchNextPage()}
          >
            {t('more')}
          </Button>
        </div>
      )}
    </Drawer>
  );
}

function DeliveryRow({ row, webhook }: { row: WebhookDelivery; webhook: Webhook }) {
  const { t } = useTranslation('administration');
  const words = useWords();
  const replay = useReplay(webhook.id);
  const { tone, icon } = looks[row.status];
  const type = words.event(row.type);
  return (
    <li className="flex flex-col gap-1 border-b border-line px-4 py-2.5 text-sm">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <Chip tone={tone} icon={icon}>
          {t(`webhooks.status.${row.status}`)}
        </Chip>
        <span className="font-semibold">{type}</span>
        {row.seq !== null && <bdi className="ltr num text-ink-3">#{row.seq}</bdi>}
        <time dateTime={row.created_at} className="num ms-auto text-xs text-ink-3">
          {formatDateTime(row.created_at)}
        </time>
      </div>
      <p className="text-ink-2">
        {t('webhooks.delivery.attempts', { count: row.attempts })}
        {row.response_status !== null && (
          <> · {t('webhooks.delivery.answered', { status: row.response_status })}</>
        )}
        {row.took_ms !== null && (
          <> · {t('webhooks.delivery.took', { ms: formatNumber(row.took_ms) })}</>
        )}
      </p>
      {row.error && (
        <p dir="auto" className="match text-danger">
          {row.error}
        </p>
      )}
      <Code label={t('webhooks.delivery.content')} text={JSON.stringify(row.payload, null, 2)} />
      {row.answer && <Code label={t('webhooks.delivery.answer')} text={row.answer} />}
      {row.status !== 'waiting' && webhook.active && (
        <Button
          icon={RotateCcw}
          className="self-start"
          busy={replay.isPending}
          aria-label={t('webhooks.delivery.replay_label', { type })}
          onClick={() =>
            replay.mutate(row.id, {
              onSuccess: () => toast.success(t('webhooks.delivery.replayed')),
              onError: (error) => toast.error(errorText(error)),
            })
          }
        >
          {t('webhooks.delivery.replay')}
        </Button>
      )}
    </li>
  );
}

function Code({ label, text }: { label: string; text: string }) {
  return (
    <details>
      <summary className="cursor-pointer py-0.5 text-ink-2">{label}</summary>
      <pre dir="ltr" className="rounded-md bg-sunken p-2 text-xs break-all whitespace-pre-wrap">
        {text}
      </pre>
    </details>
  );
}
