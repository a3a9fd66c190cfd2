import { CircleCheck, CirclePause, CircleX, Plus, Send } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '@/components/ui/button';
import { Chip } from '@/components/ui/chip';
import { Empty } from '@/components/ui/empty';
import { ErrorState } from '@/components/ui/error-state';
import { Page } from '@/components/ui/page';
import { RelativeTime } from '@/components/ui/relative-time';
import { SkeletonRows } from '@/components/ui/skeleton';
import type { MessageProvider } from '@/lib/api';
import { useProviders } from './api';
import { ProviderDialog } from './components/provider-dialog';
import { ProviderTestDialog } from './components/provider-test-dialog';

/** Through whom SMS and e-mail leave. Without one, nothing is sent and every page says so. */
export function ProvidersPage() {
  const { t } = useTranslation('messaging');
  const providers = useProviders();
  const [editing, setEditing] = useState<MessageProvider | 'new' | null>(null);
  const [testing, setTesting] = useState<MessageProvider | null>(null);
  const add = (
    <Button variant="primary" icon={Plus} onClick={() => setEditing('new')}>
      {t('providers.new')}
    </Button>
  );
  return (
    <Page title={t('providers.title')} actions={providers.data?.length ? add : undefined}>
      {providers.isPending && <SkeletonRows rows={3} rowClassName="h-20" />}
      {providers.isError && (
        <ErrorState
          title={t('providers.failed')}
          error={providers.error}
          onRetry={() => void providers.refetch()}
        />
      )}
      {providers.data?.length === 0 && (
        <Empty icon={Send} title={t('providers.empty')} text={t('providers.empty_text')}>
          {add}
        </Empty>
      )}
      {providers.data && providers.data.length > 0 && (
        <ul className="mx-4 mb-4 max-w-4xl rounded-lg border border-line bg-surface">
          {providers.data.map((provider) => (
            <ProviderRow
              key={provider.id}
              provider={provider}
              onEdit={() => setEditing(provider)}
              onTest={() => setTesting(provider)}
            />
          ))}
        </ul>
      )}
      {editing && (
        <ProviderDialog
          provider={editing === 'new' ? null : editing}
          onClose={() => setEditing(null)}
        />
      )}
      {testing && <ProviderTestDialog provider={testing} onClose={() => setTesting(null)} />}
    </Page>
  );
}

interface ProviderRowProps {
  provider: MessageProvider;
  onEdit: () => void;
  onTest: () => void;
}

function ProviderRow({ provider, onEdit, onTest }: ProviderRowProps) {
  const { t } = useTranslation('messaging');
  return (
    <li className="flex items-start gap-3 border-b border-line px-4 py-3 last:border-b-0 max-md:flex-wrap">
      <div className="min-w-0 flex-1">
        <p className="flex flex-wrap items-center gap-2">
          <bdi className="font-semibold">{provider.name}</bdi>
          <span className="text-sm text-ink-3">{t(`providers.kind.${provider.kind}`)}</span>
          <ProviderState provider={provider} />
        </p>
        <p className="text-sm text-ink-2">
          {provider.last_sent_at ? (
            <>
              {t('providers.last_sent')} <RelativeTime at={provider.last_sent_at} />
            </>
          ) : (
            t('providers.never_sent')
          )}
        </p>
        {provider.error && (
          <p className="text-sm text-danger">
            <RelativeTime at={provider.last_failed_at} />: {provider.error}
          </p>
        )}
        <p className="text-xs text-ink-3">
          {t('providers.callback')} <bdi className="ltr break-all">{provider.callback_url}</bdi>
        </p>
      </div>
      <div className="flex gap-2">
        <Button icon={Send} onClick={onTest}>
          {t('providers.test')}
        </Button>
        <Button onClick={onEdit}>{t('providers.edit')}</Button>
      </div>
    </li>
  );
}

function ProviderState({ provider }: { provider: MessageProvider }) {
  const { t } = useTranslation('messaging');
  if (!provider.active) {
    return (
      <Chip tone="neutral" icon={CirclePause}>
        {t('providers.resting')}
      </Chip>
    );
  }
  if (provider.error) {
    return (
      <Chip tone="danger" icon={CircleX}>
        {t('providers.failing')}
      </Chip>
    );
  }
  return (
    <Chip tone="success" icon={CircleCheck}>
      {t('providers.active')}
    </Chip>
  );
}
