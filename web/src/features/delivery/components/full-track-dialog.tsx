import { ExternalLink } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import type { Delivery, TrackingEvent } from '@/lib/api';
import { TrackingHistory } from './tracking-history';

interface FullTrackDialogProps {
  delivery: Delivery;
  events: TrackingEvent[];
  onClose: () => void;
}

/** FULL TRACK: everything that was said of a parcel, by whom, and the courier's own page. */
export function FullTrackDialog({ delivery, events, onClose }: FullTrackDialogProps) {
  const { t } = useTranslation(['delivery', 'common']);
  return (
    <Dialog
      open
      onClose={onClose}
      title={
        <>
          {t('full.title')} – <bdi className="ltr num">{delivery.tracking_number}</bdi>
        </>
      }
      description={<bdi>{delivery.courier.name}</bdi>}
      footer={
        <>
          {delivery.track_url && (
            <a
              href={delivery.track_url}
              target="_blank"
              rel="noreferrer"
              className="me-auto inline-flex h-(--ctl-h) items-center gap-1.5 rounded-md border border-line-strong bg-surface px-3 font-semibold hover:bg-sunken"
            >
              <ExternalLink aria-hidden size={16} strokeWidth={1.75} />
              {t('full.site')}
            </a>
          )}
          <Button onClick={onClose}>{t('common:close')}</Button>
        </>
      }
    >
      <TrackingHistory events={events} whole />
    </Dialog>
  );
}
