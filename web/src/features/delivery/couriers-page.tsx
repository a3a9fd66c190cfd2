import { CircleCheck, CirclePause, CircleX, Forklift, Plus, Send } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '@/components/ui/button';
import { Chip } from '@/components/ui/chip';
import { Empty } from '@/components/ui/empty';
import { ErrorState } from '@/components/ui/error-state';
import { Page } from '@/components/ui/page';
import { RelativeTime } from '@/components/ui/relative-time';
import { SkeletonRows } from '@/components/ui/skeleton';
import type { Courier } from '@/lib/api';
import { formatList } from '@/lib/format';
import { useCouriers } from './api';
import { CourierDialog } from './components/courier-dialog';
import { CourierTestDialog } from './components/courier-test-dialog';

/** Who carries the company's parcels, and how each is heard of. */
export function CouriersPage() {
  const { t } = useTranslation('delivery');
  const couriers = useCouriers();
  const [editing, setEditing] = useState<Courier | 'new' | null>(null);
  const [testing, setTesting] = useState<Courier | null>(null);
  const add = (
    <Button variant="primary" icon={Plus} onClick={() => setEditing('new')}>
      {t('couriers.new')}
    </Button>
  );
  return (
    <Page title={t('couriers.title')} actions={couriers.data?.length ? add : undefined}>
      {couriers.isPending && <SkeletonRows rows={3} rowClassName="h-20" />}
      {couriers.isError && (
        <ErrorState
          title={t('couriers.failed')}
          error={couriers.error}
          onRetry={() => void couriers.refetch()}
        />
      )}
      {couriers.data?.length === 0 && (
        <Empty icon={Forklift} title={t('couriers.empty')} text={t('couriers.empty_text')}>
          {add}
        </Empty>
      )}
      {couriers.data && couriers.data.length > 0 && (
        <ul className="mx-4 mb-4 max-w-4xl rounded-lg border border-line bg-surface">
          {couriers.data.map((courier) => (
            <CourierRow
              key={courier.id}
              courier={courier}
              onEdit={() => setEditing(courier)}
              onTest={() => setTesting(courier)}
            />
          ))}
        </ul>
      )}
      {editing && (
        <CourierDialog
          courier={editing === 'new' ? null : editing}
          onClose={() => setEditing(null)}
        />
      )}
      {testing && <CourierTestDialog courier={testing} onClose={() => setTesting(null)} />}
    </Page>
  );
}

interface CourierRowProps {
  courier: Courier;
  onEdit: () => void;
  onTest: () => void;
}

function CourierRow({ courier, onEdit, onTest }: CourierRowProps) {
  const { t } = useTranslation('delivery');
  return (
    <li className="flex items-start gap-3 border-b border-line px-4 py-3 last:border-b-0 max-md:flex-wrap">
      <div className="min-w-0 flex-1">
        <p className="flex flex-wrap items-center gap-2">
          <bdi className="font-semibold">{courier.name}</bdi>
          <span className="text-sm text-ink-3">{t(`couriers.adapter.${courier.adapter}`)}</span>
          <CourierState courier={courier} />
        </p>
        <p className="text-sm text-ink-2">
          {courier.last_heard_at ? (
            <>
              {t('couriers.heard')} <RelativeTime at={courier.last_heard_at} />
            </>
          ) : (
            t('couriers.never')
          )}
        </p>
        {courier.error && (
          <p className="text-sm text-danger">
            <RelativeTime at={courier.last_failed_at} />: {courier.error}
          </p>
        )}
        {courier.unknown_words.length > 0 && (
          <p className="text-sm text-warning">
            {t('couriers.unknown', { words: formatList(courier.unknown_words) })}
          </p>
        )}
        {courier.callback_url && (
          <p className="text-xs text-ink-3">
            {t('couriers.callback')} <bdi className="ltr break-all">{courier.callback_url}</bdi>
          </p>
        )}
      </div>
      <div className="flex gap-2">
        {courier.adapter !== 'none' && (
          <Button icon={Send} onClick={onTest}>
            {t('couriers.test')}
          </Button>
        )}
        <Button onClick={onEdit}>{t('couriers.edit')}</Button>
      </div>
    </li>
  );
}

function CourierState({ courier }: { courier: Courier }) {
  const { t } = useTranslation('delivery');
  if (!courier.active) {
    return (
      <Chip tone="neutral" icon={CirclePause}>
        {t('couriers.resting')}
      </Chip>
    );
  }
  if (courier.error) {
    return (
      <Chip tone="danger" icon={CircleX}>
        {t('couriers.failing')}
      </Chip>
    );
  }
  return (
    <Chip tone="success" icon={CircleCheck}>
      {t('couriers.active')}
    </Chip>
  );
}
