import { Plus } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '@/components/ui/button';
import { IconButton } from '@/components/ui/icon-button';
import { type CustomerCard, type CustomerNote, newIdempotencyKey } from '@/lib/api';
import { useCan } from '@/lib/auth/use-can';
import { useDraft } from '@/lib/storage/use-draft';
import { useAddNote, useOlderNotes } from './api';
import { NoteForm } from './note-form';
import { NoteRow } from './note-row';
import type { CustomerPart } from './part';

const FIRST = 3;

interface NotesPartProps {
  card: CustomerCard;
  part: CustomerPart;
}

/** What colleagues should know of the customer, whatever chat or order it is about. */
export function NotesPart({ card, part: Part }: NotesPartProps) {
  const { t } = useTranslation('customers');
  const mayWrite = useCan('customers.write');
  const [adding, setAdding] = useState(false);
  const [all, setAll] = useState(false);
  const older = useOlderNotes(card.id, all && card.more_notes);
  const known: CustomerNote[] = older.data?.pages.flatMap(({ notes }) => notes) ?? card.notes;
  const shown = all ? known : known.slice(0, FIRST);
  const hasMore = all ? older.hasNextPage : known.length > shown.length || card.more_notes;
  return (
    <Part
      title={t('notes.title')}
      action={
        mayWrite &&
        !adding && <IconButton icon={Plus} label={t('notes.add')} onClick={() => setAdding(true)} />
      }
    >
      {adding && <AddNote id={card.id} onClose={() => setAdding(false)} />}
      {known.length === 0 && !adding && <p className="text-sm text-ink-3">{t('notes.none')}</p>}
      {known.length > 0 && (
        <ul className="flex flex-col gap-2">
          {shown.map((note) => (
            <NoteRow key={note.id} customerId={card.id} note={note} />
          ))}
        </ul>
      )}
      {hasMore && (
        <Button
          variant="ghost"
          className="self-start"
          busy={older.isFetching}
          onClick={() => (all ? void older.fetchNextPage() : setAll(true))}
        >
          {t('notes.more')}
        </Button>
      )}
    </Part>
  );
}

/* What is typed survives a reload until it is saved. */
function AddNote({ id, onClose }: { id: number; onClose: () => void }) {
  const { t } = useTranslation('customers');
  const [text, setText, clear] = useDraft(`customer:${id}:note`);
  const [key, setKey] = useState(newIdempotencyKey);
  const add = useAddNote(id);
  return (
    <NoteForm
      label={t('notes.label')}
      hint={t('notes.hint')}
      saveLabel={t('notes.save')}
      text={text}
      busy={add.isPending}
      error={add.error}
      onText={(next) => {
        setText(next);
        // Another text is another intention: it must not be taken for a repetition.
        if (add.isError) setKey(newIdempotencyKey());
      }}
      onSave={() =>
        add.mutate(
          { content: text.trim(), key },
          {
            onSuccess: () => {
              clear();
              onClose();
            },
          },
        )
      }
      onClose={onClose}
    />
  );
}
