import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { SaveProblem } from '@/components/save-problem';
import { Button } from '@/components/ui/button';
import { Checkbox } from '@/components/ui/checkbox';
import { toast } from '@/components/ui/toast-store';
import { asApiError, type PushSettings } from '@/lib/api';
import { pushDraftOf, useSavePush } from '../push-api';

interface PushFormProps {
  settings: PushSettings;
  onSecret: (secret: string | null) => void;
}

const switches = ['enabled', 'client_events', 'server_events'] as const;

/** What clients and programs may. What somebody else saves shows here while nothing is changed. */
export function PushForm({ settings, onSecret }: PushFormProps) {
  const { t } = useTranslation('administration');
  const id = useId();
  const [seen, setSeen] = useState(settings);
  const [draft, setDraft] = useState(() => pushDraftOf(settings));
  const save = useSavePush(seen.version);
  const kept = pushDraftOf(seen);
  const changed = switches.some((name) => draft[name] !== kept[name]);
  if (!changed && !save.isPending && settings.version > seen.version) {
    setSeen(settings);
    setDraft(pushDraftOf(settings));
  }
  const fill = (current: PushSettings) => {
    setSeen(current);
    setDraft(pushDraftOf(current));
    save.reset();
  };
  return (
    <section
      aria-labelledby={id}
      className="mx-4 mb-4 max-w-3xl rounded-lg border border-line bg-surface p-4"
    >
      <h2 id={id} className="pb-3 font-semibold">
        {t('push.switches')}
      </h2>
      <form
        noValidate
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          save.mutate(draft, {
            onSuccess: ({ settings: current, secret }) => {
              fill(current);
              onSecret(secret);
              toast.success(t('push.saved'));
            },
          });
        }}
      >
        {switches.map((name) => (
          <Checkbox
            key={name}
            checked={draft[name]}
            onChange={(on) => setDraft({ ...draft, [name]: on })}
            hint={t(`push.${name}_hint`)}
          >
            {t(`push.${name}`)}
          </Checkbox>
        ))}
        <SaveProblem<PushSettings>
          problem={save.error ? asApiError(save.error) : null}
          onLoad={fill}
        />
        <div className="flex justify-end">
          <Button type="submit" variant="primary" busy={save.isPending}>
            {t('push.save')}
          </Button>
        </div>
      </form>
    </section>
  );
}
