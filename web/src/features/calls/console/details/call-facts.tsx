import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { Phone } from '@/components/ui/phone';
import { Timer } from '@/components/ui/timer';
import type { Call } from '@/lib/api';
import { useCan } from '@/lib/auth/use-can';
import { formatDateTime, formatNumber, formatTimer } from '@/lib/format';
import { CallActions } from '../call-actions';

/** What is known of the call: the parties, the times, the order it is about. */
export function CallFacts({ call }: { call: Call }) {
  const { t } = useTranslation(['calls', 'common']);
  const seesOrders = useCan('orders.read');
  const facts: [string, React.ReactNode][] = [
    [t('details.direction'), t(`common:call_direction.${call.direction}`)],
    [t('details.from'), <Party key="from" number={call.caller} name={call.caller_name} />],
  ];
  if (call.callee) facts.push([t('details.to'), <Party key="to" number={call.callee} name="" />]);
  if (call.customer_name)
    facts.push([t('details.customer'), <bdi key="customer">{call.customer_name}</bdi>]);
  if (call.order_id !== null && seesOrders)
    facts.push([
      t('details.order'),
      <Link
        key="order"
        to={`/call-center-panel/orders?order=${call.order_id}&date=all`}
        className="ltr num text-accent underline-offset-2 hover:underline"
      >
        {call.order_code ?? call.order_id}
      </Link>,
    ]);
  if (call.agent) facts.push([t('details.agent'), <bdi key="agent">{call.agent.name}</bdi>]);
  if (call.handled_by === 'system')
    facts.push([t('details.agent'), t('details.handled_by_system')]);
  if (call.department_name)
    facts.push([t('details.department'), <bdi key="department">{call.department_name}</bdi>]);
  if (call.queue) facts.push([t('details.queue'), <bdi key="queue">{call.queue}</bdi>]);
  if (call.trunk) facts.push([t('details.trunk'), <bdi key="trunk">{call.trunk}</bdi>]);
  facts.push([t('details.started'), <When key="started" at={call.started_at} />]);
  if (call.answered_at)
    facts.push([t('details.answered'), <When key="answered" at={call.answered_at} />]);
  if (call.ended_at) facts.push([t('details.ended'), <When key="ended" at={call.ended_at} />]);
  facts.push([
    t('details.length'),
    call.is_active ? (
      <Timer key="length" since={call.started_at} />
    ) : (
      <span key="length" className="num ltr">
        {formatTimer(call.duration)}
      </span>
    ),
  ]);
  if (call.hangup_by)
    facts.push([
      t('details.ended_by'),
      <>
        {t(`hangup_by.${call.hangup_by}`)}
        {call.hangup_cause !== null && (
          <span className="text-ink-3">
            {' · '}
            {t('details.cause', { value: formatNumber(call.hangup_cause) })}
          </span>
        )}
      </>,
    ]);
  facts.push([
    t('details.id'),
    <bdi key="id" className="ltr num select-all">
      {call.call_id}
    </bdi>,
  ]);
  return (
    <div className="flex flex-col gap-2">
      <dl className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-3 gap-y-1 text-sm">
        {facts.map(([name, value]) => (
          <div key={name} className="contents">
            <dt className="text-ink-3">{name}</dt>
            <dd className="min-w-0 wrap-anywhere">{value}</dd>
          </div>
        ))}
      </dl>
      <CallActions call={call} spread />
    </div>
  );
}

function Party({ number, name }: { number: string; name: string }) {
  return (
    <span className="flex flex-wrap gap-x-1.5">
      {name && name !== number && <bdi>{name}</bdi>}
      <Phone number={number} className="text-ink-2" />
    </span>
  );
}

function When({ at }: { at: string }) {
  return (
    <time dateTime={at} className="num">
      {formatDateTime(at)}
    </time>
  );
}
