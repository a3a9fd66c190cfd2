import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ReasonDialog } from '@/components/reason-dialog';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { ErrorState } from '@/components/ui/error-state';
import { Notice } from '@/components/ui/notice';
import { RadioGroup } from '@/components/ui/radio-group';
import { SkeletonRows } from '@/components/ui/skeleton';
import { toast } from '@/components/ui/toast-store';
import { asApiError, type Escalation, errorText } from '@/lib/api';
import { useDraft } from '@/lib/storage/use-draft';
import { type Decision, useDecide, useHandlers } from '../api';

export type DecideKind = Decision['action'];

interface DecideDialogProps {
  kind: DecideKind;
  escalation: Escalation;
  onClose: () => void;
}

/** What becomes of an escalation: given to somebody, resolved with a sentence, or handed up. */
export function DecideDialog({ kind, escalation, onClose }: DecideDialogProps) {
  const { t } = useTranslation('escalations');
  const [text, setText, clearText] = useDraft(`escalation:${escalation.id}:${kind}`);
  const said = text.trim();
  const decide = useDecide(() => {
    clearText();
    toast.success(t(`done.${kind}`, { code: escalation.code }));
    onClose();
  });
  const send = (decision: Decision) => decide.mutate({ escalation, decision });
  if (kind === 'assign') {
    return (
      <AssignDialog
        escalation={escalation}
        busy={decide.isPending}
        error={decide.error}
        onSave={(agent_id) => send({ action: kind, agent_id })}
        onClose={onClose}
      />
    );
  }
  return (
    <ReasonDialog
      title={t(`dialog.${kind}`)}
      code={escalation.subject_code}
      label={t(`text.${kind}`)}
      missing={kind === 'resolve' ? t('error.resolution') : undefined}
      fields={['resolution', 'reason']}
      saveLabel={t(`submit.${kind}`)}
      busy={decide.isPending}
      error={decide.error}
      text={text}
      onText={setText}
      onSave={() =>
        send(
          kind === 'resolve'
            ? { action: kind, resolution: said }
            : { action: kind, ...(said ? { reason: said } : {}) },
        )
      }
      onClose={onClose}
    >
      <Why escalation={escalation} />
    </ReasonDialog>
  );
}

function Why({ escalation }: { escalation: Escalation }) {
  return (
    <p dir="auto" className="match wrap-anywhere rounded-md bg-sunken px-3 py-2">
      {escalation.reason}
    </p>
  );
}

interface AssignDialogProps {
  escalation: Escalation;
  busy: boolean;
  error: unknown;
  onSave: (agentId: string) => void;
  onClose: () => void;
}

function AssignDialog({ escalation, busy, error, onSave, onClose }: AssignDialogProps) {
  const { t } = useTranslation(['escalations', 'common']);
  const [to, setTo] = useState('');
  const [tried, setTried] = useState(false);
  const failure = error ? asApiError(error) : null;
  const refused = failure?.field('agent_id');
  return (
    <Dialog
      open
      drafted
      onClose={onClose}
      title={
        <>
          {t('dialog.assign')} – <bdi className="ltr num">{escalation.subject_code}</bdi>
        </>
      }
      footer={
        <>
          <Button onClick={onClose}>{t('common:cancel')}</Button>
          <Button
            variant="primary"
            busy={busy}
            onClick={() => {
              setTried(true);
              if (to) onSave(to);
            }}
          >
            {t('submit.assign')}
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-4">
        <Why escalation={escalation} />
        <People
          level={escalation.level}
          value={to}
          onChange={setTo}
          error={refused ?? (tried && !to ? t('error.person') : undefined)}
        />
        {failure && !refused && (
          <Notice tone="danger" alert>
            {errorText(failure)}
          </Notice>
        )}
      </div>
    </Dialog>
  );
}

interface PeopleProps {
  level: Escalation['level'];
  value: string;
  onChange: (value: string) => void;
  error: string | undefined;
}

function People({ level, value, onChange, error }: PeopleProps) {
  const { t } = useTranslation('escalations');
  const people = useHandlers(level);
  if (people.isPending) return <SkeletonRows rows={3} />;
  if (people.isError) {
    return (
      <ErrorState title={t('failed')} error={people.error} onRetry={() => void people.refetch()} />
    );
  }
  if (people.data.length === 0) return <Notice tone="info">{t('nobody')}</Notice>;
  return (
    <RadioGroup
      label={t('to')}
      required
      value={value}
      onChange={onChange}
      error={error}
      options={people.data.map((agent) => ({
        value: String(agent.id),
        label: <bdi>{agent.name}</bdi>,
      }))}
    />
  );
}
