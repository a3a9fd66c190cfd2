import { Send } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '@/components/ui/button';
import { Field } from '@/components/ui/field';
import { Select } from '@/components/ui/select';
import { Textarea } from '@/components/ui/textarea';
import type { CallCenterAPI, Speaker, SpokenLanguage } from '@/hooks/useCallCenterAPI';
import { usePreferences } from '@/lib/preferences';

const SPEAKERS: Speaker[] = ['agent', 'customer', 'bot'];
const LANGUAGES: SpokenLanguage[] = ['en', 'ar'];

interface ComposerProps {
  client: CallCenterAPI;
  callId: string;
}

/** Writes down what somebody said in the call. */
export function Composer({ client, callId }: ComposerProps) {
  const { t } = useTranslation(['call_stats', 'shell']);
  const [speaker, setSpeaker] = useState<Speaker>('agent');
  const [language, setLanguage] = useState<SpokenLanguage>(usePreferences.getState().language);
  const [text, setText] = useState('');
  const [busy, setBusy] = useState(false);
  async function send() {
    const content = text.trim();
    if (content === '' || busy) return;
    setBusy(true);
    const said = await client.addTranscriptMessage(callId, speaker, content, language);
    setBusy(false);
    if (said) setText('');
  }
  return (
    <form
      className="flex flex-col gap-2 border-t border-line p-3"
      onSubmit={(event) => {
        event.preventDefault();
        void send();
      }}
    >
      <div className="flex flex-wrap gap-2">
        <Select
          aria-label={t('desk.who')}
          value={speaker}
          onChange={(value) => setSpeaker(value as Speaker)}
          options={SPEAKERS.map((value) => ({ value, label: t(`desk.speaker.${value}`) }))}
        />
        <Select
          aria-label={t('desk.language')}
          value={language}
          onChange={(value) => setLanguage(value as SpokenLanguage)}
          options={LANGUAGES.map((value) => ({
            value,
            label: t(`shell:settings.language_${value}`),
          }))}
        />
      </div>
      <Field label={t('desk.said')} hideLabel>
        {(control) => (
          <Textarea
            {...control}
            lang={language}
            rows={2}
            maxLength={4000}
            placeholder={t('desk.said')}
            value={text}
            onChange={(event) => setText(event.target.value)}
            onKeyDown={(event) => {
              if (event.code !== 'Enter' || !(event.ctrlKey || event.metaKey)) return;
              event.preventDefault();
              void send();
            }}
            className="min-h-14"
          />
        )}
      </Field>
      <Button
        type="submit"
        variant="primary"
        icon={Send}
        flipIcon
        shortcut="Mod+Enter"
        busy={busy}
        disabled={text.trim() === ''}
        className="self-end"
      >
        {t('desk.send')}
      </Button>
    </form>
  );
}
