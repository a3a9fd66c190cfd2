import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '@/components/ui/button';
import { ErrorState } from '@/components/ui/error-state';
import { Field } from '@/components/ui/field';
import { Input } from '@/components/ui/input';
import { Notice } from '@/components/ui/notice';
import { RadioGroup } from '@/components/ui/radio-group';
import { SkeletonRows } from '@/components/ui/skeleton';
import { Textarea } from '@/components/ui/textarea';
import { toast } from '@/components/ui/toast-store';
import { type ApiError, asApiError, errorText, type OwnChats } from '@/lib/api';
import { formatNumber } from '@/lib/format';
import { useOwnChats, useSaveOwnChats } from '../api';

const ANSWER_MAX = 1000;
const SITUATIONS = ['greeting', 'away'] as const;
const LANGUAGES = ['ar', 'en'] as const;

/** How one takes one's own chats: how many, when they are one's own, what is said for one. */
export function ChatsForm() {
  const { t } = useTranslation('profile');
  const chats = useOwnChats();
  if (chats.data) return <OwnChatsForm chats={chats.data} />;
  if (chats.isError)
    return (
      <ErrorState
        title={t('chats.failed')}
        error={chats.error}
        onRetry={() => void chats.refetch()}
      />
    );
  return <SkeletonRows rows={5} rowClassName="h-12" />;
}

type Draft = Omit<OwnChats, 'capacity' | 'capacity_allowed' | 'version'> & { capacity: string };

const draftOf = ({ accept, signature, answers, capacity }: OwnChats): Draft => ({
  accept,
  signature,
  answers,
  capacity: String(capacity),
});

interface PartProps {
  draft: Draft;
  put: (part: Partial<Draft>) => void;
}

function OwnChatsForm({ chats }: { chats: OwnChats }) {
  const { t } = useTranslation(['profile', 'common']);
  // What the form was filled with: its version goes with the change.
  const [seen, setSeen] = useState(chats);
  const [draft, setDraft] = useState(() => draftOf(chats));
  const save = useSaveOwnChats();
  const problem = save.error ? asApiError(save.error) : null;
  const isTouched = JSON.stringify(draft) !== JSON.stringify(draftOf(seen));
  const fill = (current: OwnChats) => {
    setSeen(current);
    setDraft(draftOf(current));
    save.reset();
  };
  // Changed elsewhere while nothing was typed here: the form follows.
  if (chats.version > seen.version && !isTouched && !save.isPending) fill(chats);
  const part: PartProps = { draft, put: (change) => setDraft((old) => ({ ...old, ...change })) };

  return (
    <form
      noValidate
      className="flex max-w-2xl flex-col gap-6"
      onSubmit={(event) => {
        event.preventDefault();
        const body = { ...draft, capacity: Number(draft.capacity), version: seen.version };
        save.mutate(body, {
          onSuccess: (answer) => {
            fill(answer);
            toast.success(t('chats.saved'));
          },
        });
      }}
    >
      <Taking {...part} allowed={seen.capacity_allowed} problem={problem} />
      <Answers {...part} />
      {problem && !problem.field('capacity') && (
        <Problem problem={problem} onLoad={() => fill(problem.current as OwnChats)} />
      )}
      <Button
        type="submit"
        variant="primary"
        busy={save.isPending}
        disabled={!isTouched}
        className="self-start"
      >
        {t('common:save')}
      </Button>
    </form>
  );
}

/** Where another page of one's own was first, what is there now is one press away. */
function Problem({ problem, onLoad }: { problem: ApiError; onLoad: () => void }) {
  const { t } = useTranslation('profile');
  if (problem.status !== 409 || !problem.current)
    return (
      <Notice tone="danger" alert>
        {errorText(problem)}
      </Notice>
    );
  return (
    <Notice tone="warning" alert>
      <span className="flex flex-wrap items-center gap-2">
        {t('chats.changed_elsewhere')}
        <Button onClick={onLoad}>{t('chats.load_current')}</Button>
      </span>
    </Notice>
  );
}

function Taking({
  draft,
  put,
  allowed,
  problem,
}: PartProps & { allowed: number; problem: ApiError | null }) {
  const { t } = useTranslation('profile');
  return (
    <>
      <Field
        label={t('chats.capacity')}
        hint={t('chats.capacity_hint', { most: formatNumber(allowed) })}
        error={problem?.field('capacity')}
      >
        {(control) => (
          <Input
            {...control}
            type="number"
            inputMode="numeric"
            min={0}
            max={allowed}
            dir="ltr"
            className="num max-w-40"
            value={draft.capacity}
            onChange={(event) => put({ capacity: event.target.value })}
          />
        )}
      </Field>
      <RadioGroup
        label={t('chats.accept')}
        value={draft.accept}
        onChange={(accept) => put({ accept: accept as Draft['accept'] })}
        options={(['manual', 'auto'] as const).map((value) => ({
          value,
          label: t(`chats.accept_${value}`),
          hint: t(`chats.accept_${value}_hint`),
        }))}
      />
      <RadioGroup
        label={t('chats.signature')}
        columns={3}
        value={draft.signature}
        onChange={(signature) => put({ signature: signature as Draft['signature'] })}
        options={(['none', 'first', 'every'] as const).map((value) => ({
          value,
          label: t(`chats.signature_${value}`),
        }))}
      />
    </>
  );
}

function Answers({ draft, put }: PartProps) {
  const { t } = useTranslation(['profile', 'common']);
  return SITUATIONS.map((situation) => (
    <fieldset key={situation} className="flex flex-col gap-2">
      <legend className="font-semibold">{t(`chats.${situation}`)}</legend>
      <p className="text-sm text-ink-2">{t(`chats.${situation}_hint`)}</p>
      <div className="grid gap-3 sm:grid-cols-2">
        {LANGUAGES.map((language) => (
          <Field key={language} label={t(`chats.in_${language}`)}>
            {(control) => (
              <Textarea
                {...control}
                rows={3}
                dir={language === 'ar' ? 'rtl' : 'ltr'}
                lang={language}
                maxLength={ANSWER_MAX}
                value={draft.answers[situation][language]}
                onChange={(event) =>
                  put({
                    answers: {
                      ...draft.answers,
                      [situation]: {
                        ...draft.answers[situation],
                        [language]: event.target.value,
                      },
                    },
                  })
                }
              />
            )}
          </Field>
        ))}
      </div>
    </fieldset>
  ));
}
