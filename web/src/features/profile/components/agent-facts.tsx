import { useTranslation } from 'react-i18next';
import type { Profile } from '@/lib/api';
import { formatNumber } from '@/lib/format';

/** What the company has set for this agent; to be read only. */
export function AgentFacts({ agent }: { agent: NonNullable<Profile['agent']> }) {
  const { t } = useTranslation('profile');
  const facts = [
    { name: t('agent.code'), value: <bdi className="ltr num">{agent.code}</bdi> },
    { name: t('agent.department'), value: <bdi>{agent.department?.name ?? '–'}</bdi> },
    { name: t('agent.team'), value: <bdi>{agent.team?.name ?? '–'}</bdi> },
    {
      name: t('agent.capacity'),
      value: agent.order_capacity
        ? t('agent.capacity_of', {
            open: formatNumber(agent.open_orders),
            most: formatNumber(agent.order_capacity),
          })
        : t('agent.capacity_none', { open: formatNumber(agent.open_orders) }),
    },
  ];
  return (
    <section className="rounded-lg border border-line bg-surface px-4 py-3">
      <h2 className="pb-2 font-semibold">{t('agent.title')}</h2>
      <dl className="grid grid-cols-[max-content_1fr] gap-x-4 gap-y-1 text-sm">
        {facts.map(({ name, value }) => (
          <div key={name} className="contents">
            <dt className="text-ink-3">{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
