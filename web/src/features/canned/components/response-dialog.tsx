import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { Field } from '@/components/ui/field';
import { Input } from '@/components/ui/input';
import { Notice } from '@/components/ui/notice';
import { Select } from '@/components/ui/select';
import { toast } from '@/components/ui/toast-store';
import { type ApiError, asApiError, type CannedResponse, errorText } from '@/lib/api';
import { type CannedDraft, draftOf, type useChoices, useSaveCanned } from '../api';
import type { CannedView } from '../filters';
import { BodyFields } from './body-fields';

type Choices = NonNullable<ReturnType<typeof useChoices>['data']>;

interface ResponseDialogProps {
  /** Null writes a new one. */
  row: CannedResponse | null;
  /** The new one begins as a copy of it for oneself. */
  copyOf: CannedResponse | null;
  /** The tab it was begun from. */
  view: CannedView;
  choices: Choices;
  onClose: () => void;
}

function firstDraft({ row, copyOf, view, choices }: Omit<ResponseDialogProps, 'onClose'>) {
  const draft = draftOf(row ?? copyOf);
  if (copyOf) return { ...draft, scope: 'personal' as const, teamId: null };
  const wanted = choices.scopes.find((scope) => scope === view);
  return row || !wanted ? draft : { ...draft, scope: wanted };
}

export function ResponseDialog({ onClose, ...of }: ResponseDialogProps) {
  const { t } = useTranslation(['canned', 'common']);
  const { choices } = of;
  const [seen, setSeen] = useState(of.row);
  const [draft, setDraft] = useState<CannedDraft>(() => firstDraft(of));
  const save = useSaveCanned(seen);
  const problem = save.error ? asApiError(save.error) : null;
  const first = useRef<HTMLInputElement>(null);
  const change = (part: Partial<CannedDraft>) => setDraft((before) => ({ ...before, ...part }));
  const submit = () =>
    save.mutate(draft, {
      onSuccess: () => {
        toast.success(t('saved'));
        onClose();
      },
    });
  return (
    <Dialog
      open
      onClose={onClose}
      dismissable={false}
      initialFocus={first}
      width="large"
      title={t(seen ? 'form.edit' : of.copyOf ? 'form.copy' : 'form.new')}
      footer={
        <>
          <Button onClick={onClose}>{t('common:cancel')}</Button>
          <Button variant="primary" busy={save.isPending} onClick={submit}>
            {t('common:save')}
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-4">
        <Problem
          problem={problem}
          onLoad={(current) => {
            setSeen(current);
            setDraft(draftOf(current));
            save.reset();
          }}
        />
        <div className="grid gap-4 sm:grid-cols-[1fr_12rem]">
          <Field label={t('form.title')} required error={problem?.field('title')}>
            {(control) => (
              <Input
                {...control}
                ref={first}
                dir="auto"
                maxLength={120}
                value={draft.title}
                onChange={(event) => change({ title: event.target.value })}
              />
            )}
          </Field>
          <Field
            label={t('shortcut')}
            hint={t('form.shortcut_hint')}
            error={problem?.field('shortcut')}
          >
            {(control) => (
              <Input
                {...control}
                dir="auto"
                maxLength={33}
                autoComplete="off"
                value={draft.shortcut}
                onChange={(event) => change({ shortcut: event.target.value })}
              />
            )}
          </Field>
        </div>
        <ForWhom draft={draft} onChange={change} choices={choices} problem={problem} />
        <BodyFields
          draft={draft}
          onChange={change}
          variables={choices.variables}
          problem={problem}
        />
        <Kinds draft={draft} onChange={change} choices={choices} problem={problem} />
      </div>
    </Dialog>
  );
}

interface ProblemProps {
  problem: ApiError | null;
  onLoad: (current: CannedResponse) => void;
}

/** Why it was not saved. Where somebody else was first, what is there now is one press away. */
function Problem({ problem, onLoad }: ProblemProps) {
  const { t } = useTranslation('canned');
  if (!problem) return null;
  const { current } = problem;
  return (
    <Notice tone={current ? 'warning' : 'danger'} alert>
      <span className="flex flex-wrap items-center gap-2">
        {errorText(problem)}
        {current !== null && current !== undefined && (
          <Button onClick={() => onLoad(current as CannedResponse)}>{t('form.load')}</Button>
        )}
      </span>
    </Notice>
  );
}

interface PartProps {
  draft: CannedDraft;
  onChange: (part: Partial<CannedDraft>) => void;
  choices: Choices;
  problem: ApiError | null;
}

/** Oneself, a team, everyone: as far as one may write for them. */
function ForWhom({ draft, onChange, choices, problem }: PartProps) {
  const { t } = useTranslation('canned');
  if (choices.scopes.length < 2) return null;
  const teams = choices.teams.map(({ id, name }) => ({ value: String(id), label: name }));
  return (
    <div className="grid gap-4 sm:grid-cols-2">
      <Field label={t('form.scope')} error={problem?.field('scope')}>
        {(control) => (
          <Select
            {...control}
            value={draft.scope}
            onChange={(scope) => onChange({ scope: scope as CannedDraft['scope'] })}
            options={choices.scopes.map((scope) => ({
              value: scope,
              label: t(`form.for.${scope}`),
            }))}
          />
        )}
      </Field>
      {draft.scope === 'team' && (
        <Field label={t('form.team')} error={problem?.field('team_id')}>
          {(control) => (
            <Select
              {...control}
              value={String(draft.teamId ?? (teams.length === 1 ? teams[0]?.value : ''))}
              onChange={(id) => onChange({ teamId: Number(id) })}
              placeholder={t('form.choose_team')}
              options={teams}
            />
          )}
        </Field>
      )}
    </div>
  );
}

function Kinds({ draft, onChange, choices, problem }: PartProps) {
  const { t } = useTranslation('canned');
  return (
    <div className="grid gap-4 sm:grid-cols-2">
      <Field label={t('category')} error={problem?.field('category')}>
        {(control) => (
          <>
            <Input
              {...control}
              dir="auto"
              maxLength={60}
              list={`${control.id}-known`}
              value={draft.category}
              onChange={(event) => onChange({ category: event.target.value })}
            />
            <datalist id={`${control.id}-known`}>
              {choices.categories.map(({ name }) => (
                <option key={name} value={name} />
              ))}
            </datalist>
          </>
        )}
      </Field>
      <Field label={t('form.tags')} hint={t('form.tags_hint')} error={problem?.field('tags')}>
        {(control) => (
          <Input
            {...control}
            dir="auto"
            value={draft.tags}
            onChange={(event) => onChange({ tags: event.target.value })}
          />
        )}
      </Field>
    </div>
  );
}
