import { PhoneCall, Power } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '@/components/ui/button';
import { Chip } from '@/components/ui/chip';
import { Field } from '@/components/ui/field';
import { Input } from '@/components/ui/input';
import { Notice } from '@/components/ui/notice';
import { dialable, type LineState, lineLooks, type MicState } from '../model';
import { setPanelOpen, setWanted, usePhone } from '../store';
import { phone, restartPhone, takePhoneHere } from '../use-phone-line';
import { DeviceChoice } from './device-choice';
import { Keypad } from './keypad';

/** The pad, the devices, and how the line stands. */
export function PhonePanel() {
  const { t } = useTranslation('softphone');
  const line = usePhone((state) => state.line);
  const extension = usePhone((state) => state.extension);
  const look = lineLooks[line];
  return (
    <div className="flex flex-col gap-3 p-3">
      <h2 className="flex flex-wrap items-center gap-2 font-semibold">
        {t('title')}
        {extension && <bdi className="ltr num text-ink-2">{extension}</bdi>}
        <Chip tone={look.tone} icon={look.icon} className="ms-auto">
          {t(`line.${line}`)}
        </Chip>
      </h2>
      <LineNotice line={line} />
      {line !== 'off' && line !== 'unconfigured' && line !== 'elsewhere' && (
        <>
          <MicNotice />
          <DialForm ready={line === 'registered'} />
          <DeviceChoice />
        </>
      )}
      <Switches line={line} />
    </div>
  );
}

function LineNotice({ line }: { line: LineState }) {
  const { t } = useTranslation('softphone');
  const message = usePhone((state) => state.message);
  const kept = usePhone((state) => state.kept);
  if (line === 'off') return <p className="text-sm text-ink-2">{t('off_text')}</p>;
  if (line === 'unconfigured')
    return (
      <Notice tone="info">
        {message} {t('unconfigured_text')}
      </Notice>
    );
  if (line === 'elsewhere')
    return <Notice tone={kept ? 'warning' : 'info'}>{t(kept ? 'kept' : 'elsewhere_text')}</Notice>;
  if (line === 'lost') return <Notice tone="warning">{t('lost_text')}</Notice>;
  if (line === 'refused')
    return (
      <Notice tone="danger">
        {t('refused_text')} <bdi className="ltr">{message}</bdi>
      </Notice>
    );
  if (line === 'failed') return <Notice tone="danger">{message}</Notice>;
  return null;
}

const micTexts: Partial<Record<MicState, string>> = {
  denied: 'mic.denied',
  missing: 'mic.missing',
  failed: 'mic.failed',
};

/** Why there is no microphone, and what the person can do about it. */
export function MicNotice() {
  const { t } = useTranslation('softphone');
  const mic = usePhone((state) => state.mic);
  const text = micTexts[mic];
  return text ? (
    <Notice tone="danger" alert>
      {t(text)}
    </Notice>
  ) : null;
}

function DialForm({ ready }: { ready: boolean }) {
  const { t } = useTranslation('softphone');
  const [number, setNumber] = useState('');
  const [busy, setBusy] = useState(false);
  async function dial() {
    setBusy(true);
    const placed = await phone()?.placeCall(number);
    setBusy(false);
    if (!placed) return;
    setNumber('');
    setPanelOpen(false);
  }
  return (
    <form
      className="flex flex-col gap-2"
      onSubmit={(event) => {
        event.preventDefault();
        void dial();
      }}
    >
      <Field label={t('number')} hideLabel>
        {(control) => (
          <Input
            {...control}
            dir="ltr"
            type="tel"
            autoComplete="off"
            placeholder={t('number')}
            className="num text-center text-lg"
            value={number}
            onChange={(event) => setNumber(event.target.value)}
          />
        )}
      </Field>
      <Keypad onTone={(tone) => setNumber((before) => before + tone)} />
      <Button
        variant="primary"
        type="submit"
        icon={PhoneCall}
        busy={busy}
        disabled={!ready || dialable(number) === ''}
      >
        {t('call')}
      </Button>
    </form>
  );
}

function Switches({ line }: { line: LineState }) {
  const { t } = useTranslation(['softphone', 'common']);
  if (line === 'off')
    return (
      <Button variant="primary" icon={Power} onClick={() => setWanted(true)}>
        {t('turn_on')}
      </Button>
    );
  return (
    <div className="flex flex-wrap gap-2">
      {line === 'elsewhere' && (
        <Button variant="primary" onClick={() => void takePhoneHere()}>
          {t('use_here')}
        </Button>
      )}
      {(line === 'failed' || line === 'refused' || line === 'unconfigured') && (
        <Button onClick={restartPhone}>{t('common:retry')}</Button>
      )}
      <Button variant="ghost" icon={Power} className="ms-auto" onClick={() => setWanted(false)}>
        {t('turn_off')}
      </Button>
    </div>
  );
}
