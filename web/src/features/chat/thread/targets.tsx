import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useTeam } from '@/components/order/team';
import { RadioGroup } from '@/components/ui/radio-group';
import { SearchInput } from '@/components/ui/search-input';
import { PresenceChip } from '@/components/ui/state-chip';
import type { TeamMember } from '@/lib/api';
import { useDepartments } from '@/lib/chats/departments';

/** What was chosen, as the server wants it named. */
export function targetOf(value: string): { agent_id: string } | { department: string } {
  const [kind, code = ''] = value.split(' ');
  return kind === 'agent' ? { agent_id: code } : { department: code };
}

interface TargetsProps {
  /** Who has the chat already. */
  except?: number;
  value: string;
  onChange: (value: string) => void;
  error?: string;
}

/** A colleague, or the queue of a department. */
export function Targets({ except, value, onChange, error }: TargetsProps) {
  const { t } = useTranslation('chat');
  const departments = useDepartments();
  const team = useTeam(true);
  const [search, setSearch] = useState('');
  const needle = search.trim().toLocaleLowerCase();
  const others = (team.data ?? []).filter(({ id }) => id !== except);
  const found = byReadiness(others).filter(({ name, code }) =>
    `${name} ${code}`.toLocaleLowerCase().includes(needle),
  );
  const queues = departments.filter(({ name }) => name.toLocaleLowerCase().includes(needle));
  return (
    <div className="flex flex-col gap-2">
      {others.length + departments.length > 8 && (
        <SearchInput label={t('transfer.search')} value={search} onChange={setSearch} />
      )}
      <RadioGroup
        label={t('transfer.to')}
        required
        value={value}
        onChange={onChange}
        error={error}
        className="[&_[role=radiogroup]]:max-h-72 [&_[role=radiogroup]]:overflow-y-auto"
        options={[
          ...queues.map(({ code, name }) => ({
            value: `department ${code}`,
            label: t('transfer.queue', { name }),
            hint: t('transfer.queue_hint'),
          })),
          ...found.map((one) => ({
            value: `agent ${one.code}`,
            label: (
              <span className="flex flex-wrap items-center gap-x-2">
                <bdi className="font-semibold">{one.name}</bdi>
                <PresenceChip presence={one.presence} />
              </span>
            ),
          })),
        ]}
      />
    </div>
  );
}

function byReadiness(agents: TeamMember[]): TeamMember[] {
  const rank = ({ presence }: TeamMember) =>
    presence === 'available' ? 0 : presence === 'offline' ? 2 : 1;
  return [...agents].sort((a, b) => rank(a) - rank(b) || a.name.localeCompare(b.name));
}
