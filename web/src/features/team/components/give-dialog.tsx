import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { AUTOMATIC, ColleagueList } from '@/components/order/colleague-list';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { Field } from '@/components/ui/field';
import { Notice } from '@/components/ui/notice';
import { Textarea } from '@/components/ui/textarea';
import { toast } from '@/components/ui/toast-store';
import { errorText } from '@/lib/api';
import { formatNumber } from '@/lib/format';
import { type Chosen, type Given, useGive } from '../api';

interface GiveDialogProps {
  chosen: Chosen;
  /** Who has it now. */
  from: number;
  onClose: () => void;
  onDone: () => void;
}

/** To whom, and why; what could not be given is said row by row. */
export function GiveDialog({ chosen, from, onClose, onDone }: GiveDialogProps) {
  const { t } = useTranslation(['team', 'common', 'orders']);
  const [to, setTo] = useState('');
  const [reason, setReason] = useState('');
  const [tried, setTried] = useState(false);
  const [given, setGiven] = useState<Given | null>(null);
  const give = useGive();
  const count = chosen.orders.length + chosen.callbacks.length + chosen.followUps.length;
  const noReason = reason.trim() === '';
  function submit() {
    setTried(true);
    if (to === '' || noReason) return;
    setGiven(null);
    give.mutate(
      { chosen, to: to === AUTOMATIC ? null : Number(to), reason: reason.trim() },
      {
        onSuccess: (answer) => {
          if (answer.done > 0)
            toast.success(t('give.done', { count: answer.done, shown: formatNumber(answer.done) }));
          if (answer.failures.length === 0) onDone();
          else setGiven(answer);
        },
      },
    );
  }
  return (
    <Dialog
      open
      onClose={onClose}
      title={t('give.title', { count, shown: formatNumber(count) })}
      description={
        chosen.callbacks.length + chosen.followUps.length > 0 ? t('give.with_orders') : undefined
      }
      footer={
        <>
          <Button onClick={onClose}>{t('common:cancel')}</Button>
          <Button variant="primary" busy={give.isPending} onClick={submit}>
            {t('give.save')}
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-4">
        <ColleagueList
          value={to}
          onChange={setTo}
          without={from}
          error={tried && to === '' ? t('orders:reassign.error.to') : undefined}
        />
        <Field
          label={t('orders:reassign.reason')}
          required
          error={tried && noReason ? t('orders:reassign.error.reason') : undefined}
        >
          {(control) => (
            <Textarea
              {...control}
              value={reason}
              maxLength={1000}
              onChange={(event) => setReason(event.target.value)}
            />
          )}
        </Field>
        {given && (
          <Notice tone="danger" alert>
            <ul>
              {given.failures.map((failure) => (
                <li key={failure.id} dir="auto">
                  {failure.text}
                </li>
              ))}
            </ul>
          </Notice>
        )}
        {give.isError && (
          <Notice tone="danger" alert>
            {errorText(give.error)}
          </Notice>
        )}
      </div>
    </Dialog>
  );
}
