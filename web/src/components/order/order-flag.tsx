import { useTranslation } from 'react-i18next';
import { Chip } from '@/components/ui/chip';
import type { Order } from '@/lib/api';
import { type FlagState, flagStates } from '@/lib/states';

interface OrderFlagProps {
  of: Order | undefined;
  flag: FlagState;
}

/** A reason to look at the order twice, if it has this one. */
export function OrderFlag({ of: order, flag }: OrderFlagProps) {
  const { t } = useTranslation('common');
  if (!order?.flags.includes(flag)) return null;
  const look = flagStates[flag];
  return (
    <Chip tone={look.tone} icon={look.icon} className="shrink-0">
      {t(look.label)}
    </Chip>
  );
}
