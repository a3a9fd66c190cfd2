import { FileText, PencilLine, Phone as PhoneIcon, StickyNote } from 'lucide-react';
import { memo } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '@/components/ui/button';
import { useCan } from '@/lib/auth/use-can';
import { openOrderDialog } from './order-dialogs-store';

interface CardActionsProps {
  id: number;
  onDetails: (id: number) => void;
  callLabel: string;
  noteLabel: string;
}

/** CALL, UPDATE, DETAILS, NOTES of an order that stands on its own. */
export const CardActions = memo(function CardActions({
  id,
  onDetails,
  callLabel,
  noteLabel,
}: CardActionsProps) {
  const { t } = useTranslation('orders');
  const mayWrite = useCan('orders.write');
  return (
    <div className="flex flex-wrap gap-1.5 @max-3xl:[&_svg]:hidden">
      {mayWrite && (
        <>
          <Button
            variant="primary"
            icon={PhoneIcon}
            onClick={() => openOrderDialog({ kind: 'call', id })}
          >
            {callLabel}
          </Button>
          <Button icon={PencilLine} onClick={() => openOrderDialog({ kind: 'status', id })}>
            {t('action.update')}
          </Button>
        </>
      )}
      <Button icon={FileText} onClick={() => onDetails(id)}>
        {t('action.details')}
      </Button>
      {mayWrite && (
        <Button icon={StickyNote} onClick={() => openOrderDialog({ kind: 'note', id })}>
          {noteLabel}
        </Button>
      )}
    </div>
  );
});
