import { useMutation } from '@tanstack/react-query';
import { LocateFixed } from 'lucide-react';
import { type RefObject, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '@/components/ui/button';
import { Field } from '@/components/ui/field';
import { Input } from '@/components/ui/input';
import { asApiError } from '@/lib/api';
import { findParcel } from '../api';

interface TrackFormProps {
  inputRef: RefObject<HTMLInputElement | null>;
  onFound: (orderId: number) => void;
}

/** Track Order: a tracking number in any spelling, or the number of an order. */
export function TrackForm({ inputRef, onFound }: TrackFormProps) {
  const { t } = useTranslation('delivery');
  const [typed, setTyped] = useState('');
  const find = useMutation({
    mutationFn: () => findParcel(typed.trim()),
    onSuccess: (orderId) => orderId !== null && onFound(orderId),
  });
  const missing =
    find.data === null || (find.error !== null && asApiError(find.error).status === 404);
  const error = missing ? t('track.none') : find.error ? t('track.failed') : undefined;
  return (
    <form
      className="flex items-start gap-2 max-md:w-full"
      onSubmit={(event) => {
        event.preventDefault();
        if (typed.trim()) find.mutate();
      }}
    >
      <Field label={t('track.label')} hideLabel error={error} className="w-64 max-md:flex-1">
        {(control) => (
          <Input
            {...control}
            ref={inputRef}
            dir="auto"
            placeholder={t('track.placeholder')}
            value={typed}
            onChange={(event) => {
              setTyped(event.target.value);
              find.reset();
            }}
          />
        )}
      </Field>
      <Button type="submit" variant="primary" icon={LocateFixed} busy={find.isPending}>
        {t('track.action')}
      </Button>
    </form>
  );
}
