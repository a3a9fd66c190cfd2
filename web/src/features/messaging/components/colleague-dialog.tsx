import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useTeam } from '@/components/order/team';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { Field } from '@/components/ui/field';
import { Notice } from '@/components/ui/notice';
import { Select } from '@/components/ui/select';
import { Textarea } from '@/components/ui/textarea';
import { toast } from '@/components/ui/toast-store';
import { asApiError, errorText, newIdempotencyKey } from '@/lib/api';
import { useSession } from '@/lib/auth/session';
import { useDraft } from '@/lib/storage/use-draft';
import { writeToColleague } from '../api';

interface ColleagueDialogProps {
  /** Id of the colleague, or '' to choose one. */
  to: string;
  onClose: () => void;
}

export function ColleagueDialog({ to, onClose }: ColleagueDialogProps) {
  const { t } = useTranslation(['messaging', 'common']);
  const [key] = useState(newIdempotencyKey);
  const [agentId, setAgentId] = useState(to);
  const [text, setText, clearText] = useDraft('messages:colleague');
  const own = useSession((state) => state.agent?.id);
  const team = useTeam(true);
  const send = useMutation({
    mutationFn: () => writeToColleague(agentId, text.trim(), key),
    onSuccess: () => {
      clearText();
      toast.success(t('messages.sent_colleague'));
      onClose();
    },
  });
  const failure = send.error ? asApiError(send.error) : null;
  const colleagues = (team.data ?? []).filter((agent) => agent.id !== own);
  return (
    <Dialog
      open
      drafted
      onClose={onClose}
      dismissable={text === ''}
      title={t('messages.write_colleague')}
      footer={
        <>
          <Button onClick={onClose}>{t('common:cancel')}</Button>
          <Button
            variant="primary"
            busy={send.isPending}
            disabled={agentId === '' || text.trim() === ''}
            onClick={() => send.mutate()}
          >
            {t('messages.send')}
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-4">
        <Field label={t('messages.colleague')} required error={failure?.field('agent_id')}>
          {(control) => (
            <Select
              {...control}
              value={agentId}
              onChange={setAgentId}
              placeholder={t('messages.choose')}
              options={colleagues.map((agent) => ({
                value: String(agent.id),
                label: `${agent.name} (${agent.code})`,
              }))}
            />
          )}
        </Field>
        <Field label={t('messages.text')} required error={failure?.field('message')}>
          {(control) => (
            <Textarea
              {...control}
              dir="auto"
              value={text}
              onChange={(event) => setText(event.target.value)}
            />
          )}
        </Field>
        {failure && (
          <Notice tone="danger" alert>
            {errorText(failure)}
          </Notice>
        )}
      </div>
    </Dialog>
  );
}
