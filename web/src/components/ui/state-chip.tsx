import { useTranslation } from 'react-i18next';
import {
  callState,
  chatState,
  complaintState,
  deliveryState,
  escalationState,
  exportState,
  modificationState,
  orderState,
  outcomeState,
  presenceState,
  stockState,
} from '@/lib/states';
import { Chip } from './chip';

/** The state of an order, a parcel, a call and the like, or the presence of an agent, looked up in lib/states.ts. */
export function OrderStatusChip({ status, className }: { status: string; className?: string }) {
  const { t } = useTranslation('common');
  const look = orderState(status);
  return (
    <Chip tone={look.tone} icon={look.icon} className={className}>
      {t(look.label, { value: status })}
    </Chip>
  );
}

export function PresenceChip({ presence, className }: { presence: string; className?: string }) {
  const { t } = useTranslation('common');
  const look = presenceState(presence);
  return (
    <Chip tone={look.tone} icon={look.icon} className={className}>
      {t(look.label, { value: presence })}
    </Chip>
  );
}

export function StockChip({ status, className }: { status: string; className?: string }) {
  const { t } = useTranslation('common');
  const look = stockState(status);
  return (
    <Chip tone={look.tone} icon={look.icon} className={className}>
      {t(look.label, { value: status })}
    </Chip>
  );
}

export function DeliveryChip({ status, className }: { status: string; className?: string }) {
  const { t } = useTranslation('common');
  const look = deliveryState(status);
  return (
    <Chip tone={look.tone} icon={look.icon} className={className}>
      {t(look.label, { value: status })}
    </Chip>
  );
}

export function EscalationChip({ status, className }: { status: string; className?: string }) {
  const { t } = useTranslation('common');
  const look = escalationState(status);
  return (
    <Chip tone={look.tone} icon={look.icon} className={className}>
      {t(look.label, { value: status })}
    </Chip>
  );
}

export function ComplaintChip({ status, className }: { status: string; className?: string }) {
  const { t } = useTranslation('common');
  const look = complaintState(status);
  return (
    <Chip tone={look.tone} icon={look.icon} className={className}>
      {t(look.label, { value: status })}
    </Chip>
  );
}

export function ModificationChip({ status, className }: { status: string; className?: string }) {
  const { t } = useTranslation('common');
  const look = modificationState(status);
  return (
    <Chip tone={look.tone} icon={look.icon} className={className}>
      {t(look.label, { value: status })}
    </Chip>
  );
}

export function OutcomeChip({ outcome, className }: { outcome: string; className?: string }) {
  const { t } = useTranslation('common');
  const look = outcomeState(outcome);
  return (
    <Chip tone={look.tone} icon={look.icon} className={className}>
      {t(look.label, { value: outcome })}
    </Chip>
  );
}

export function ExportChip({ status, className }: { status: string; className?: string }) {
  const { t } = useTranslation('common');
  const look = exportState(status);
  return (
    <Chip tone={look.tone} icon={look.icon} className={className}>
      {t(look.label, { value: status })}
    </Chip>
  );
}

export function CallStatusChip({ status, className }: { status: string; className?: string }) {
  const { t } = useTranslation('common');
  const look = callState(status);
  return (
    <Chip tone={look.tone} icon={look.icon} className={className}>
      {t(look.label, { value: status })}
    </Chip>
  );
}

export function ChatChip({ state, className }: { state: string; className?: string }) {
  const { t } = useTranslation('common');
  const look = chatState(state);
  return (
    <Chip tone={look.tone} icon={look.icon} className={className}>
      {t(look.label, { value: state })}
    </Chip>
  );
}
