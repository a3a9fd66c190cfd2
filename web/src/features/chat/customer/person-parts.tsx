import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Customer, EnterDialog } from '@/components/customer';
import { Button } from '@/components/ui/button';
import type { Chat } from '@/lib/api';
import { useCan } from '@/lib/auth/use-can';
import { useRights } from '../thread/rights';
import { Part } from './customer-panel';

/** Who the customer is beyond this chat; or that nobody knows yet, and how to change that. */
export function PersonParts({ chat }: { chat: Chat }) {
  const { id, name, phone, email } = chat.customer;
  if (id === null) return <Unknown chat={chat} />;
  return <Customer key={id} id={id} part={Part} known={{ name, phone, email }} />;
}

function Unknown({ chat }: { chat: Chat }) {
  const { t } = useTranslation('chat');
  const mayWrite = useCan('customers.write');
  const rights = useRights(chat);
  const [open, setOpen] = useState(false);
  return (
    <Part title={t('person.title')}>
      <p className="text-sm text-ink-2">{t('person.unknown')}</p>
      {mayWrite && rights.tag && (
        <Button className="self-start" onClick={() => setOpen(true)}>
          {t('person.enter')}
        </Button>
      )}
      {open && (
        <EnterDialog chatId={chat.id} known={chat.customer} onClose={() => setOpen(false)} />
      )}
    </Part>
  );
}
