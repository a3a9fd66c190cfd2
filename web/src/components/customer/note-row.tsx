import { Pencil, Trash2 } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '@/components/ui/button';
import { IconButton } from '@/components/ui/icon-button';
import { type CustomerNote, errorText } from '@/lib/api';
import { useCan } from '@/lib/auth/use-can';
import { formatSmart } from '@/lib/format';
import { useDropNote, useEditNote } from './api';
import { NoteForm } from './note-form';

interface NoteRowProps {
  customerId: number;
  note: CustomerNote;
}

/** One note; whoever wrote it may put it right or take it away. */
export function NoteRow({ customerId, note }: NoteRowProps) {
  const { t } = useTranslation('customers');
  const [state, setState] = useState<'shown' | 'edited' | 'dropped'>('shown');
  const mayWrite = useCan('customers.write') && note.own;
  const back = () => setState('shown');
  return (
    <li className="rounded-md bg-note px-2.5 py-1.5 text-sm">
      {state === 'edited' ? (
        <EditNote customerId={customerId} note={note} onClose={back} />
      ) : (
        <>
          <p dir="auto" className="match whitespace-pre-wrap wrap-anywhere">
            {note.content}
          </p>
          <div className="flex min-h-6 items-center gap-1 text-xs text-ink-2">
            <p className="min-w-0">
              <bdi>{note.author}</bdi>
              {' · '}
              <time dateTime={note.created_at} className="num">
                {formatSmart(note.created_at)}
              </time>
              {note.edited_at && <> · {t('notes.edited')}</>}
            </p>
            {mayWrite && state === 'shown' && (
              <span className="ms-auto flex">
                <IconButton
                  icon={Pencil}
                  label={t('notes.edit')}
                  onClick={() => setState('edited')}
                  className="size-6"
                />
                <IconButton
                  icon={Trash2}
                  label={t('notes.drop')}
                  onClick={() => setState('dropped')}
                  className="size-6"
                />
              </span>
            )}
          </div>
          {state === 'dropped' && <DropNote customerId={customerId} note={note} onClose={back} />}
        </>
      )}
    </li>
  );
}

function EditNote({ customerId, note, onClose }: NoteRowProps & { onClose: () => void }) {
  const { t } = useTranslation(['customers', 'common']);
  const [text, setText] = useState(note.content);
  // The one that was opened: what a colleague's page changed in between is not overwritten.
  const [opened] = useState(note);
  const save = useEditNote(customerId, opened);
  return (
    <NoteForm
      label={t('notes.label')}
      saveLabel={t('common:save')}
      text={text}
      busy={save.isPending}
      error={save.error}
      onText={setText}
      onSave={() => save.mutate(text.trim(), { onSuccess: onClose })}
      onClose={onClose}
    />
  );
}

function DropNote({ customerId, note, onClose }: NoteRowProps & { onClose: () => void }) {
  const { t } = useTranslation('customers');
  const drop = useDropNote(customerId, note);
  const keep = useRef<HTMLButtonElement>(null);
  useEffect(() => keep.current?.focus(), []);
  return (
    <fieldset
      className="flex flex-wrap items-center gap-2 py-1"
      aria-label={t('notes.drop_question')}
    >
      <p className="me-auto">{t('notes.drop_question')}</p>
      <Button ref={keep} onClick={onClose}>
        {t('notes.keep')}
      </Button>
      <Button variant="danger" busy={drop.isPending} onClick={() => drop.mutate(undefined)}>
        {t('notes.drop')}
      </Button>
      {drop.error && (
        <p role="alert" className="w-full text-xs text-danger">
          {errorText(drop.error)}
        </p>
      )}
    </fieldset>
  );
}
