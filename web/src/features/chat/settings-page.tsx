import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ErrorState } from '@/components/ui/error-state';
import { Page } from '@/components/ui/page';
import { SkeletonRows } from '@/components/ui/skeleton';
import { useChatSettings } from './settings/api';
import { SettingsForm } from './settings/settings-form';
import { TagsPart } from './settings/tags-part';

/** How the company gives out its chats, when it worries, what it says by itself, and its tags. */
export function SettingsPage() {
  const { t } = useTranslation('chat_settings');
  const settings = useChatSettings();
  const [round, setRound] = useState(0);
  const again = async () => {
    await settings.refetch();
    setRound((before) => before + 1);
  };
  return (
    <Page title={t('title')}>
      <p className="max-w-3xl px-4 pb-3 text-sm text-ink-2">{t('text')}</p>
      <div className="flex max-w-6xl flex-col gap-4 px-4 pb-4 max-md:px-3">
        {settings.isPending && <SkeletonRows rows={6} rowClassName="h-12" />}
        {settings.isError && !settings.data && (
          <ErrorState
            title={t('failed')}
            error={settings.error}
            onRetry={() => void settings.refetch()}
          />
        )}
        {settings.data && (
          <SettingsForm key={round} settings={settings.data} onAgain={() => void again()} />
        )}
        <TagsPart />
      </div>
    </Page>
  );
}
