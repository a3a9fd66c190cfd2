import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Trash2 } from 'lucide-react';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { ErrorState } from '@/components/ui/error-state';
import { Field } from '@/components/ui/field';
import { IconButton } from '@/components/ui/icon-button';
import { Input } from '@/components/ui/input';
import { ScrollRegion } from '@/components/ui/scroll-region';
import { SkeletonRows } from '@/components/ui/skeleton';
import { toast } from '@/components/ui/toast-store';
import { api, asApiError, call, errorText, newIdempotencyKey, type StockLocation } from '@/lib/api';
import { useLocations } from '../api';

/** The places of the warehouses: added and closed. */
export function LocationsDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation(['inventory', 'common']);
  const queryClient = useQueryClient();
  const locations = useLocations(true);
  const renew = () => {
    void queryClient.invalidateQueries({ queryKey: ['stock-locations'] });
    void queryClient.invalidateQueries({ queryKey: ['stock-head'] });
  };
  return (
    <Dialog
      open
      onClose={onClose}
      title={t('places.title')}
      description={t('places.text')}
      footer={<Button onClick={onClose}>{t('common:close')}</Button>}
    >
      <div className="flex flex-col gap-4">
        <NewPlace onAdded={renew} />
        {locations.isPending && <SkeletonRows rows={5} />}
        {locations.isError && (
          <ErrorState
            title={t('places.failed')}
            error={locations.error}
            onRetry={() => void locations.refetch()}
          />
        )}
        {locations.data && (
          <ScrollRegion label={t('places.title')} className="max-h-80 border-y border-line">
            <ul>
              {locations.data.map((location) => (
                <PlaceLine key={location.id} location={location} onRemoved={renew} />
              ))}
            </ul>
          </ScrollRegion>
        )}
      </div>
    </Dialog>
  );
}

function NewPlace({ onAdded }: { onAdded: () => void }) {
  const { t } = useTranslation(['inventory', 'common']);
  const [code, setCode] = useState('');
  const [name, setName] = useState('');
  const add = useMutation({
    mutationFn: () =>
      call(
        api.POST('/api/inventory/locations', {
          headers: { 'Idempotency-Key': newIdempotencyKey() },
          body: { code: code.trim(), ...(name.trim() ? { name: name.trim() } : {}) },
        }),
      ),
    onSuccess: () => {
      setCode('');
      setName('');
      onAdded();
    },
  });
  const refused = add.isError ? asApiError(add.error) : null;
  function submit(event: FormEvent) {
    event.preventDefault();
    if (code.trim()) add.mutate();
  }
  return (
    <form onSubmit={submit} className="flex flex-wrap items-start gap-3">
      <Field
        label={t('places.code')}
        required
        hint={t('places.code_hint')}
        error={refused ? (refused.field('code') ?? errorText(refused)) : undefined}
        className="min-w-40 flex-1"
      >
        {(control) => (
          <Input
            {...control}
            maxLength={40}
            autoComplete="off"
            value={code}
            onChange={(event) => setCode(event.target.value)}
            className="ltr num"
          />
        )}
      </Field>
      <Field label={t('places.name')} className="min-w-40 flex-1">
        {(control) => (
          <Input
            {...control}
            dir="auto"
            maxLength={100}
            value={name}
            onChange={(event) => setName(event.target.value)}
          />
        )}
      </Field>
      <Button type="submit" busy={add.isPending} disabled={!code.trim()} className="mt-6">
        {t('places.add')}
      </Button>
    </form>
  );
}

interface PlaceLineProps {
  location: StockLocation;
  onRemoved: () => void;
}

function PlaceLine({ location, onRemoved }: PlaceLineProps) {
  const { t } = useTranslation('inventory');
  const remove = useMutation({
    mutationFn: () =>
      call(
        api.DELETE('/api/inventory/locations/{id}', {
          params: { path: { id: String(location.id) } },
        }),
      ),
    onSuccess: onRemoved,
    onError: (error) => toast.error(errorText(error)),
  });
  return (
    <li className="flex items-center gap-3 border-b border-line px-1 py-1 last:border-b-0">
      <bdi className="ltr num">{location.code}</bdi>
      <bdi className="min-w-0 truncate text-sm text-ink-2">{location.name}</bdi>
      <IconButton
        icon={Trash2}
        label={t('places.remove', { code: location.code })}
        onClick={() => remove.mutate()}
        disabled={remove.isPending}
        className="ms-auto"
      />
    </li>
  );
}
