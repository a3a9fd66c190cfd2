import { useTranslation } from 'react-i18next';
import type { CallDetails } from '@/lib/api';
import { formatSeconds } from './sums';

const PARTS = ['ring', 'talk', 'hold', 'wrap'] as const;

/** What each agent of the call did, in seconds of their own; the call's are nobody's as a whole. */
export function Agents({ agents }: { agents: CallDetails['agents'] }) {
  const { t } = useTranslation('calls');
  if (agents.length === 0) return <p className="text-sm text-ink-3">{t('agents.none')}</p>;
  return (
    <table className="w-full text-sm">
      <caption className="sr-only">{t('details.agents')}</caption>
      <thead className="text-xs text-ink-3">
        <tr>
          <th scope="col" className="py-1 pe-2 text-start font-normal">
            {t('details.agent')}
          </th>
          {PARTS.map((part) => (
            <th key={part} scope="col" className="py-1 ps-2 text-end font-normal">
              {t(`agents.${part}`)}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {agents.map((agent) => (
          <tr key={agent.id} className="border-t border-line">
            <th scope="row" className="py-1 pe-2 text-start font-normal">
              <bdi>{agent.name}</bdi>
            </th>
            {PARTS.map((part) => (
              <td key={part} className="py-1 ps-2 text-end">
                <span className="num ltr">{formatSeconds(agent[part])}</span>
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
