import { useTranslation } from 'react-i18next';
import type { AuditRow } from '@/lib/api';
import { subjectName } from '../audit';

/** Beginnings of actions, as the filter offers them. */
export const auditGroups = [
  'user',
  'agent',
  'password',
  'session',
  'device',
  'role',
  'company',
  'department',
  'team',
  'api_key',
  'webhook',
  'announcement',
  'message_provider',
  'message_template',
  'courier',
  'delivery',
  'order_source',
  'order_import',
  'stock',
  'stock_import',
  'stock_location',
  'escalation',
  'rating_settings',
  'sla_policy',
  'call_policies',
  'kpi_targets',
  'schedule',
  'order',
  'modification',
  'reassignment',
  'order_flags',
  'performance',
  'pbx',
  'extension',
  'report',
  'orders',
  'deliveries',
  'audit',
] as const;

/** "role.changed" in words; what a newer server writes is shown as it came. */
export function useAuditWords() {
  const { t, i18n } = useTranslation('administration');
  const said = (key: string, otherwise: string) =>
    i18n.exists(`administration:${key}`) ? t(key) : otherwise;
  return {
    action: (action: string) => {
      const [group = '', verb = ''] = action.split('.');
      return `${said(`audit.kind.${group}`, group)}: ${said(`audit.verb.${verb}`, verb)}`;
    },
    actor: ({ actor }: AuditRow) => {
      if (actor.kind === 'api_key') return t('audit.key', { name: actor.name ?? actor.id });
      return actor.name ?? t('audit.system');
    },
    subject: (row: AuditRow) => {
      const { subject_type, subject_id } = row;
      if (!subject_type) return '';
      const kind = said(`audit.kind.${subject_type}`, subject_type);
      const name = subjectName(row) ?? subject_id;
      return name === null ? kind : `${kind} ${name}`;
    },
  };
}
