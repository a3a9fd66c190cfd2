import { useQuery } from '@tanstack/react-query';
import { CircleCheck, CirclePause, Unplug } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { Chip } from '@/components/ui/chip';
import { ErrorState } from '@/components/ui/error-state';
import { Part } from '@/components/ui/part';
import { SkeletonRows } from '@/components/ui/skeleton';
import { api, call } from '@/lib/api';
import { useCan } from '@/lib/auth/use-can';

const looks = {
  ready: { tone: 'success', icon: CircleCheck },
  paused: { tone: 'warning', icon: CirclePause },
  none: { tone: 'neutral', icon: Unplug },
} as const;

/** Whether agents may speak in the browser, and by which address of the PBX. */
export function SoftphonePart() {
  const { t } = useTranslation('call_stats');
  const mayChange = useCan('providers.manage');
  const settings = useQuery({
    queryKey: ['softphone', 'settings'],
    queryFn: async () => (await call(api.GET('/api/settings/softphone'))).settings,
  });
  if (settings.isPending) return <SkeletonRows rows={2} rowClassName="h-12" />;
  if (!settings.data)
    return (
      <ErrorState
        title={t('settings.failed')}
        error={settings.error}
        onRetry={() => void settings.refetch()}
      />
    );
  const { configured, is_active, ws_url, domain } = settings.data;
  const state = !configured ? 'none' : is_active ? 'ready' : 'paused';
  return (
    <Part title={t('settings.softphone')} text={t('settings.softphone_text')}>
      <div>
        <Chip tone={looks[state].tone} icon={looks[state].icon}>
          {t(`settings.softphone_state.${state}`)}
        </Chip>
      </div>
      {configured && (
        <dl className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-4 gap-y-1 text-sm">
          <dt className="text-ink-3">{t('settings.address')}</dt>
          <dd className="break-all">
            <bdi className="ltr">{ws_url}</bdi>
          </dd>
          <dt className="text-ink-3">{t('settings.domain')}</dt>
          <dd className="break-all">
            <bdi className="ltr">{domain}</bdi>
          </dd>
        </dl>
      )}
      {mayChange ? (
        <Link to="/admin/pbx" className="self-start text-accent underline">
          {t('settings.softphone_change')}
        </Link>
      ) : (
        <p className="text-xs text-ink-3">{t('settings.softphone_who')}</p>
      )}
    </Part>
  );
}
