import { useTranslation } from 'react-i18next';
import { Select } from '@/components/ui/select';
import { useSession } from '@/lib/auth/session';
import { useCan } from '@/lib/auth/use-can';
import { useTeamPerformance } from '../api';

interface AgentPickerProps {
  value: string;
  onChange: (agent: string) => void;
}

/** For those who may look at others: oneself, then everyone within reach. */
export function AgentPicker({ value, onChange }: AgentPickerProps) {
  const { t } = useTranslation('performance');
  const mayLook = useCan('orders.read_team');
  const own = useSession((state) => state.agent?.agent_id ?? '');
  const team = useTeamPerformance('today', '', mayLook);
  if (!mayLook) return null;
  const others = (team.data?.agents ?? []).filter((row) => row.agent_id !== own);
  return (
    <Select
      aria-label={t('agent.label')}
      value={value || own}
      placeholder={t('agent.choose')}
      onChange={(agent) => onChange(agent === own ? '' : agent)}
      options={[
        ...(own ? [{ value: own, label: t('agent.self') }] : []),
        ...others.map((row) => ({ value: row.agent_id, label: row.name })),
      ]}
    />
  );
}
