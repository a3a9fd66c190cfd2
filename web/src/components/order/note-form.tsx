import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type Ref, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '@/components/ui/button';
import { Field } from '@/components/ui/field';
import { Notice } from '@/components/ui/notice';
import { Textarea } from '@/components/ui/textarea';
import { toast } from '@/components/ui/toast-store';
import { api, asApiError, call, errorText, newIdempotencyKey, type Order } from '@/lib/api';
import { useDraft } from '@/lib/storage/use-draft';

interface NoteFormProps {
  order: Order;
  onDone: () => void;
  inputRef?: Ref<HTMLTextAreaElement>;
}

/** A note for colleagues. What is typed survives a reload until it is saved. */
export function NoteForm({ order, onDone, inputRef }: NoteFormProps) {
  const { t } = useTranslation(['orders', 'common']);
  const queryClient = useQueryClient();
  const [note, setNote, clearNote] = useDraft(`order:${order.id}:note`);
  const [key, setKey] = useState(newIdempotencyKey);
  const add = useMutation({
    mutationFn: () =>
      call(
        api.POST('/api/agent/orders/{id}/notes', {
          params: { path: { id: String(order.id) }, header: { 'Idempotency-Key': key } },
          body: { note: note.trim() },
        }),
      ),
    onSuccess: () => {
      clearNote();
      setKey(newIdempotencyKey());
      void queryClient.invalidateQueries({ queryKey: ['order', order.id] });
      toast.success(t('note.saved', { code: order.short_code }));
      onDone();
    },
  });
  const failure = add.error ? asApiError(add.error) : null;

  function submit() {
    if (note.trim() !== '' && !add.isPending) add.mutate();
  }

  return (
    <form
      className="flex flex-col gap-2"
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      <Field label={t('note.label')} hint={t('note.hint')} error={failure?.field('note')}>
        {(control) => (
          <Textarea
            {...control}
            ref={inputRef}
            value={note}
            maxLength={4000}
            onChange={(event) => {
              setNote(event.target.value);
              // Another text is another intention: it must not be taken for a repetition.
              if (add.isError) setKey(newIdempotencyKey());
            }}
            onKeyDown={(event) => {
              if (event.code !== 'Enter' || !(event.ctrlKey || event.metaKey)) return;
              event.preventDefault();
              submit();
            }}
            className="bg-note"
          />
        )}
      </Field>
      {failure && !failure.field('note') && (
        <Notice tone="danger" alert>
          {errorText(failure)}
        </Notice>
      )}
      <div className="flex justify-end gap-2">
        <Button onClick={onDone}>{t('common:cancel')}</Button>
        <Button
          variant="primary"
          type="submit"
          shortcut="Mod+Enter"
          busy={add.isPending}
          disabled={note.trim() === ''}
        >
          {t('note.save')}
        </Button>
      </div>
    </form>
  );
}
