import { MapPin } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { CustomerCard } from '@/lib/api';
import type { CustomerPart } from './part';

interface LocationPartProps {
  card: CustomerCard;
  part: CustomerPart;
}

/** Where the last order went, and where they wrote from. */
export function LocationPart({ card, part: Part }: LocationPartProps) {
  const { t } = useTranslation('customers');
  const { address, area, landmark, city, country } = card.location;
  const home = [area, landmark].filter(Boolean);
  const place = [city, country].filter(Boolean).join(', ');
  if (!address && home.length === 0 && !place) return null;
  return (
    <Part title={t('location.title')}>
      <div className="flex items-start gap-2 text-sm">
        <MapPin aria-hidden size={15} className="mt-0.5 shrink-0 text-ink-3" />
        <div className="min-w-0">
          {address && (
            <p dir="auto" className="match wrap-anywhere">
              {address}
            </p>
          )}
          {home.map((line) => (
            <p key={line} dir="auto" className="match text-ink-2 wrap-anywhere">
              {line}
            </p>
          ))}
          {place && (
            <p className="text-xs text-ink-3">
              {t('location.writes_from')} <bdi>{place}</bdi>
            </p>
          )}
        </div>
      </div>
    </Part>
  );
}
