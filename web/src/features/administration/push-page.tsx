import { Radio } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Empty } from '@/components/ui/empty';
import { ErrorState } from '@/components/ui/error-state';
import { Page } from '@/components/ui/page';
import { SecretDialog } from '@/components/ui/secret-dialog';
import { SkeletonRows } from '@/components/ui/skeleton';
import { PushConnect } from './components/push-connect';
import { PushForm } from './components/push-form';
import { usePushSettings } from './push-api';

/** How pages and programs of others follow live, and what they may. */
export function PushPage() {
  const { t } = useTranslation('administration');
  const settings = usePushSettings();
  const [secret, setSecret] = useState<string | null>(null);
  const keep = (made: string | null) => made && setSecret(made);
  return (
    <Page title={t('push.title')}>
      <p className="max-w-3xl px-4 pb-3 text-sm text-ink-2">{t('push.text')}</p>
      {settings.isPending && <SkeletonRows rows={3} rowClassName="h-20" />}
      {settings.isError && !settings.data && (
        <ErrorState
          title={t('loading_failed')}
          error={settings.error}
          onRetry={() => void settings.refetch()}
        />
      )}
      {settings.data && <PushForm settings={settings.data} onSecret={keep} />}
      {settings.data?.key && <PushConnect settings={settings.data} onSecret={keep} />}
      {settings.data && !settings.data.key && (
        <Empty icon={Radio} title={t('push.off')} text={t('push.off_text')} />
      )}
      {secret && (
        <SecretDialog
          title={t('push.made_title')}
          text={t('push.made_text')}
          label={t('push.secret')}
          secret={secret}
          done={t('push.kept')}
          onClose={() => setSecret(null)}
        />
      )}
    </Page>
  );
}
