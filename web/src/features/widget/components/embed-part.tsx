import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '@/components/ui/button';
import { CopyLine } from '@/components/ui/copy-line';
import { Notice } from '@/components/ui/notice';
import { SecretDialog } from '@/components/ui/secret-dialog';
import { Tabs } from '@/components/ui/tabs';
import { errorText, type Widget } from '@/lib/api';
import { useNewSecret } from '../api';
import { pageSample, samples, snippetOf } from '../samples';
import { CodeBlock } from './code-block';
import { Section } from './section';

/** What the people who build the site need: the line for its pages, and the way to say who visits. */
export function EmbedPart({ widget }: { widget: Widget }) {
  const { t } = useTranslation('widget');
  const script = widget.script_url || `${location.origin}/widget.js`;
  const [sample, setSample] = useState('node');
  return (
    <>
      <Section title={t('embed')} text={t('embed_text')}>
        <CopyLine label={t('snippet')} text={snippetOf(script, widget.key)} />
        <p className="text-sm text-ink-2">
          {t('policy')} <bdi className="ltr break-all">{new URL(script).origin}</bdi>
        </p>
      </Section>
      <Section title={t('identity')} text={t('identity_text')}>
        <Tabs
          label={t('sample_label')}
          value={sample}
          onChange={setSample}
          tabs={samples.map(({ id, label, code }) => ({
            id,
            label: <bdi>{label}</bdi>,
            content: <Sample code={code} />,
          }))}
        />
        <CodeBlock label={t('sample_page')} code={pageSample} />
        <NewSecret widget={widget} />
      </Section>
    </>
  );
}

function Sample({ code }: { code: string }) {
  const { t } = useTranslation('widget');
  return (
    <div className="pt-2">
      <CodeBlock label={t('sample_label')} code={code} />
    </div>
  );
}

function NewSecret({ widget }: { widget: Widget }) {
  const { t } = useTranslation('widget');
  const renew = useNewSecret();
  const { name } = widget;
  return (
    <div className="flex flex-col items-start gap-2 border-t border-line pt-3">
      <div className="flex flex-wrap items-center gap-2 text-sm text-ink-2">
        <Button busy={renew.isPending} onClick={() => renew.mutate(widget)}>
          {t('secret_new')}
        </Button>
        {t('secret_new_text')}
      </div>
      {renew.error && (
        <Notice tone="danger" alert>
          {errorText(renew.error)}
        </Notice>
      )}
      {renew.data && (
        <SecretDialog
          title={t('secret_title', { name })}
          text={t('secret_text')}
          label={t('secret')}
          secret={renew.data.secret ?? ''}
          done={t('secret_kept')}
          onClose={() => renew.reset()}
        />
      )}
    </div>
  );
}
