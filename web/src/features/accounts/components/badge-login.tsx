import { ScanLine } from 'lucide-react';
import { type KeyboardEvent, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '@/components/ui/button';
import { Notice } from '@/components/ui/notice';
import { asApiError } from '@/lib/api';
import { signInWithBadge } from '../api';
import { useLoginErrorText } from '../use-login-error-text';
import { emptyWedge, wedgeKey } from '../wedge';

interface BadgeLoginProps {
  company: string;
  workstation: string;
  onDone: () => Promise<void>;
  onCancel: () => void;
}

/** Waits for a badge scanner. The field that listens shows nothing: a badge code is a secret. */
export function BadgeLogin({ company, workstation, onDone, onCancel }: BadgeLoginProps) {
  const { t } = useTranslation('accounts');
  const field = useRef<HTMLInputElement>(null);
  const wedge = useRef(emptyWedge);
  const [state, setState] = useState<'waiting' | 'checking'>('waiting');
  const [listening, setListening] = useState(true);
  const [failure, setFailure] = useState<unknown>(null);
  const errorText = useLoginErrorText();

  useEffect(() => field.current?.focus(), []);

  async function check(code: string) {
    setState('checking');
    setFailure(null);
    try {
      await signInWithBadge(code, company, workstation);
      await onDone();
    } catch (error) {
      setFailure(error);
      setState('waiting');
      field.current?.focus();
    }
  }

  function onKeyDown(event: KeyboardEvent<HTMLInputElement>) {
    if (event.key === 'Tab') return;
    event.preventDefault();
    if (event.key === 'Escape') {
      onCancel();
      return;
    }
    if (state === 'checking') return;
    const { code, key, shiftKey, timeStamp: at } = event;
    const capsLock = event.getModifierState('CapsLock');
    const step = wedgeKey(wedge.current, { code, key, shiftKey, capsLock, at });
    wedge.current = step.state;
    if (step.scanned) void check(step.scanned);
  }

  const wrongBadge = failure !== null && asApiError(failure).code === 'login';
  return (
    <div className="flex flex-col gap-4">
      {failure !== null && (
        <Notice tone="danger" alert>
          {wrongBadge ? t('badge.wrong') : errorText(failure)}
        </Notice>
      )}
      {/* biome-ignore lint/a11y/useKeyWithClickEvents: only brings the focus back to the field */}
      {/* biome-ignore lint/a11y/noStaticElementInteractions: as above */}
      <div
        onClick={() => field.current?.focus()}
        className="relative flex flex-col items-center gap-3 rounded-lg border-2 border-dashed border-line-strong bg-canvas px-4 py-8 text-center has-focus:border-accent"
      >
        <ScanLine
          aria-hidden
          size={40}
          strokeWidth={1.5}
          className={listening ? 'text-accent' : 'text-ink-3'}
        />
        <p role="status" className="text-base font-semibold">
          {state === 'checking' && t('badge.checking')}
          {state === 'waiting' && (listening ? t('badge.waiting') : t('badge.press_here'))}
        </p>
        <p className="text-sm text-ink-2">{t('badge.hint')}</p>
        <input
          ref={field}
          aria-label={t('badge.field')}
          type="password"
          autoComplete="off"
          inputMode="none"
          value=""
          onChange={() => {}}
          onKeyDown={onKeyDown}
          onFocus={() => setListening(true)}
          onBlur={() => setListening(false)}
          className="absolute inset-0 cursor-default opacity-0"
        />
      </div>
      <Button onClick={onCancel} className="h-10">
        {t('badge.cancel')}
      </Button>
    </div>
  );
}
