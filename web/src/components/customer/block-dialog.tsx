import { useTranslation } from 'react-i18next';
import { ReasonDialog } from '@/components/reason-dialog';
import { toast } from '@/components/ui/toast-store';
import type { CustomerCard } from '@/lib/api';
import { useDraft } from '@/lib/storage/use-draft';
import { useBlockCustomer } from './api';

/** Who is blocked can begin no chat and write in none, until somebody takes it back. */
export function BlockDialog({ card, onClose }: { card: CustomerCard; onClose: () => void }) {
  const { t } = useTranslation('customers');
  const [reason, setReason, clear] = useDraft(`customer:${card.id}:block`);
  const block = useBlockCustomer(card);
  return (
    <ReasonDialog
      title={t('block.title')}
      code={card.code}
      label={t('block.reason')}
      missing={t('block.missing')}
      fields={['reason']}
      saveLabel={t('block.save')}
      busy={block.isPending}
      error={block.error}
      text={reason}
      onText={setReason}
      onSave={() =>
        block.mutate(reason.trim(), {
          onSuccess: () => {
            clear();
            toast.success(t('block.done'));
            onClose();
          },
        })
      }
      onClose={onClose}
    >
      <p className="text-sm text-ink-2">{t('block.text', { name: card.name })}</p>
    </ReasonDialog>
  );
}
