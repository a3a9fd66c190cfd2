import {
  AlarmClock,
  ArrowRightLeft,
  FilePenLine,
  MessageSquare,
  PencilLine,
  Phone as PhoneIcon,
  StickyNote,
} from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Button } from '@/components/ui/button';
import type { Order } from '@/lib/api';
import { useCan } from '@/lib/auth/use-can';
import { useKeys } from '@/lib/shortcuts';
import { useMayChange } from '../modifications';
import { openOrderDialog } from '../order-dialogs-store';

/** What an agent does with an order, always in sight below the details. */
export function QuickActions({ order }: { order: Order }) {
  const { t } = useTranslation('orders');
  const mayWrite = useCan('orders.write');
  const mayReassign = useCan('orders.reassign');
  const mayChange = useMayChange();
  const keys = {
    call: useKeys('order.call'),
    update: useKeys('order.update'),
    note: useKeys('order.note'),
    callback: useKeys('order.callback'),
    reassign: useKeys('order.reassign'),
    modify: useKeys('order.modify'),
  };
  if (!mayWrite) return null;
  const { id } = order;
  return (
    // On a low screen, or one that is zoomed in, they are one line to push sideways.
    <fieldset className="grid grid-cols-2 gap-2 [&_button]:px-2 [&_svg]:shrink-0 [@media(max-height:600px)]:thin [@media(max-height:600px)]:flex [@media(max-height:600px)]:overflow-x-auto">
      <legend className="sr-only">{t('details.quick_actions')}</legend>
      <Button
        icon={PhoneIcon}
        shortcut={keys.call}
        onClick={() => openOrderDialog({ kind: 'call', id })}
      >
        {t('action.call_customer')}
      </Button>
      <Button icon={MessageSquare} onClick={() => openOrderDialog({ kind: 'sms', id })}>
        {t('action.send_sms')}
      </Button>
      <Button
        variant="primary"
        icon={PencilLine}
        shortcut={keys.update}
        onClick={() => openOrderDialog({ kind: 'status', id })}
      >
        {t('action.update_status')}
      </Button>
      <Button
        icon={StickyNote}
        shortcut={keys.note}
        onClick={() => openOrderDialog({ kind: 'note', id })}
      >
        {t('action.add_note')}
      </Button>
      <Button
        icon={AlarmClock}
        shortcut={keys.callback}
        onClick={() => openOrderDialog({ kind: 'callback', id })}
      >
        {t('action.schedule_callback')}
      </Button>
      <Button
        icon={ArrowRightLeft}
        shortcut={keys.reassign}
        onClick={() => openOrderDialog({ kind: 'reassign', ids: [id] })}
      >
        {mayReassign ? t('action.reassign') : t('action.ask_reassign')}
      </Button>
      <Button
        icon={FilePenLine}
        shortcut={keys.modify}
        onClick={() => openOrderDialog({ kind: 'modify', id })}
        className="col-span-full"
      >
        {mayChange ? t('action.modify') : t('action.ask_modify')}
      </Button>
    </fieldset>
  );
}
