import { useTranslation } from 'react-i18next';
import { Notice } from '@/components/ui/notice';
import { STAYS_IN_REACH } from '@/lib/hide-others';
import { usePhone } from '../store';
import { CallCard } from './call-card';
import { MicNotice } from './phone-panel';

/** The calls of the phone, over every page and dialog: a call cannot wait until one is closed. */
export function PhoneDock() {
  const { t } = useTranslation('softphone');
  const calls = usePhone((state) => state.calls);
  const line = usePhone((state) => state.line);
  const silenced = usePhone((state) => state.silenced);
  const ringing = calls.find(({ state }) => state === 'ringing');
  const isTalking = calls.some(({ state }) => state === 'talking');
  return (
    <section
      aria-label={t('calls')}
      {...{ [STAYS_IN_REACH]: '' }}
      className="pointer-events-none fixed end-3 bottom-3 z-60 flex w-80 max-w-[calc(100vw-1.5rem)] flex-col gap-2 max-md:inset-x-2 max-md:bottom-[calc(4rem+env(safe-area-inset-bottom))] max-md:w-auto max-md:max-w-none"
    >
      <p role="alert" className="sr-only">
        {ringing && t('rings', { name: ringing.name })}
      </p>
      {calls.length > 0 && (
        <div className="pointer-events-auto flex max-h-[calc(100dvh-6rem)] flex-col gap-2 overflow-y-auto">
          {isTalking && line !== 'registered' && <Notice tone="warning">{t('goes_on')}</Notice>}
          {ringing && silenced && <Notice tone="warning">{t('silenced')}</Notice>}
          <MicNotice />
          {calls.map((call) => (
            <CallCard key={call.id} call={call} />
          ))}
        </div>
      )}
    </section>
  );
}
