import { LoaderCircle, MessagesSquare, PhoneCall, PhoneOff } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useSearchParams } from 'react-router';
import { Button } from '@/components/ui/button';
import { Empty } from '@/components/ui/empty';
import { ErrorState } from '@/components/ui/error-state';
import { Field } from '@/components/ui/field';
import { Input } from '@/components/ui/input';
import { Notice } from '@/components/ui/notice';
import { Page } from '@/components/ui/page';
import { Phone } from '@/components/ui/phone';
import { SkeletonRows } from '@/components/ui/skeleton';
import { CallStatusChip } from '@/components/ui/state-chip';
import { Timer } from '@/components/ui/timer';
import { type CallCenterAPI, useCallCenterAPI } from '@/hooks/useCallCenterAPI';
import type { Call } from '@/lib/api';
import { useCan } from '@/lib/auth/use-can';
import { formatTimer } from '@/lib/format';
import { useOneCall, useTellCall } from './api';
import { Composer } from './composer';
import { LineState } from './line-state';
import { Transcript } from './transcript';

/** A call from its first ring to its end, with what is said in it. The address names the call. */
export function CallPage() {
  const { t } = useTranslation('call_stats');
  const client = useCallCenterAPI();
  const [params, setParams] = useSearchParams();
  const callId = params.get('call');
  const shown = useOneCall(callId);
  const tell = useTellCall();
  const mayCall = useCan('calls.make');
  useEffect(() => client.connectWebSocket(tell), [client, tell]);
  const isOn = shown.data?.is_active ?? false;
  return (
    <Page title={t('desk.call_title')} meta={<LineState client={client} />} scroll={false}>
      <div className="grid min-h-0 flex-1 grid-cols-[22rem_minmax(0,1fr)] gap-4 px-4 pb-4 max-lg:grid-cols-1 max-lg:overflow-y-auto max-md:px-3">
        <div className="flex min-w-0 flex-col gap-4">
          <StartForm
            client={client}
            callId={isOn ? callId : null}
            disabled={!mayCall || isOn}
            onStarted={(id) => setParams({ call: id })}
          />
          {callId && shown.isPending && <SkeletonRows rows={2} rowClassName="h-12" />}
          {callId && !shown.data && shown.isError && (
            <ErrorState
              title={t('desk.call_failed')}
              error={shown.error}
              onRetry={() => void shown.refetch()}
            />
          )}
          {shown.data && <CallCard call={shown.data} />}
        </div>
        <section
          aria-label={t('desk.transcript')}
          className="flex min-h-96 min-w-0 flex-col rounded-lg border border-line bg-surface"
        >
          <div className="thin min-h-0 flex-1 overflow-y-auto">
            {callId ? (
              <Transcript key={callId} callId={callId} />
            ) : (
              <Empty
                icon={MessagesSquare}
                title={t('desk.no_call')}
                text={t('desk.no_call_text')}
              />
            )}
          </div>
          {callId && shown.data && mayCall && <Composer client={client} callId={callId} />}
        </section>
      </div>
    </Page>
  );
}

interface StartFormProps {
  client: CallCenterAPI;
  /** The call that goes on; null when none does. */
  callId: string | null;
  disabled: boolean;
  onStarted: (callId: string) => void;
}

function StartForm({ client, callId, disabled, onStarted }: StartFormProps) {
  const { t } = useTranslation('call_stats');
  const [phone, setPhone] = useState('');
  const [name, setName] = useState('');
  const [doing, setDoing] = useState<'start' | 'end' | null>(null);
  async function start() {
    setDoing('start');
    const made = await client.initiatecall(phone.trim(), name.trim());
    setDoing(null);
    if (made) onStarted(made.call_id);
  }
  async function end(id: string) {
    setDoing('end');
    await client.endCall(id);
    setDoing(null);
  }
  return (
    <form
      className="flex flex-col gap-3 rounded-lg border border-line bg-surface p-4"
      onSubmit={(event) => {
        event.preventDefault();
        if (!disabled) void start();
      }}
    >
      <Field label={t('desk.phone')} hint={t('desk.phone_hint')} required>
        {(control) => (
          <Input
            {...control}
            dir="ltr"
            type="tel"
            autoComplete="off"
            className="num"
            value={phone}
            onChange={(event) => setPhone(event.target.value)}
          />
        )}
      </Field>
      <Field label={t('desk.customer')}>
        {(control) => (
          <Input
            {...control}
            dir="auto"
            autoComplete="off"
            maxLength={120}
            value={name}
            onChange={(event) => setName(event.target.value)}
          />
        )}
      </Field>
      <div className="flex flex-wrap gap-2">
        <Button
          type="submit"
          variant="primary"
          icon={PhoneCall}
          busy={doing === 'start'}
          disabled={disabled || phone.trim() === ''}
        >
          {t('desk.start')}
        </Button>
        <Button
          variant="danger"
          icon={PhoneOff}
          busy={doing === 'end'}
          disabled={callId === null}
          onClick={() => callId && void end(callId)}
        >
          {t('desk.end')}
        </Button>
      </div>
      <div role="status" className="empty:hidden">
        {client.loading && (
          <p className="flex items-center gap-1.5 text-sm text-ink-2">
            <LoaderCircle aria-hidden size={14} className="animate-spin" />
            {t('desk.loading')}
          </p>
        )}
      </div>
      {client.error && (
        <Notice tone="danger" alert>
          {t('desk.error', { text: client.error })}
        </Notice>
      )}
    </form>
  );
}

function CallCard({ call }: { call: Call }) {
  const { t } = useTranslation('call_stats');
  return (
    <section
      aria-label={t('desk.call')}
      data-call={call.call_id}
      className="flex flex-col gap-2 rounded-lg border border-line bg-surface p-4"
    >
      <div className="flex items-start gap-2">
        <div className="min-w-0 flex-1">
          <h2 className="truncate text-lg font-semibold">
            <bdi>{call.customer_name || t('desk.nameless')}</bdi>
          </h2>
          <p className="text-sm text-ink-2">
            <Phone number={call.phone_number} />
          </p>
        </div>
        <CallStatusChip status={call.status} />
      </div>
      <p className="num text-2xl font-semibold">
        {call.is_active ? <Timer since={call.started_at} /> : formatTimer(call.duration)}
      </p>
      <dl className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-4 gap-y-1 text-sm">
        <dt className="text-ink-3">{t('desk.id')}</dt>
        <dd>
          <bdi className="ltr num">{call.call_id}</bdi>
        </dd>
        {call.agent && (
          <>
            <dt className="text-ink-3">{t('agent')}</dt>
            <dd>
              <bdi>{call.agent.name}</bdi>
            </dd>
          </>
        )}
        {call.department_name && (
          <>
            <dt className="text-ink-3">{t('department')}</dt>
            <dd>
              <bdi>{call.department_name}</bdi>
            </dd>
          </>
        )}
      </dl>
      {call.source === 'manual' && <Notice tone="info">{t('desk.manual')}</Notice>}
    </section>
  );
}
