import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '@/components/ui/button';
import { Field } from '@/components/ui/field';
import { Textarea } from '@/components/ui/textarea';
import { asApiError, type ChatMessage, errorText } from '@/lib/api';
import { editMessage } from '../api';
import { changeMessage } from '../store/threads';

interface EditFormProps {
  message: ChatMessage;
  onClose: () => void;
}

/** Corrects what one wrote a moment ago, in its place. */
export function EditForm({ message, onClose }: EditFormProps) {
  const { t } = useTranslation(['chat', 'common']);
  const [text, setText] = useState(message.content);
  const save = useMutation({
    mutationFn: () => editMessage(message.chat_id, message.seq, text.trim()),
    onSuccess: (answer) => {
      changeMessage(answer.message);
      onClose();
    },
  });
  const problem = save.error ? asApiError(save.error) : null;
  const submit = () => {
    if (text.trim() === message.content) onClose();
    else if (text.trim() && !save.isPending) save.mutate();
  };
  return (
    <form
      className="flex w-96 max-w-full flex-col gap-2"
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      <Field
        label={t('thread.edit_label')}
        hideLabel
        error={problem ? (problem.field('content') ?? errorText(problem)) : undefined}
      >
        {(control) => (
          <Textarea
            {...control}
            autoFocus
            value={text}
            maxLength={4000}
            onChange={(event) => setText(event.target.value)}
            onKeyDown={(event) => {
              if (event.key === 'Escape') {
                event.stopPropagation();
                onClose();
              }
              if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) {
                event.preventDefault();
                submit();
              }
            }}
          />
        )}
      </Field>
      <div className="flex justify-end gap-2">
        <Button onClick={onClose}>{t('common:cancel')}</Button>
        <Button type="submit" variant="primary" busy={save.isPending}>
          {t('common:save')}
        </Button>
      </div>
    </form>
  );
}
