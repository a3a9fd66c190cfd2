import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useTeam } from '@/components/order/team';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { Field } from '@/components/ui/field';
import { Notice } from '@/components/ui/notice';
import { RadioGroup } from '@/components/ui/radio-group';
import { SearchInput } from '@/components/ui/search-input';
import { PresenceChip } from '@/components/ui/state-chip';
import { Textarea } from '@/components/ui/textarea';
import { toast } from '@/components/ui/toast-store';
import { asApiError, type Chat, errorText, type TeamMember } from '@/lib/api';
import { useDepartments } from '@/lib/chats/departments';
import { useDraft } from '@/lib/storage/use-draft';
import { transferChat } from '../api';
import { nameOf } from '../names';
import { putChat } from '../store/chats';

interface TransferDialogProps {
  chat: Chat;
  onClose: () => void;
}

/** Gives the chat to a colleague or into the queue of a department, with a word for who takes it. */
export function TransferDialog({ chat, onClose }: TransferDialogProps) {
  const { t } = useTranslation(['chat', 'common']);
  const [to, setTo] = useState('');
  const [note, setNote, clearNote] = useDraft(`chat:${chat.id}:transfer`);
  const [tried, setTried] = useState(false);
  const transfer = useMutation({
    mutationFn: () => {
      const [kind, code = ''] = to.split(' ');
      const target = kind === 'agent' ? { agent_id: code } : { department: code };
      return transferChat(chat.id, { ...target, note: note.trim() });
    },
    onSuccess: (answer) => {
      clearNote();
      putChat(answer.chat);
      toast.success(t('transfer.done'));
      onClose();
    },
  });
  const problem = transfer.error ? asApiError(transfer.error) : null;
  const named = problem?.field('agent_id') ?? problem?.field('department');
  return (
    <Dialog
      open
      drafted
      onClose={onClose}
      title={
        <>
          {t('transfer.title')} – <bdi>{nameOf(chat)}</bdi>
        </>
      }
      footer={
        <>
          <Button onClick={onClose}>{t('common:cancel')}</Button>
          <Button
            variant="primary"
            busy={transfer.isPending}
            onClick={() => {
              setTried(true);
              if (to) transfer.mutate();
            }}
          >
            {t('transfer.save')}
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-4">
        <Targets
          chat={chat}
          value={to}
          onChange={setTo}
          error={named ?? (tried && !to ? t('transfer.missing') : undefined)}
        />
        <Field
          label={t('transfer.note')}
          hint={t('transfer.note_hint')}
          error={problem?.field('note')}
        >
          {(control) => (
            <Textarea
              {...control}
              value={note}
              maxLength={2000}
              onChange={(event) => setNote(event.target.value)}
            />
          )}
        </Field>
        {problem && !named && !problem.field('note') && (
          <Notice tone="danger" alert>
            {errorText(problem)}
          </Notice>
        )}
      </div>
    </Dialog>
  );
}

interface TargetsProps {
  chat: Chat;
  value: string;
  onChange: (value: string) => void;
  error?: string;
}

function Targets({ chat, value, onChange, error }: TargetsProps) {
  const { t } = useTranslation('chat');
  const departments = useDepartments();
  const team = useTeam(true);
  const [search, setSearch] = useState('');
  const needle = search.trim().toLocaleLowerCase();
  const others = (team.data ?? []).filter(({ id }) => id !== chat.agent?.id);
  const found = byReadiness(others).filter(({ name, code }) =>
    `${name} ${code}`.toLocaleLowerCase().includes(needle),
  );
  const queues = departments.filter(({ name }) => name.toLocaleLowerCase().includes(needle));
  return (
    <div className="flex flex-col gap-2">
      {others.length + departments.length > 8 && (
        <SearchInput label={t('transfer.search')} value={search} onChange={setSearch} />
      )}
      <RadioGroup
        label={t('transfer.to')}
        required
        value={value}
        onChange={onChange}
        error={error}
        className="[&_[role=radiogroup]]:max-h-72 [&_[role=radiogroup]]:overflow-y-auto"
        options={[
          ...queues.map(({ code, name }) => ({
            value: `department ${code}`,
            label: t('transfer.queue', { name }),
            hint: t('transfer.queue_hint'),
          })),
          ...found.map((one) => ({
            value: `agent ${one.code}`,
            label: (
              <span className="flex flex-wrap items-center gap-x-2">
                <bdi className="font-semibold">{one.name}</bdi>
                <PresenceChip presence={one.presence} />
              </span>
            ),
          })),
        ]}
      />
    </div>
  );
}

function byReadiness(agents: TeamMember[]): TeamMember[] {
  const rank = ({ presence }: TeamMember) =>
    presence === 'available' ? 0 : presence === 'offline' ? 2 : 1;
  return [...agents].sort((a, b) => rank(a) - rank(b) || a.name.localeCompare(b.name));
}
