import { FileClock, Plus, Webhook } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { Button } from '@/components/ui/button';
import { Empty } from '@/components/ui/empty';
import { ErrorState } from '@/components/ui/error-state';
import { Page } from '@/components/ui/page';
import { SkeletonRows } from '@/components/ui/skeleton';
import type { OrderSource } from '@/lib/api';
import { useOrderSources } from './api';
import { DeliveriesDrawer } from './components/deliveries-drawer';
import { EditSourceDialog } from './components/edit-source-dialog';
import { NewSecretDialog } from './components/new-secret-dialog';
import { NewSourceDialog } from './components/new-source-dialog';
import { SourceRow, type SourceTask } from './components/source-row';

interface Open {
  task: SourceTask;
  /** As it was when the dialog opened: a change is tied to what the person saw. */
  source: OrderSource;
}

/** Shops that send orders as they happen: who they are, how they are doing, and what is wrong. */
export function OrderSourcesPage() {
  const { t } = useTranslation('intake');
  const sources = useOrderSources();
  const [adding, setAdding] = useState(false);
  const [open, setOpen] = useState<Open | null>(null);
  const close = () => setOpen(null);
  const add = (
    <Button variant="primary" icon={Plus} onClick={() => setAdding(true)}>
      {t('add')}
    </Button>
  );
  return (
    <Page
      title={t('title')}
      actions={
        <>
          <Link
            to="/admin/imports"
            className="inline-flex h-(--ctl-h) items-center gap-1.5 rounded-md border border-line-strong bg-surface px-3 font-semibold hover:bg-sunken"
          >
            <FileClock aria-hidden size={16} strokeWidth={1.75} />
            {t('imports.title')}
          </Link>
          {sources.data && sources.data.length > 0 && add}
        </>
      }
    >
      <p className="max-w-3xl px-4 pb-3 text-sm text-ink-2">{t('text')}</p>
      {sources.isPending && <SkeletonRows rows={3} rowClassName="h-36" />}
      {sources.isError && !sources.data && (
        <ErrorState
          title={t('failed')}
          error={sources.error}
          onRetry={() => void sources.refetch()}
        />
      )}
      {sources.data?.length === 0 && (
        <Empty icon={Webhook} title={t('empty')} text={t('empty_text')}>
          {add}
        </Empty>
      )}
      {sources.data && sources.data.length > 0 && (
        <ul
          aria-label={t('title')}
          className="mx-4 mb-4 max-w-4xl rounded-lg border border-line bg-surface"
        >
          {sources.data.map((source) => (
            <SourceRow
              key={source.id}
              source={source}
              onTask={(task) => setOpen({ task, source })}
            />
          ))}
        </ul>
      )}
      {adding && <NewSourceDialog onClose={() => setAdding(false)} />}
      {open?.task === 'deliveries' && <DeliveriesDrawer source={open.source} onClose={close} />}
      {open?.task === 'edit' && <EditSourceDialog source={open.source} onClose={close} />}
      {open?.task === 'secret' && <NewSecretDialog source={open.source} onClose={close} />}
    </Page>
  );
}
