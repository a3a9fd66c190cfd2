import { LogOut, MonitorSmartphone, Smartphone } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '@/components/ui/button';
import { Chip } from '@/components/ui/chip';
import { Dialog } from '@/components/ui/dialog';
import { Empty } from '@/components/ui/empty';
import { ErrorState } from '@/components/ui/error-state';
import { Page } from '@/components/ui/page';
import { RelativeTime } from '@/components/ui/relative-time';
import { SkeletonRows } from '@/components/ui/skeleton';
import { toast } from '@/components/ui/toast-store';
import { type Device, errorText } from '@/lib/api';
import { formatDateTime } from '@/lib/format';
import { useDevices, useRemoveDevice } from './api';

/** Where this account is signed in for longer than a day; a lost one is signed out from here. */
export function DevicesPage() {
  const { t } = useTranslation('accounts');
  const devices = useDevices();
  const [leaving, setLeaving] = useState<Device | null>(null);
  return (
    <Page title={t('devices.title')}>
      <p className="px-4 pb-3 text-sm text-ink-2">{t('devices.text')}</p>
      {devices.isPending && <SkeletonRows rows={3} rowClassName="h-16" />}
      {devices.isError && (
        <ErrorState
          title={t('devices.failed')}
          error={devices.error}
          onRetry={() => void devices.refetch()}
        />
      )}
      {devices.data?.length === 0 && (
        <Empty icon={MonitorSmartphone} title={t('devices.empty')} text={t('devices.empty_text')} />
      )}
      {devices.data && devices.data.length > 0 && (
        <ul className="mx-4 mb-4 max-w-3xl rounded-lg border border-line bg-surface">
          {devices.data.map((device) => (
            <DeviceRow key={device.id} device={device} onLeave={() => setLeaving(device)} />
          ))}
        </ul>
      )}
      {leaving && <LeaveDialog device={leaving} onClose={() => setLeaving(null)} />}
    </Page>
  );
}

function DeviceRow({ device, onLeave }: { device: Device; onLeave: () => void }) {
  const { t } = useTranslation('accounts');
  return (
    <li className="flex items-center gap-3 border-b border-line px-4 py-3 last:border-b-0 max-md:flex-wrap">
      <MonitorSmartphone aria-hidden size={20} strokeWidth={1.5} className="shrink-0 text-ink-3" />
      <div className="min-w-0 flex-1 max-md:basis-60">
        <p className="flex flex-wrap items-center gap-2 font-semibold">
          <bdi title={device.user_agent}>{device.name}</bdi>
          {device.current && (
            <Chip tone="success" icon={Smartphone}>
              {t('devices.current')}
            </Chip>
          )}
        </p>
        <p className="text-xs text-ink-3">
          {t('devices.last_seen')} <RelativeTime at={device.last_seen_at} />
          {' · '}
          {t('devices.since', { date: formatDateTime(device.created_at) })}
        </p>
      </div>
      <Button icon={LogOut} flipIcon onClick={onLeave} className="max-md:ms-auto">
        {t('devices.leave')}
      </Button>
    </li>
  );
}

function LeaveDialog({ device, onClose }: { device: Device; onClose: () => void }) {
  const { t } = useTranslation(['accounts', 'common']);
  const remove = useRemoveDevice();

  async function leave() {
    try {
      await remove.mutateAsync(device.id);
      toast.success(t('devices.left', { device: device.name }));
      onClose();
    } catch (error) {
      toast.error(t('devices.leave_failed'), { detail: errorText(error) });
    }
  }

  return (
    <Dialog
      open
      width="small"
      onClose={onClose}
      title={t('devices.leave_title', { device: device.name })}
      description={device.current ? t('devices.leave_current') : t('devices.leave_text')}
      footer={
        <>
          <Button onClick={onClose}>{t('common:cancel')}</Button>
          <Button variant="danger" busy={remove.isPending} onClick={() => void leave()}>
            {t('devices.leave')}
          </Button>
        </>
      }
    />
  );
}
