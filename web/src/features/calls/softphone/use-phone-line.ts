import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { api, asApiError, call, errorText } from '@/lib/api';
import { useEvent } from '@/lib/realtime';
import { hasOpenCall } from './model';
import { setPhone, usePhone } from './store';
import { type PhoneTabs, phoneTabs } from './tabs';

type Phone = typeof import('./phone');

/* The library comes when somebody wants the phone and it is set up, never before. */
let loaded: Phone | null = null;
let tabs: PhoneTabs | null = null;
let ownExtension: number | null = null;
/* Each start makes those before it void. */
let round = 0;

/** The phone, once it stands; what people press before does nothing. */
export function phone(): Phone | null {
  return loaded;
}

function stop(line: 'off' | 'elsewhere'): void {
  round += 1;
  loaded?.stopPhone();
  setPhone({ line, message: null, extension: null });
}

async function start(): Promise<void> {
  round += 1;
  const own = round;
  loaded?.stopPhone();
  setPhone({ line: 'starting', message: null, kept: false });
  try {
    const settings = await call(api.GET('/api/agent/softphone'));
    if (own !== round) return;
    if (!settings.configured) {
      setPhone({ line: 'unconfigured', message: settings.message });
      return;
    }
    const module = await import('./phone');
    if (own !== round) return;
    loaded = module;
    ownExtension = settings.extension_id;
    setPhone({ extension: settings.extension });
    module.startPhone(settings);
  } catch (error) {
    if (own === round) setPhone({ line: 'failed', message: errorText(asApiError(error)) });
  }
}

/** Takes the phone from another tab, unless that one is in a call. */
export async function takePhoneHere(): Promise<void> {
  if (!(await tabs?.take())) setPhone({ kept: true });
}

export function restartPhone(): void {
  void start();
}

/* What was set up anew counts from the next call on. */
function restartWhenFree(): void {
  if (!hasOpenCall(usePhone.getState().calls)) {
    void start();
    return;
  }
  const leave = usePhone.subscribe(({ calls }) => {
    if (hasOpenCall(calls)) return;
    leave();
    void start();
  });
}

const isRunning = () => {
  const { line } = usePhone.getState();
  return line !== 'off' && line !== 'elsewhere';
};

/** Keeps the phone of this tab while the person wants one; lives in the shell. */
export function usePhoneLine(): void {
  const { t } = useTranslation('softphone');
  const wanted = usePhone((state) => state.wanted);
  const inCall = usePhone((state) => hasOpenCall(state.calls));
  const insecure = t('insecure');
  useEffect(() => {
    if (!wanted) return;
    if (!isSecureContext) {
      setPhone({ line: 'failed', message: insecure });
      return () => setPhone({ line: 'off', message: null });
    }
    const own = phoneTabs({
      onGained: () => void start(),
      onLost: () => {
        stop('elsewhere');
        own.wait();
      },
      isInCall: () => hasOpenCall(usePhone.getState().calls),
    });
    tabs = own;
    setPhone({ line: 'elsewhere', kept: false });
    own.wait();
    return () => {
      tabs = null;
      own.release();
      stop('off');
    };
  }, [wanted, insecure]);
  useEvent('softphone:changed', ({ extension_id }) => {
    if (isRunning()) restartOwn(extension_id);
  });
  useEffect(() => {
    if (!inCall) return;
    // The browser asks whether the page is to go, and the call with it.
    const ask = (event: BeforeUnloadEvent) => event.preventDefault();
    addEventListener('beforeunload', ask);
    return () => removeEventListener('beforeunload', ask);
  }, [inCall]);
}

/* An extension may have become ours by the change: only those of others are known not to matter. */
function restartOwn(extension: number | null): void {
  const { line } = usePhone.getState();
  if (extension !== null && line === 'registered' && extension !== ownExtension) return;
  restartWhenFree();
}
