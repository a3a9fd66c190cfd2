import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { Field } from '@/components/ui/field';
import { Notice } from '@/components/ui/notice';
import { RadioGroup } from '@/components/ui/radio-group';
import { SearchInput } from '@/components/ui/search-input';
import { Select } from '@/components/ui/select';
import { PresenceChip } from '@/components/ui/state-chip';
import { toast } from '@/components/ui/toast-store';
import { asApiError, type Call, type CentreAgent, errorText } from '@/lib/api';
import { targetDepartments, transferCall, useCallAgents, useDepartments } from '../api';
import { CallLine } from './call-line';

const ANYONE = '';

/** Where a call goes: a department, and in it somebody or whoever is free. */
export function TransferDialog({ call, onClose }: { call: Call; onClose: () => void }) {
  const { t } = useTranslation(['calls', 'common']);
  const departments = useDepartments();
  const [department, setDepartment] = useState(call.department ?? '');
  const [agent, setAgent] = useState(ANYONE);
  const agents = useCallAgents();
  const choices = targetDepartments(departments.data ?? [], agents.data ?? []);
  const chosen = choices.some(({ code }) => code === department) ? department : '';
  const transfer = useMutation({
    mutationFn: () => transferCall(call, chosen, agent),
    onSuccess: () => {
      toast.success(t('transfer.done'));
      onClose();
    },
  });
  const problem = transfer.error ? asApiError(transfer.error) : null;
  return (
    <Dialog
      open
      onClose={onClose}
      title={t('transfer.title')}
      footer={
        <>
          <Button onClick={onClose}>{t('common:cancel')}</Button>
          <Button
            variant="primary"
            busy={transfer.isPending}
            disabled={chosen === ''}
            onClick={() => transfer.mutate()}
          >
            {t('action.transfer_now')}
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-4">
        <CallLine call={call} />
        <Field
          label={t('transfer.department')}
          required
          error={problem?.field('target_department')}
        >
          {(control) => (
            <Select
              {...control}
              value={chosen}
              onChange={(code) => {
                setDepartment(code);
                setAgent(ANYONE);
              }}
              placeholder={t('transfer.choose')}
              options={choices.map(({ code, name }) => ({ value: code, label: name }))}
            />
          )}
        </Field>
        <Colleagues
          agents={(agents.data ?? []).filter((one) => one.department === chosen)}
          department={chosen}
          without={call.agent?.id ?? null}
          value={agent}
          onChange={setAgent}
          error={problem?.field('agent_id')}
        />
        {problem && (
          <Notice tone="danger" alert>
            {errorText(problem)}
          </Notice>
        )}
      </div>
    </Dialog>
  );
}

interface ColleaguesProps {
  agents: CentreAgent[];
  department: string;
  without: number | null;
  value: string;
  onChange: (code: string) => void;
  error?: string;
}

/** Who is of that department: those who are free first. */
function Colleagues({ agents, department, without, value, onChange, error }: ColleaguesProps) {
  const { t } = useTranslation('calls');
  const [search, setSearch] = useState('');
  if (department === '') return null;
  const needle = search.trim().toLocaleLowerCase();
  const all = agents.filter((one) => one.id !== without);
  const found = byReadiness(all).filter((one) =>
    `${one.name} ${one.agent_id}`.toLocaleLowerCase().includes(needle),
  );
  return (
    <div className="flex flex-col gap-2">
      {all.length > 8 && (
        <SearchInput label={t('transfer.search')} value={search} onChange={setSearch} />
      )}
      <RadioGroup
        label={t('transfer.agent')}
        value={value}
        onChange={onChange}
        error={error}
        className="[&_[role=radiogroup]]:max-h-64 [&_[role=radiogroup]]:overflow-y-auto"
        options={[
          { value: ANYONE, label: t('transfer.anyone'), hint: t('transfer.anyone_hint') },
          ...found.map((one) => ({
            value: one.agent_id,
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

function byReadiness(agents: CentreAgent[]): CentreAgent[] {
  const rank = ({ presence }: CentreAgent) =>
    presence === 'available' ? 0 : presence === 'offline' ? 2 : 1;
  return [...agents].sort((a, b) => rank(a) - rank(b) || a.name.localeCompare(b.name));
}
