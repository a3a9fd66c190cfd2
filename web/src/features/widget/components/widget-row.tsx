import { CircleCheck, CirclePause, ExternalLink } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Button } from '@/components/ui/button';
import { Chip } from '@/components/ui/chip';
import { RelativeTime } from '@/components/ui/relative-time';
import type { Widget } from '@/lib/api';

interface WidgetRowProps {
  row: Widget;
  onOpen: () => void;
}

export function WidgetRow({ row, onOpen }: WidgetRowProps) {
  const { t } = useTranslation('widget');
  const { name, active, origins, theme, updated_at } = row;
  return (
    <li
      data-widget={row.id}
      className="flex items-start gap-3 border-b border-line px-4 py-3 last:border-b-0 max-lg:flex-wrap"
    >
      <svg aria-hidden viewBox="0 0 10 10" className="mt-1.5 size-3 shrink-0">
        <circle cx="5" cy="5" r="5" fill={theme.accent} />
      </svg>
      <div className="min-w-0 flex-1 basis-72 text-sm">
        <p className="flex flex-wrap items-center gap-2 text-base">
          <bdi className="font-semibold">{name}</bdi>
          <Chip tone={active ? 'success' : 'neutral'} icon={active ? CircleCheck : CirclePause}>
            {t(active ? 'active' : 'inactive')}
          </Chip>
        </p>
        <p className="text-ink-2">
          <Where origins={origins} />
        </p>
        <p className="text-xs text-ink-3">
          {t('changed_at')} <RelativeTime at={updated_at} />
        </p>
      </div>
      <div className="flex flex-wrap gap-2">
        <TryLink widget={row} />
        <Button aria-label={t('open_label', { name })} onClick={onOpen}>
          {t('edit')}
        </Button>
      </div>
    </li>
  );
}

function Where({ origins }: { origins: string[] }) {
  const { t } = useTranslation('widget');
  if (origins.includes('*')) return t('anywhere');
  if (origins.length === 0) return t('nowhere');
  return (
    <span className="flex flex-wrap gap-x-3">
      {origins.map((origin) => (
        <bdi key={origin} className="ltr break-all">
          {origin}
        </bdi>
      ))}
    </span>
  );
}

/** The page of the program itself on which it stands as on a site. */
export function TryLink({ widget }: { widget: Widget }) {
  const { t, i18n } = useTranslation('widget');
  return (
    <a
      href={`/widget?key=${encodeURIComponent(widget.key)}&language=${i18n.language}`}
      target="_blank"
      rel="noreferrer"
      aria-label={t('try_label', { name: widget.name })}
      className="inline-flex h-(--ctl-h) items-center gap-1.5 rounded-md px-3 text-sm font-semibold whitespace-nowrap text-ink-2 hover:bg-sunken hover:text-ink"
    >
      <ExternalLink aria-hidden size={15} className="flip" />
      {t('try')}
    </a>
  );
}
