import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '@/components/ui/button';
import { ErrorState } from '@/components/ui/error-state';
import { Notice } from '@/components/ui/notice';
import { Page } from '@/components/ui/page';
import { RadioGroup } from '@/components/ui/radio-group';
import { SkeletonRows } from '@/components/ui/skeleton';
import { toast } from '@/components/ui/toast-store';
import { asApiError, errorText, type RatingSettings } from '@/lib/api';
import { useRatingSettings, useSaveRatingSettings } from './api';

const MOMENTS = ['never', 'delivered', 'closed'] as const;

/** When customers are asked for a rating without anybody's doing. */
export function RatingSettingsPage() {
  const { t } = useTranslation('interactions');
  const settings = useRatingSettings();
  return (
    <Page title={t('settings.title')}>
      <div className="px-4 pb-4">
        {settings.isPending && <SkeletonRows rows={5} />}
        {settings.isError && (
          <ErrorState
            title={t('settings.failed')}
            error={settings.error}
            onRetry={() => void settings.refetch()}
          />
        )}
        {settings.data && <SettingsForm key={settings.data.version} settings={settings.data} />}
      </div>
    </Page>
  );
}

function SettingsForm({ settings }: { settings: RatingSettings }) {
  const { t } = useTranslation(['interactions', 'common']);
  const [moment, setMoment] = useState(settings.request_on);
  const [channel, setChannel] = useState(settings.channel);
  const save = useSaveRatingSettings(() => toast.success(t('settings.saved')));
  const failure = save.error ? asApiError(save.error) : null;
  return (
    <form
      className="flex max-w-xl flex-col gap-5 rounded-lg border border-line bg-surface p-4"
      onSubmit={(event) => {
        event.preventDefault();
        if (!save.isPending)
          save.mutate({ request_on: moment, channel, version: settings.version });
      }}
    >
      <p className="text-ink-2">{t('settings.text')}</p>
      <RadioGroup
        label={t('settings.moment')}
        value={moment}
        onChange={(next) => setMoment(next as typeof moment)}
        options={MOMENTS.map((value) => ({ value, label: t(`settings.moments.${value}`) }))}
      />
      <RadioGroup
        label={t('settings.channel')}
        columns={2}
        value={channel}
        onChange={(next) => setChannel(next as typeof channel)}
        options={(['sms', 'email'] as const).map((value) => ({
          value,
          label: t(`settings.channels.${value}`),
        }))}
      />
      {settings.obstacle && (
        <Notice tone="info">{t(`settings.obstacle.${settings.obstacle}`)}</Notice>
      )}
      {failure && (
        <Notice tone="danger" alert>
          {errorText(failure)}
        </Notice>
      )}
      <div className="flex justify-end">
        <Button type="submit" variant="primary" busy={save.isPending}>
          {t('common:save')}
        </Button>
      </div>
    </form>
  );
}
