import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '@/components/ui/button';
import { CopyButton } from '@/components/ui/copy-button';
import { CopyLine } from '@/components/ui/copy-line';
import { Dialog } from '@/components/ui/dialog';
import { toast } from '@/components/ui/toast-store';
import { errorText, type PushSettings } from '@/lib/api';
import { formatDateTime } from '@/lib/format';
import { echoSnippet, useSavePush } from '../push-api';

interface PushConnectProps {
  settings: PushSettings;
  onSecret: (secret: string | null) => void;
}

/** Key, place and secret, and the lines to paste. */
export function PushConnect({ settings, onSecret }: PushConnectProps) {
  const { t } = useTranslation('administration');
  const id = useId();
  const [asking, setAsking] = useState(false);
  return (
    <section
      aria-labelledby={id}
      className="mx-4 mb-4 flex max-w-3xl flex-col gap-3 rounded-lg border border-line bg-surface p-4"
    >
      <h2 id={id} className="font-semibold">
        {t('push.connect')}
      </h2>
      <div className="grid grid-cols-2 gap-3 max-md:grid-cols-1">
        <CopyLine label={t('push.key')} text={settings.key ?? ''} />
        <CopyLine label={t('push.app_id')} text={String(settings.app_id)} />
        <CopyLine label={t('push.host')} text={settings.host} />
        <CopyLine label={t('push.port')} text={String(settings.port)} />
        <CopyLine label={t('push.scheme')} text={settings.scheme} />
      </div>
      <div className="flex flex-wrap items-center gap-3 text-sm text-ink-2">
        <p className="min-w-0 flex-1 basis-60">
          {t('push.secret_text')}
          {settings.secret_at && (
            <span className="block">
              {t('push.secret_at')}{' '}
              <time dateTime={settings.secret_at}>{formatDateTime(settings.secret_at)}</time>
            </span>
          )}
        </p>
        <Button onClick={() => setAsking(true)}>{t('push.new_secret')}</Button>
      </div>
      <Snippet text={echoSnippet(settings)} />
      {asking && (
        <NewSecret
          version={settings.version}
          onSecret={onSecret}
          onClose={() => setAsking(false)}
        />
      )}
    </section>
  );
}

function Snippet({ text }: { text: string }) {
  const { t } = useTranslation('administration');
  return (
    <div className="flex flex-col gap-1">
      <div className="flex items-center justify-between gap-2">
        <h3 className="text-sm font-semibold">{t('push.snippet')}</h3>
        <CopyButton what={t('push.snippet')} text={text} />
      </div>
      <p className="text-xs text-ink-2">{t('push.snippet_text')}</p>
      <pre
        dir="ltr"
        className="rounded-md border border-line bg-canvas p-3 text-start text-xs break-all whitespace-pre-wrap"
      >
        <code>{text}</code>
      </pre>
    </div>
  );
}

interface NewSecretProps {
  version: number;
  onSecret: (secret: string | null) => void;
  onClose: () => void;
}

function NewSecret({ version, onSecret, onClose }: NewSecretProps) {
  const { t } = useTranslation(['administration', 'common']);
  const save = useSavePush(version);
  return (
    <Dialog
      open
      width="small"
      onClose={onClose}
      title={t('push.new_secret_title')}
      description={t('push.new_secret_text')}
      footer={
        <>
          <Button onClick={onClose}>{t('common:cancel')}</Button>
          <Button
            variant="danger"
            busy={save.isPending}
            onClick={() =>
              save.mutate(
                { new_secret: true },
                {
                  onSuccess: ({ secret }) => {
                    onClose();
                    onSecret(secret);
                  },
                  onError: (error) => toast.error(errorText(error)),
                },
              )
            }
          >
            {t('push.new_secret')}
          </Button>
        </>
      }
    />
  );
}
