import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '@/components/ui/button';
import { Field } from '@/components/ui/field';
import { Input } from '@/components/ui/input';
import { dialable, type PhoneCall } from '../model';
import { phone } from '../use-phone-line';

/** Passes a call on: at once, or after a word with whoever is to have it. */
export function TransferForm({ call, onDone }: { call: PhoneCall; onDone: () => void }) {
  const { t } = useTranslation('softphone');
  const [number, setNumber] = useState('');
  const nowhere = dialable(number) === '';
  return (
    <form
      className="flex flex-col gap-2"
      onSubmit={(event) => {
        event.preventDefault();
        if (nowhere) return;
        phone()?.transferBlind(call.id, number);
        onDone();
      }}
    >
      <Field label={t('transfer.to')}>
        {(control) => (
          <Input
            {...control}
            dir="ltr"
            type="tel"
            autoFocus
            autoComplete="off"
            className="num"
            value={number}
            onChange={(event) => setNumber(event.target.value)}
          />
        )}
      </Field>
      <div className="grid grid-cols-2 gap-2">
        <Button type="submit" disabled={nowhere || call.transfer === 'asked'}>
          {t('transfer.blind')}
        </Button>
        <Button
          disabled={nowhere}
          onClick={() => {
            void phone()?.consult(call.id, number);
            onDone();
          }}
        >
          {t('transfer.consult')}
        </Button>
      </div>
    </form>
  );
}
