import { Flag, ShieldAlert } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Button } from '@/components/ui/button';
import { RelativeTime } from '@/components/ui/relative-time';
import { EscalationChip } from '@/components/ui/state-chip';
import type { OrderDetails } from '@/lib/api';
import { useCan } from '@/lib/auth/use-can';
import { isolate } from '@/lib/bidi';
import { openOrderDialog } from '../order-dialogs-store';
import { Section } from './section';

/** Whether the order was handed up, and the ways to do so. */
export function EscalationSection({ details }: { details: OrderDetails }) {
  const { t } = useTranslation(['orders', 'common']);
  const mayWrite = useCan('orders.write');
  const { id, escalation } = details;
  return (
    <Section
      title={t('escalate.section')}
      action={
        mayWrite && (
          <>
            <Button
              variant="ghost"
              icon={Flag}
              className="-my-1 h-7 px-2"
              onClick={() => openOrderDialog({ kind: 'complaint', id })}
            >
              {t('action.complaint')}
            </Button>
            {!escalation && (
              <Button
                variant="ghost"
                icon={ShieldAlert}
                className="-my-1 h-7 px-2"
                onClick={() => openOrderDialog({ kind: 'escalate', id })}
              >
                {t('action.escalate')}
              </Button>
            )}
          </>
        )
      }
    >
      {escalation ? (
        <div className="flex flex-col gap-1">
          <p className="flex flex-wrap items-center gap-x-2 gap-y-1">
            <EscalationChip status={escalation.status} />
            <span>{t(`common:level.${escalation.level}`)}</span>
            <RelativeTime at={escalation.raised_at} className="text-xs text-ink-3" />
          </p>
          <p dir="auto" className="match wrap-anywhere">
            {escalation.reason}
          </p>
          <p className="text-xs text-ink-3">
            {t('escalate.by', { name: isolate(escalation.raised_by) })}
            {escalation.assigned_to &&
              ` · ${t('escalate.with', { name: isolate(escalation.assigned_to) })}`}
          </p>
        </div>
      ) : (
        <p className="text-ink-3">{t('escalate.none')}</p>
      )}
    </Section>
  );
}
