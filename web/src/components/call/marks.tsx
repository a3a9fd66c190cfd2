import { PhoneIncoming, PhoneOutgoing, Repeat2, TriangleAlert } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Tooltip } from '@/components/ui/tooltip';
import type { Call } from '@/lib/api';

const directions = { incoming: PhoneIncoming, outgoing: PhoneOutgoing, internal: Repeat2 };

/** Which way a call went, as an icon with its word. */
export function DirectionIcon({ direction }: { direction: Call['direction'] }) {
  const { t } = useTranslation('common');
  const Icon = directions[direction];
  return (
    <Icon
      role="img"
      aria-label={t(`call_direction.${direction}`)}
      size={16}
      strokeWidth={1.75}
      className="shrink-0 text-ink-3"
    />
  );
}

/** A part of the call was not seen: what is told of it may lack something. */
export function GapMark() {
  const { t } = useTranslation('common');
  return (
    <Tooltip text={t('call_gap')}>
      <TriangleAlert
        role="img"
        aria-label={t('call_gap')}
        size={14}
        className="shrink-0 text-warning"
      />
    </Tooltip>
  );
}
