import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { ErrorState } from '@/components/ui/error-state';
import { Field } from '@/components/ui/field';
import { Notice } from '@/components/ui/notice';
import { RadioGroup } from '@/components/ui/radio-group';
import { SkeletonRows } from '@/components/ui/skeleton';
import { Textarea } from '@/components/ui/textarea';
import { toast } from '@/components/ui/toast-store';
import { asApiError, type Escalation, errorText } from '@/lib/api';
import { type Decision, useDecide, useHandlers } from '../api';

export type DecideKind = Decision['action'];

interface DecideDialogProps {
  kind: DecideKind;
  escalation: Escalation;
  onClose: () => void;
}

/** What becomes of an escalation: given to somebody, resolved with a sentence, or handed up. */
export function DecideDialog({ kind, escalation, onClose }: DecideDialogProps) {
  const { t } = useTranslation(['escalations', 'common']);
  const [text, setText] = useState('');
  const [to, setTo] = useState('');
  const [tried, setTried] = useState(false);
  const decide = useDecide(() => {
    toast.success(t(`done.${kind}`, { code: escalation.code }));
    onClose();
  });
  const missing = kind === 'assign' ? to === '' : kind === 'resolve' && text.trim() === '';
  const failure = decide.error ? asApiError(decide.error) : null;
  const fieldOf = failure?.field('resolution') ?? failure?.field('reason');

  function submit() {
    setTried(true);
    if (missing) return;
    const said = text.trim();
    const decision: Decision =
      kind === 'assign'
        ? { action: kind, agent_id: to }
        : kind === 'resolve'
          ? { action: kind, resolution: said }
          : { action: kind, ...(said ? { reason: said } : {}) };
    decide.mutate({ escalation, decision });
  }

  return (
    <Dialog
      open
      onClose={onClose}
      dismissable={text === ''}
      title={
        <>
          {t(`dialog.${kind}`)} – <bdi className="ltr num">{escalation.subject_code}</bdi>
        </>
      }
      footer={
        <>
          <Button onClick={onClose}>{t('common:cancel')}</Button>
          <Button variant="primary" busy={decide.isPending} onClick={submit}>
            {t(`submit.${kind}`)}
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-4">
        <p dir="auto" className="match wrap-anywhere rounded-md bg-sunken px-3 py-2">
          {escalation.reason}
        </p>
        {kind === 'assign' ? (
          <People
            level={escalation.level}
            value={to}
            onChange={setTo}
            error={failure?.field('agent_id') ?? (tried && missing ? t('error.person') : undefined)}
          />
        ) : (
          <Field
            label={t(`text.${kind}`)}
            required={kind === 'resolve'}
            error={fieldOf ?? (tried && missing ? t('error.resolution') : undefined)}
          >
            {(control) => (
              <Textarea
                {...control}
                dir="auto"
                value={text}
                maxLength={2000}
                onChange={(event) => setText(event.target.value)}
              />
            )}
          </Field>
        )}
        {failure && !fieldOf && !failure.field('agent_id') && (
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
