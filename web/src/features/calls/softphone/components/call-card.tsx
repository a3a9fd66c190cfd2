import {
  ArrowRightLeft,
  Grid3x3,
  Merge,
  Mic,
  MicOff,
  Pause,
  Phone,
  PhoneIncoming,
  PhoneOff,
  PhoneOutgoing,
  Play,
} from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '@/components/ui/button';
import { Chip } from '@/components/ui/chip';
import { IconButton } from '@/components/ui/icon-button';
import { Notice } from '@/components/ui/notice';
import { Timer } from '@/components/ui/timer';
import { useKeys } from '@/lib/shortcuts';
import type { Tone } from '@/lib/states';
import type { PhoneCall } from '../model';
import { phone } from '../use-phone-line';
import { CallerLine } from './caller-line';
import { Keypad } from './keypad';
import { LevelBar } from './level-bar';
import { TransferForm } from './transfer-form';

function lookOf({ state, held, direction }: PhoneCall) {
  const icon = direction === 'incoming' ? PhoneIncoming : PhoneOutgoing;
  const looks: Record<
    PhoneCall['state'] | 'held',
    { icon: typeof Phone; tone: Tone; word: string }
  > = {
    ringing: { icon, tone: 'info', word: 'state.ringing' },
    dialing: { icon, tone: 'info', word: 'state.dialing' },
    talking: { icon: Phone, tone: 'success', word: 'state.talking' },
    held: { icon: Pause, tone: 'warning', word: 'state.held' },
    ended: { icon: PhoneOff, tone: 'neutral', word: 'state.ended' },
  };
  return looks[held ? 'held' : state];
}

/** One call: who it is, how it stands, and what can be done with it. */
export function CallCard({ call }: { call: PhoneCall }) {
  const { t } = useTranslation('softphone');
  const look = lookOf(call);
  return (
    <article
      aria-label={t('call_with', { name: call.name })}
      className="flex flex-col gap-2 rounded-lg border border-line bg-surface p-3 shadow-lg"
    >
      <div className="flex items-center gap-2">
        <Chip tone={look.tone} icon={look.icon}>
          {call.ending ? t(`ending.${call.ending}`) : t(look.word)}
        </Chip>
        {call.muted && call.state === 'talking' && (
          <Chip tone="warning" icon={MicOff}>
            {t('state.muted')}
          </Chip>
        )}
        {call.consultFor && <span className="text-xs text-ink-2">{t('state.consult')}</span>}
        {call.answeredAt && call.state === 'talking' && (
          <Timer since={call.answeredAt} className="ms-auto text-sm text-ink-2" />
        )}
      </div>
      <CallerLine call={call} />
      {call.transfer === 'failed' && (
        <Notice tone="danger" alert>
          {t('transfer.failed')}
        </Notice>
      )}
      {call.state === 'ringing' && <RingingButtons call={call} />}
      {call.state === 'dialing' && (
        <Button variant="danger" icon={PhoneOff} onClick={() => phone()?.endCall(call.id)}>
          {t('end')}
        </Button>
      )}
      {call.state === 'talking' && <TalkingButtons call={call} />}
    </article>
  );
}

function RingingButtons({ call }: { call: PhoneCall }) {
  const { t } = useTranslation('softphone');
  const keys = useKeys('phone.answer');
  return (
    <div className="grid grid-cols-2 gap-2">
      <Button
        variant="primary"
        icon={Phone}
        shortcut={keys}
        onClick={() => void phone()?.answerCall(call.id)}
      >
        {t('answer')}
      </Button>
      <Button variant="danger" icon={PhoneOff} onClick={() => phone()?.endCall(call.id)}>
        {t('decline')}
      </Button>
    </div>
  );
}

type Open = 'keypad' | 'transfer' | null;

function TalkingButtons({ call }: { call: PhoneCall }) {
  const { t } = useTranslation('softphone');
  const [open, setOpen] = useState<Open>(null);
  const muteKeys = useKeys('phone.mute');
  const holdKeys = useKeys('phone.hold');
  const endKeys = useKeys('phone.end');
  const toggle = (part: Open) => setOpen((before) => (before === part ? null : part));
  const stream = phone()?.microphoneOf(call.id);
  return (
    <>
      {stream && !call.muted && !call.held && <LevelBar stream={stream} />}
      <div className="flex flex-wrap items-center gap-1">
        <IconButton
          icon={call.muted ? MicOff : Mic}
          label={t(call.muted ? 'unmute' : 'mute')}
          aria-pressed={call.muted}
          shortcut={muteKeys}
          onClick={() => phone()?.toggleMute(call.id)}
        />
        <IconButton
          icon={call.held ? Play : Pause}
          label={t(call.held ? 'unhold' : 'hold')}
          aria-pressed={call.held}
          shortcut={holdKeys}
          onClick={() => phone()?.toggleHold(call.id)}
        />
        <IconButton
          icon={Grid3x3}
          label={t('keypad')}
          aria-expanded={open === 'keypad'}
          onClick={() => toggle('keypad')}
        />
        {!call.consultFor && (
          <IconButton
            icon={ArrowRightLeft}
            label={t('transfer.open')}
            aria-expanded={open === 'transfer'}
            onClick={() => toggle('transfer')}
          />
        )}
        <Button
          variant="danger"
          icon={PhoneOff}
          shortcut={endKeys}
          className="ms-auto"
          onClick={() => phone()?.endCall(call.id)}
        >
          {t('end')}
        </Button>
      </div>
      {call.consultFor && (
        <Button variant="primary" icon={Merge} onClick={() => phone()?.joinConsult(call.id)}>
          {t('transfer.join')}
        </Button>
      )}
      {open === 'keypad' && <Keypad onTone={(tone) => phone()?.sendTone(call.id, tone)} />}
      {open === 'transfer' && <TransferForm call={call} onDone={() => setOpen(null)} />}
    </>
  );
}
