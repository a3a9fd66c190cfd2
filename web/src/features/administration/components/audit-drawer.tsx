import { useTranslation } from 'react-i18next';
import { Button } from '@/components/ui/button';
import { Drawer } from '@/components/ui/drawer';
import type { AuditRow } from '@/lib/api';
import { formatDateTime } from '@/lib/format';
import { type ChangedField, changedFields, otherFields, subjectKey } from '../audit';
import { useAuditWords } from './audit-words';

interface AuditDrawerProps {
  row: AuditRow;
  onActor: () => void;
  onSubject: (subject: string) => void;
  onClose: () => void;
}

/** One entry: who, what, from where, and how the row looked before and after. */
export function AuditDrawer({ row, onActor, onSubject, onClose }: AuditDrawerProps) {
  const { t } = useTranslation('administration');
  const words = useAuditWords();
  const changed = changedFields(row.detail);
  const other = otherFields(row.detail);
  const subject = subjectKey(row);
  const facts: [string, string][] = [
    [t('audit.when'), formatDateTime(row.at)],
    [t('audit.who'), words.actor(row)],
    [t('audit.which'), words.subject(row)],
    [t('audit.address'), row.ip ?? ''],
    [t('audit.request'), row.request_id ?? ''],
  ];
  return (
    <Drawer open onClose={onClose} title={words.action(row.action)}>
      <div className="flex flex-col gap-4 p-4">
        <dl className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-4 gap-y-1 text-sm">
          {facts
            .filter(([, value]) => value !== '')
            .map(([label, value]) => (
              <div key={label} className="contents">
                <dt className="text-ink-3">{label}</dt>
                <dd className="min-w-0">
                  <bdi className="break-all">{value}</bdi>
                </dd>
              </div>
            ))}
        </dl>
        <div className="flex flex-wrap gap-2">
          <Button onClick={onActor}>{t('audit.by_person', { name: words.actor(row) })}</Button>
          {subject && (
            <Button onClick={() => onSubject(subject)}>
              {t('audit.of_subject', { name: words.subject(row) })}
            </Button>
          )}
        </div>
        {changed.length > 0 && <Changes rows={changed} both />}
        {other.length > 0 && <Changes rows={other} />}
        {changed.length + other.length === 0 && (
          <p className="text-sm text-ink-3">{t('audit.none')}</p>
        )}
      </div>
    </Drawer>
  );
}

function Changes({ rows, both = false }: { rows: ChangedField[]; both?: boolean }) {
  const { t } = useTranslation('administration');
  const head = 'border-b border-line px-2 py-1 text-start font-semibold';
  const cell = 'border-b border-line px-2 py-1 align-top break-all';
  return (
    <table className="w-full table-fixed border-separate border-spacing-0 text-sm">
      <thead>
        <tr>
          <th scope="col" className={head}>
            {t('audit.field')}
          </th>
          {both && (
            <th scope="col" className={head}>
              {t('audit.before')}
            </th>
          )}
          <th scope="col" className={head}>
            {t(both ? 'audit.after' : 'audit.details')}
          </th>
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={row.field}>
            <th scope="row" className={`${cell} text-start font-normal text-ink-2`}>
              <bdi className="ltr">{row.field}</bdi>
            </th>
            {both && (
              <td className={cell} dir="auto">
                {row.before || '–'}
              </td>
            )}
            <td className={cell} dir="auto">
              {row.after || '–'}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
