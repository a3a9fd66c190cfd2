import { Network } from 'lucide-react';
import { useId } from 'react';
import { useTranslation } from 'react-i18next';
import { Empty } from '@/components/ui/empty';
import { Input } from '@/components/ui/input';
import type { RouteDraft } from './api';

const FIELDS = ['exten', 'context', 'queue'] as const;

/* As dialplans and queues.conf write them. */
const EXAMPLES = { exten: '600', context: 'from-internal', queue: 'sales' };

interface RoutesTableProps {
  /** Names of the departments by their codes. */
  names: ReadonlyMap<string, string>;
  routes: RouteDraft[];
  error?: string;
  onChange: (routes: RouteDraft[]) => void;
}

/** Where the PBX reaches each department; a row that stays empty is a queue kept here. */
export function RoutesTable({ names, routes, error, onChange }: RoutesTableProps) {
  const { t } = useTranslation('call_stats');
  const id = useId();
  const change = (code: string, part: Partial<RouteDraft>) =>
    onChange(routes.map((row) => (row.department === code ? { ...row, ...part } : row)));
  return (
    <section
      aria-labelledby={id}
      className="flex flex-col gap-3 rounded-lg border border-line bg-surface p-4"
    >
      <h2 id={id} className="text-base font-semibold">
        {t('settings.routes')}
      </h2>
      <p className="max-w-3xl text-sm text-ink-2">{t('settings.routes_text')}</p>
      {routes.length === 0 ? (
        <Empty
          icon={Network}
          title={t('settings.no_departments')}
          text={t('settings.no_departments_text')}
        />
      ) : (
        <ul className="flex flex-col">
          {routes.map((route) => (
            <Row
              key={route.department}
              name={names.get(route.department) ?? route.department}
              route={route}
              onChange={(part) => change(route.department, part)}
            />
          ))}
        </ul>
      )}
      {error && (
        <p role="alert" className="text-sm text-danger">
          {error}
        </p>
      )}
    </section>
  );
}

interface RowProps {
  name: string;
  route: RouteDraft;
  onChange: (part: Partial<RouteDraft>) => void;
}

function Row({ name, route, onChange }: RowProps) {
  const { t } = useTranslation('call_stats');
  return (
    <li className="grid grid-cols-[minmax(8rem,1fr)_repeat(3,minmax(0,1fr))] items-end gap-3 border-t border-line py-3 max-md:grid-cols-1">
      <p className="min-w-0 self-center">
        <span className="block truncate font-semibold">
          <bdi>{name}</bdi>
        </span>
        <bdi className="ltr text-xs text-ink-3">{route.department}</bdi>
      </p>
      {FIELDS.map((field) => (
        <div key={field} className="flex min-w-0 flex-col gap-1 text-xs text-ink-2">
          <span aria-hidden>{t(`settings.route.${field}`)}</span>
          <Input
            dir="ltr"
            autoCapitalize="none"
            aria-label={t(`settings.route.${field}_label`, { name })}
            placeholder={t('settings.example_of', { value: EXAMPLES[field] })}
            value={route[field]}
            onChange={(event) => onChange({ [field]: event.target.value })}
          />
        </div>
      ))}
    </li>
  );
}
