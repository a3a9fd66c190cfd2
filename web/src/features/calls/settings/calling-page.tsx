import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ErrorState } from '@/components/ui/error-state';
import { Page } from '@/components/ui/page';
import { SkeletonRows } from '@/components/ui/skeleton';
import { useCallSettings } from './api';
import { CallingForm } from './calling-form';
import { SoftphonePart } from './softphone-part';

/** How the company dials, where its departments are reached, and what follows a call. */
export function CallingPage() {
  const { t } = useTranslation('call_stats');
  const settings = useCallSettings();
  const [round, setRound] = useState(0);
  const again = async () => {
    await settings.refetch();
    setRound((before) => before + 1);
  };
  return (
    <Page title={t('settings.title')}>
      <p className="max-w-3xl px-4 pb-3 text-sm text-ink-2">{t('settings.text')}</p>
      {settings.isPending && <SkeletonRows rows={6} rowClassName="h-12" />}
      {settings.isError && !settings.data && (
        <ErrorState
          title={t('settings.failed')}
          error={settings.error}
          onRetry={() => void settings.refetch()}
        />
      )}
      {settings.data && (
        <div className="flex max-w-6xl flex-col gap-4 px-4 pb-4 max-md:px-3">
          <CallingForm key={round} settings={settings.data} onAgain={() => void again()} />
          <SoftphonePart />
        </div>
      )}
    </Page>
  );
}
