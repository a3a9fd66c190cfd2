import { Check, Mic, X } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { IconButton } from '@/components/ui/icon-button';
import { Timer } from '@/components/ui/timer';
import { useRecorder } from './use-recorder';

/** Speaks a message instead of writing it; it goes along with the next one that is sent. */
export function Voice({ onRecorded }: { onRecorded: (blob: Blob, name: string) => void }) {
  const { t } = useTranslation('chat');
  const recorder = useRecorder((blob, ending) => onRecorded(blob, `${t('voice.name')}.${ending}`));
  if (recorder.state === null) return null;
  if (recorder.state === 'recording' && recorder.startedAt) {
    return (
      <span role="status" className="flex items-center gap-1 text-danger">
        <Mic aria-hidden size={15} className="animate-pulse" />
        <span className="sr-only">{t('voice.recording')}</span>
        <Timer since={recorder.startedAt} />
        <IconButton icon={Check} label={t('voice.keep')} onClick={() => recorder.stop(true)} />
        <IconButton icon={X} label={t('voice.discard')} onClick={() => recorder.stop(false)} />
      </span>
    );
  }
  return (
    <>
      <IconButton
        icon={Mic}
        label={t('voice.record')}
        disabled={recorder.state === 'asking'}
        onClick={recorder.start}
      />
      {recorder.state === 'refused' && (
        <span role="alert" className="text-xs text-danger">
          {t('voice.refused')}
        </span>
      )}
    </>
  );
}
