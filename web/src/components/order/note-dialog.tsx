import { useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { Dialog } from '@/components/ui/dialog';
import type { Order } from '@/lib/api';
import { NoteForm } from './note-form';
import { NoteList } from './note-list';
import { useOrder } from './use-order';

/** The notes of an order, with room for one more. */
export function NoteDialog({ order, onClose }: { order: Order; onClose: () => void }) {
  const { t } = useTranslation('orders');
  const input = useRef<HTMLTextAreaElement>(null);
  const details = useOrder(order.id);
  return (
    <Dialog
      open
      drafted
      onClose={onClose}
      initialFocus={input}
      title={
        <>
          {t('note.title')} – <bdi className="ltr num">{order.short_code}</bdi>
        </>
      }
      description={<bdi>{order.customer_name}</bdi>}
    >
      <div className="flex flex-col gap-4">
        <NoteForm order={order} onDone={onClose} inputRef={input} />
        {details.data && <NoteList notes={details.data.notes} />}
      </div>
    </Dialog>
  );
}
