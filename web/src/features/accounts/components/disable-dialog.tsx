import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useTeam } from '@/components/order/team';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { Field } from '@/components/ui/field';
import { Notice } from '@/components/ui/notice';
import { RadioGroup } from '@/components/ui/radio-group';
import { Select } from '@/components/ui/select';
import { toast } from '@/components/ui/toast-store';
import { asApiError, errorText, type ManagedUser } from '@/lib/api';
import { useChangePerson } from '../people-api';

interface DisableDialogProps {
  user: ManagedUser;
  onClose: () => void;
  onDone: () => void;
}

/** Asks who gets the open orders, when there are any. */
export function DisableDialog({ user, onClose, onDone }: DisableDialogProps) {
  const { t } = useTranslation(['admin', 'common']);
  const orders = user.agent?.active ? user.agent.open_orders : 0;
  const team = useTeam(orders > 0);
  const [way, setWay] = useState('pool');
  const [colleague, setColleague] = useState('');
  const change = useChangePerson();
  const problem = change.error ? asApiError(change.error) : null;
  const { name } = user;
  async function disable() {
    const orders_to = way === 'pool' ? 'pool' : colleague;
    try {
      await change.mutateAsync({ user, change: { status: 'disabled', orders_to } });
      toast.success(t('person.disabled_done', { name }));
      onDone();
    } catch {
      // Shown below, from the state of the mutation.
    }
  }
  const colleagues = (team.data ?? []).filter((member) => member.id !== user.agent?.id);
  return (
    <Dialog
      open
      width="small"
      onClose={onClose}
      title={t('person.disable_title', { name })}
      description={t('person.disable_text')}
      footer={
        <>
          <Button onClick={onClose}>{t('common:cancel')}</Button>
          <Button
            variant="danger"
            busy={change.isPending}
            disabled={way === 'colleague' && colleague === ''}
            onClick={() => void disable()}
          >
            {t('person.disable')}
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-4">
        {orders > 0 && (
          <RadioGroup
            label={t('person.orders', { count: orders })}
            value={way}
            onChange={setWay}
            options={[
              { value: 'pool', label: t('person.orders_pool') },
              { value: 'colleague', label: t('person.orders_colleague') },
            ]}
          />
        )}
        {way === 'colleague' && (
          <Field label={t('person.colleague')} required error={problem?.field('orders_to')}>
            {(control) => (
              <Select
                {...control}
                value={colleague}
                onChange={setColleague}
                placeholder={t('person.choose')}
                options={colleagues.map((member) => ({
                  value: String(member.id),
                  label: member.name,
                }))}
              />
            )}
          </Field>
        )}
        {problem && !problem.field('orders_to') && (
          <Notice tone="danger" alert>
            {errorText(problem)}
          </Notice>
        )}
      </div>
    </Dialog>
  );
}
