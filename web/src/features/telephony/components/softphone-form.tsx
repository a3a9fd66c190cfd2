import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '@/components/ui/button';
import { Checkbox } from '@/components/ui/checkbox';
import { ErrorState } from '@/components/ui/error-state';
import { Field } from '@/components/ui/field';
import { Input } from '@/components/ui/input';
import { Notice } from '@/components/ui/notice';
import { SkeletonRows } from '@/components/ui/skeleton';
import { toast } from '@/components/ui/toast-store';
import { asApiError, errorText, type SoftphoneSettings } from '@/lib/api';
import {
  type IceDraft,
  SOFTPHONE_SETTINGS,
  type SoftphoneDraft,
  saveSoftphone,
  useSoftphoneSettings,
} from '../softphone-api';
import { IceField } from './ice-field';

/* An address, the same in every language. */
const EXAMPLE = 'wss://pbx.example.com:8089/ws';

/** Where phones in browsers find the PBX. */
export function SoftphoneSection() {
  const { t } = useTranslation('telephony');
  const settings = useSoftphoneSettings();
  const [round, setRound] = useState(0);
  const reload = async () => {
    await settings.refetch();
    setRound((before) => before + 1);
  };
  return (
    <section aria-labelledby="softphone" className="flex max-w-2xl flex-col gap-3">
      <h2 id="softphone" className="font-semibold">
        {t('softphone.title')}
      </h2>
      <p className="text-sm text-ink-2">{t('softphone.text')}</p>
      {settings.isPending && <SkeletonRows rows={3} rowClassName="h-12" />}
      {settings.isError && !settings.data && (
        <ErrorState
          title={t('pbx.failed')}
          error={settings.error}
          onRetry={() => void settings.refetch()}
        />
      )}
      {settings.data && (
        <>
          {!settings.data.configured && <Notice tone="info">{t('softphone.none')}</Notice>}
          <SoftphoneForm key={round} settings={settings.data} onReload={() => void reload()} />
        </>
      )}
    </section>
  );
}

let nextKey = 1;

function draftOf(settings: SoftphoneSettings): SoftphoneDraft {
  return {
    ws_url: settings.ws_url ?? '',
    domain: settings.domain ?? '',
    is_active: settings.is_active,
    ice_servers: settings.ice_servers.map(
      (row): IceDraft => ({
        key: nextKey++,
        url: row.url,
        username: row.username ?? '',
        credential: '',
        kept: row.has_credential,
      }),
    ),
  };
}

interface SoftphoneFormProps {
  settings: SoftphoneSettings;
  /** Somebody else was first: load what is there now. */
  onReload: () => void;
}

function SoftphoneForm({ settings, onReload }: SoftphoneFormProps) {
  const { t } = useTranslation(['telephony', 'common']);
  const cache = useQueryClient();
  const [draft, setDraft] = useState(() => draftOf(settings));
  const [version, setVersion] = useState(settings.version);
  const change = (part: Partial<SoftphoneDraft>) => setDraft((before) => ({ ...before, ...part }));
  const save = useMutation({
    mutationFn: () => saveSoftphone(draft, version),
    onSuccess: ({ settings: after }) => {
      cache.setQueryData(SOFTPHONE_SETTINGS, after);
      setDraft(draftOf(after));
      setVersion(after.version);
      toast.success(t('softphone.saved'));
    },
  });
  const problem = save.error ? asApiError(save.error) : null;
  return (
    <form
      className="flex flex-col gap-4"
      onSubmit={(event) => {
        event.preventDefault();
        save.mutate();
      }}
    >
      <Field
        label={t('softphone.ws_url')}
        hint={t('softphone.ws_url_hint')}
        required
        error={problem?.field('ws_url')}
      >
        {(control) => (
          <Input
            {...control}
            dir="ltr"
            inputMode="url"
            autoCapitalize="none"
            placeholder={EXAMPLE}
            value={draft.ws_url}
            onChange={(event) => change({ ws_url: event.target.value })}
          />
        )}
      </Field>
      <Field
        label={t('softphone.domain')}
        hint={t('softphone.domain_hint')}
        required
        error={problem?.field('domain')}
      >
        {(control) => (
          <Input
            {...control}
            dir="ltr"
            autoCapitalize="none"
            value={draft.domain}
            onChange={(event) => change({ domain: event.target.value })}
          />
        )}
      </Field>
      <IceField
        rows={draft.ice_servers}
        error={problem?.field('ice_servers')}
        onAdd={() =>
          change({
            ice_servers: [
              ...draft.ice_servers,
              { key: nextKey++, url: '', username: '', credential: '', kept: false },
            ],
          })
        }
        onChange={(ice_servers) => change({ ice_servers })}
      />
      <Checkbox checked={draft.is_active} onChange={(is_active) => change({ is_active })}>
        {t('softphone.active')}
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
      <div>
        <Button variant="primary" type="submit" busy={save.isPending}>
          {t('softphone.save')}
        </Button>
      </div>
    </form>
  );
}
