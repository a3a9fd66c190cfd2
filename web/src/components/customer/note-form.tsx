import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '@/components/ui/button';
import { Field } from '@/components/ui/field';
import { Notice } from '@/components/ui/notice';
import { Textarea } from '@/components/ui/textarea';
import { asApiError, errorText } from '@/lib/api';

interface NoteFormProps {
  label: string;
  hint?: string;
  saveLabel: string;
  text: string;
  busy: boolean;
  error: unknown;
  onText: (text: string) => void;
  onSave: () => void;
  onClose: () => void;
}

/** A note, new or put right. Ctrl and Enter save it, Esc leaves it. */
export function NoteForm(props: NoteFormProps) {
  const { t } = useTranslation('common');
  const area = useRef<HTMLTextAreaElement>(null);
  useEffect(() => area.current?.focus(), []);
  const failure = props.error ? asApiError(props.error) : null;
  const empty = props.text.trim() === '';
  const submit = () => {
    if (!empty && !props.busy) props.onSave();
  };
  return (
    <form
      className="flex flex-col gap-2"
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      <Field hideLabel label={props.label} hint={props.hint} error={failure?.field('content')}>
        {(control) => (
          <Textarea
            {...control}
            ref={area}
            value={props.text}
            maxLength={4000}
            onChange={(event) => props.onText(event.target.value)}
            onKeyDown={(event) => {
              const isSend = event.code === 'Enter' && (event.ctrlKey || event.metaKey);
              if (!isSend && event.key !== 'Escape') return;
              event.preventDefault();
              event.stopPropagation();
              if (isSend) submit();
              else props.onClose();
            }}
            className="bg-note text-sm"
          />
        )}
      </Field>
      {failure && !failure.field('content') && (
        <Notice tone="danger" alert>
          {errorText(failure)}
        </Notice>
      )}
      <div className="flex flex-wrap justify-end gap-2">
        <Button onClick={props.onClose}>{t('cancel')}</Button>
        <Button variant="primary" type="submit" busy={props.busy} disabled={empty}>
          {props.saveLabel}
        </Button>
      </div>
    </form>
  );
}
