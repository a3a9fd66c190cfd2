import {
  CircleCheck,
  CirclePause,
  CircleX,
  type LucideIcon,
  Plus,
  RadioTower,
  TriangleAlert,
} from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useSearchParams } from 'react-router';
import { Button } from '@/components/ui/button';
import { Chip } from '@/components/ui/chip';
import { Empty } from '@/components/ui/empty';
import { ErrorState } from '@/components/ui/error-state';
import { Page } from '@/components/ui/page';
import { RelativeTime } from '@/components/ui/relative-time';
import { SkeletonRows } from '@/components/ui/skeleton';
import type { Webhook } from '@/lib/api';
import type { Tone } from '@/lib/states';
import { DeliveriesDrawer } from './components/deliveries-drawer';
import { WebhookDialog } from './components/webhook-dialog';
import { WebhookTest } from './components/webhook-test';
import { useWebhooks } from './webhooks-api';

/* The log that is open lives in the address. */
function useOpenLog() {
  const [params, setParams] = useSearchParams();
  const open = (id: number | null) => setParams(id === null ? {} : { log: String(id) });
  return { id: params.get('log'), open };
}

/** Where events are sent to, how that goes, and what was sent. */
export function WebhooksPage() {
  const { t } = useTranslation('administration');
  const webhooks = useWebhooks();
  const [editing, setEditing] = useState<Webhook | 'new' | null>(null);
  const log = useOpenLog();
  const rows = webhooks.data?.webhooks;
  const logged = rows?.find((row) => String(row.id) === log.id);
  const add = (
    <Button variant="primary" icon={Plus} onClick={() => setEditing('new')}>
      {t('webhooks.add')}
    </Button>
  );
  return (
    <Page title={t('webhooks.title')} actions={rows?.length ? add : undefined}>
      <p className="max-w-3xl px-4 pb-3 text-sm text-ink-2">{t('webhooks.text')}</p>
      {webhooks.isPending && <SkeletonRows rows={3} rowClassName="h-20" />}
      {webhooks.isError && !rows && (
        <ErrorState
          title={t('loading_failed')}
          error={webhooks.error}
          onRetry={() => void webhooks.refetch()}
        />
      )}
      {rows?.length === 0 && (
        <Empty icon={RadioTower} title={t('webhooks.empty')} text={t('webhooks.empty_text')}>
          {add}
        </Empty>
      )}
      {rows && rows.length > 0 && (
        <ul className="mx-4 mb-4 max-w-4xl rounded-lg border border-line bg-surface">
          {rows.map((row) => (
            <WebhookRow
              key={row.id}
              row={row}
              onEdit={() => setEditing(row)}
              onLog={() => log.open(row.id)}
            />
          ))}
        </ul>
      )}
      {editing && webhooks.data && (
        <WebhookDialog
          webhook={editing === 'new' ? null : editing}
          types={webhooks.data.event_types}
          onClose={() => setEditing(null)}
        />
      )}
      {logged && <DeliveriesDrawer webhook={logged} onClose={() => log.open(null)} />}
    </Page>
  );
}

const looks: Record<Webhook['state'], { tone: Tone; icon: LucideIcon }> = {
  active: { tone: 'success', icon: CircleCheck },
  failing: { tone: 'warning', icon: TriangleAlert },
  paused: { tone: 'neutral', icon: CirclePause },
  disabled: { tone: 'danger', icon: CircleX },
};

interface WebhookRowProps {
  row: Webhook;
  onEdit: () => void;
  onLog: () => void;
}

function WebhookRow({ row, onEdit, onLog }: WebhookRowProps) {
  const { t } = useTranslation('administration');
  const { tone, icon } = looks[row.state];
  const all = row.events.includes('*');
  return (
    <li className="flex items-start gap-3 border-b border-line px-4 py-3 last:border-b-0 max-lg:flex-wrap">
      <div className="min-w-0 flex-1 basis-72 text-sm">
        <p className="flex flex-wrap items-center gap-2 text-base">
          <bdi className="font-semibold">{row.name}</bdi>
          <Chip tone={tone} icon={icon}>
            {t(`webhooks.state.${row.state}`)}
          </Chip>
        </p>
        <p>
          <bdi className="ltr break-all text-ink-2">{row.url}</bdi>
        </p>
        <p className="text-ink-2">
          {all
            ? t('webhooks.all_events')
            : t('webhooks.events_count', { count: row.events.length })}
          {' · '}
          {row.last_ok_at ? (
            <>
              {t('webhooks.last_ok')} <RelativeTime at={row.last_ok_at} />
            </>
          ) : (
            t('webhooks.never_ok')
          )}
          {row.waiting_count > 0 && <> · {t('webhooks.waiting', { count: row.waiting_count })}</>}
          {row.failed_count > 0 && <> · {t('webhooks.failed', { count: row.failed_count })}</>}
        </p>
        {row.error && (
          <p dir="auto" className="match text-danger">
            {row.error}
          </p>
        )}
        <WebhookTest webhook={row} />
      </div>
      <div className="flex flex-wrap gap-2">
        <Button aria-label={t('webhooks.log_label', { name: row.name })} onClick={onLog}>
          {t('webhooks.log')}
        </Button>
        <Button aria-label={t('webhooks.edit_label', { name: row.name })} onClick={onEdit}>
          {t('webhooks.edit')}
        </Button>
      </div>
    </li>
  );
}
