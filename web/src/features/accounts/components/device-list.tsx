import { LogOut, MonitorSmartphone, Smartphone } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '@/components/ui/button';
import { Chip } from '@/components/ui/chip';
import { Empty } from '@/components/ui/empty';
import { ErrorState } from '@/components/ui/error-state';
import { RelativeTime } from '@/components/ui/relative-time';
import { SkeletonRows } from '@/components/ui/skeleton';
import type { Device } from '@/lib/api';
import { formatDateTime } from '@/lib/format';
import { useDevices, useRemoveDevice } from '../api';
import { LeaveDialog } from './leave-dialog';
import { deviceIcon, useDeviceWords } from './use-device-words';

/** Where this account stays logged in for longer than a day; a lost one is logged out from here. */
export function DeviceList() {
  const { t } = useTranslation('accounts');
  const devices = useDevices();
  const remove = useRemoveDevice();
  const words = useDeviceWords();
  const [leaving, setLeaving] = useState<Device | null>(null);
  if (devices.isPending) return <SkeletonRows rows={2} rowClassName="h-16" />;
  if (devices.isError) {
    return (
      <ErrorState
        title={t('devices.failed')}
        error={devices.error}
        onRetry={() => void devices.refetch()}
      />
    );
  }
  if (devices.data.length === 0) {
    return (
      <Empty icon={MonitorSmartphone} title={t('devices.empty')} text={t('devices.empty_text')} />
    );
  }
  return (
    <>
      <ul className="mx-4 mb-4 max-w-3xl rounded-lg border border-line bg-surface">
        {devices.data.map((device) => (
          <DeviceRow key={device.id} device={device} onLeave={() => setLeaving(device)} />
        ))}
      </ul>
      {leaving && (
        <LeaveDialog
          title={t('devices.leave_title', { device: words(leaving) })}
          text={leaving.current ? t('devices.leave_current') : t('devices.leave_text')}
          action={t('devices.leave')}
          done={t('devices.left', { device: words(leaving) })}
          busy={remove.isPending}
          onLeave={() => remove.mutateAsync(leaving.id)}
          onClose={() => setLeaving(null)}
        />
      )}
    </>
  );
}

function DeviceRow({ device, onLeave }: { device: Device; onLeave: () => void }) {
  const { t } = useTranslation('accounts');
  const words = useDeviceWords()(device);
  const Icon = deviceIcon(device.system);
  return (
    <li className="flex items-center gap-3 border-b border-line px-4 py-3 last:border-b-0 max-md:flex-wrap">
      <Icon aria-hidden size={20} strokeWidth={1.5} className="shrink-0 text-ink-3" />
      <div className="min-w-0 flex-1 max-md:basis-60">
        <p className="flex flex-wrap items-center gap-2 font-semibold">
          <span title={device.user_agent}>{words}</span>
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
      <Button
        icon={LogOut}
        flipIcon
        onClick={onLeave}
        className="max-md:ms-auto"
        aria-label={t('sessions.leave_label', { device: words })}
      >
        {t('devices.leave')}
      </Button>
    </li>
  );
}
