import { useMutation, useQueryClient } from '@tanstack/react-query';
import { PlugZap } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '@/components/ui/button';
import { Checkbox } from '@/components/ui/checkbox';
import { Field } from '@/components/ui/field';
import { Input } from '@/components/ui/input';
import { Notice } from '@/components/ui/notice';
import { PasswordInput } from '@/components/ui/password-input';
import { toast } from '@/components/ui/toast-store';
import { type ApiError, asApiError, errorText, type PbxSettings } from '@/lib/api';
import { useEvent } from '@/lib/realtime';
import { type PbxDraft, savePbx, testPbx } from '../api';
import { type TestOutcome, TestResult } from './test-result';
import { TrunksField } from './trunks-field';

function draftOf(settings: PbxSettings): PbxDraft {
  return {
    host: settings.host ?? '',
    port: settings.port,
    username: settings.username ?? '',
    secret: '',
    is_active: settings.is_active,
    trunks: settings.trunks,
  };
}

interface PbxFormProps {
  settings: PbxSettings;
  /** Somebody else was first: load what is there now. */
  onReload: () => void;
}

export function PbxForm({ settings, onReload }: PbxFormProps) {
  const { t } = useTranslation(['telephony', 'common']);
  const cache = useQueryClient();
  const [draft, setDraft] = useState(() => draftOf(settings));
  const [version, setVersion] = useState(settings.version);
  const [outcomes, setOutcomes] = useState<Record<string, TestOutcome>>({});
  const change = (part: Partial<PbxDraft>) => setDraft((before) => ({ ...before, ...part }));
  useEvent('pbx:tested', ({ test, ...outcome }) =>
    setOutcomes((before) => ({ ...before, [test]: outcome })),
  );
  const save = useMutation({
    mutationFn: () => savePbx(draft, version),
    onSuccess: (answer) => {
      cache.setQueryData(['telephony', 'settings'], answer);
      setDraft(draftOf(answer.settings));
      setVersion(answer.settings.version);
      toast.success(t('pbx.saved'));
    },
  });
  const test = useMutation({ mutationFn: () => testPbx(draft), onMutate: () => save.reset() });
  const failure = save.error ?? test.error;
  const problem = failure ? asApiError(failure) : null;
  const outcome = test.data && !test.isPending ? outcomes[test.data.test] : undefined;
  const waiting = test.isPending || (test.isSuccess && !outcome);
  const isMoved = settings.has_secret && draft.host !== settings.host;
  return (
    <form
      className="flex max-w-2xl flex-col gap-4"
      onSubmit={(event) => {
        event.preventDefault();
        save.mutate();
      }}
    >
      <h2 className="font-semibold">{t('pbx.settings')}</h2>
      <Address draft={draft} problem={problem} onChange={change} />
      <Login
        draft={draft}
        problem={problem}
        hint={t(
          isMoved
            ? 'pbx.secret_moved'
            : settings.has_secret
              ? 'pbx.secret_kept'
              : 'pbx.secret_hint',
        )}
        onChange={change}
      />
      <TrunksField
        trunks={draft.trunks}
        error={problem?.field('trunks')}
        onChange={(trunks) => change({ trunks })}
      />
      <Checkbox checked={draft.is_active} onChange={(is_active) => change({ is_active })}>
        {t('pbx.active')}
      </Checkbox>
      {problem?.field('version') ? (
        <Notice tone="warning" alert>
          <span className="flex flex-wrap items-center gap-2">
            {t('pbx.changed')}
            <Button onClick={onReload}>{t('pbx.load')}</Button>
          </span>
        </Notice>
      ) : (
        problem && (
          <Notice tone="danger" alert>
            {errorText(problem)}
          </Notice>
        )
      )}
      <div className="flex flex-wrap gap-2">
        <Button variant="primary" type="submit" busy={save.isPending}>
          {t('common:save')}
        </Button>
        <Button icon={PlugZap} busy={waiting} onClick={() => test.mutate()}>
          {t('pbx.test')}
        </Button>
      </div>
      {waiting && <Notice tone="info">{t('pbx.testing')}</Notice>}
      {outcome && <TestResult outcome={outcome} />}
    </form>
  );
}

interface PartProps {
  draft: PbxDraft;
  problem: ApiError | null;
  onChange: (part: Partial<PbxDraft>) => void;
}

function Address({ draft, problem, onChange }: PartProps) {
  const { t } = useTranslation('telephony');
  return (
    <div className="flex flex-wrap gap-4">
      <Field
        label={t('pbx.host')}
        hint={t('pbx.host_hint')}
        required
        className="min-w-0 flex-1 basis-60"
        error={problem?.field('host')}
      >
        {(control) => (
          <Input
            {...control}
            dir="ltr"
            autoCapitalize="none"
            value={draft.host}
            onChange={(event) => onChange({ host: event.target.value })}
          />
        )}
      </Field>
      <Field label={t('pbx.port')} error={problem?.field('port')}>
        {(control) => (
          <Input
            {...control}
            dir="ltr"
            inputMode="numeric"
            className="num w-28"
            value={String(draft.port)}
            onChange={(event) =>
              onChange({ port: Number(event.target.value.replace(/\D/g, '').slice(0, 5)) })
            }
          />
        )}
      </Field>
    </div>
  );
}

function Login({ draft, problem, hint, onChange }: PartProps & { hint: string }) {
  const { t } = useTranslation('telephony');
  return (
    <>
      <Field label={t('pbx.username')} required error={problem?.field('username')}>
        {(control) => (
          <Input
            {...control}
            dir="ltr"
            autoCapitalize="none"
            autoComplete="off"
            value={draft.username}
            onChange={(event) => onChange({ username: event.target.value })}
          />
        )}
      </Field>
      <Field label={t('pbx.secret')} hint={hint} error={problem?.field('secret')}>
        {(control) => (
          <PasswordInput
            {...control}
            autoComplete="off"
            value={draft.secret}
            onChange={(event) => onChange({ secret: event.target.value })}
          />
        )}
      </Field>
    </>
  );
}
