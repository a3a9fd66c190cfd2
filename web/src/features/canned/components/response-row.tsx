import {
  Building2,
  CircleUserRound,
  Copy,
  type LucideIcon,
  Pencil,
  Trash2,
  TriangleAlert,
  Users,
} from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Chip } from '@/components/ui/chip';
import { IconButton } from '@/components/ui/icon-button';
import { RelativeTime } from '@/components/ui/relative-time';
import type { CannedResponse, CannedScope } from '@/lib/api';
import { isolate } from '@/lib/bidi';
import { cx } from '@/lib/cx';
import { formatNumber } from '@/lib/format';
import type { Tone } from '@/lib/states';

const looks: Record<CannedScope, { tone: Tone; icon: LucideIcon }> = {
  personal: { tone: 'neutral', icon: CircleUserRound },
  team: { tone: 'info', icon: Users },
  company: { tone: 'violet', icon: Building2 },
};

interface ResponseRowProps {
  row: CannedResponse;
  /** Somebody else removed it, or took it out of one's sight. */
  isGone: boolean;
  onEdit: (row: CannedResponse) => void;
  onCopy?: (row: CannedResponse) => void;
  onRemove: (row: CannedResponse) => void;
  onTag: (tag: string) => void;
}

export function ResponseRow({ row, isGone, onEdit, onCopy, onRemove, onTag }: ResponseRowProps) {
  const { t } = useTranslation('canned');
  return (
    <article
      data-canned={row.id}
      aria-label={row.title}
      className={cx(
        'flex items-start gap-3 border-b border-line px-4 py-3',
        isGone && 'bg-sunken opacity-60',
      )}
    >
      <div className="flex min-w-0 flex-1 flex-col gap-1">
        <Heading row={row} isGone={isGone} />
        <Body row={row} />
        <Facts row={row} onTag={onTag} />
      </div>
      {!isGone && (
        <div className="flex shrink-0 items-center gap-0.5 max-md:-me-2 max-md:flex-col">
          {onCopy && (
            <IconButton
              icon={Copy}
              label={t('copy', { title: isolate(row.title) })}
              onClick={() => onCopy(row)}
            />
          )}
          {row.editable && (
            <>
              <IconButton
                icon={Pencil}
                label={t('edit', { title: isolate(row.title) })}
                onClick={() => onEdit(row)}
              />
              <IconButton
                icon={Trash2}
                label={t('remove', { title: isolate(row.title) })}
                onClick={() => onRemove(row)}
              />
            </>
          )}
        </div>
      )}
    </article>
  );
}

function Heading({ row, isGone }: { row: CannedResponse; isGone: boolean }) {
  const { t } = useTranslation('canned');
  const { tone, icon } = looks[row.scope];
  return (
    <p className="flex flex-wrap items-center gap-x-2 gap-y-1">
      <bdi className={cx('text-base font-semibold', isGone && 'line-through')}>{row.title}</bdi>
      {row.shortcut && (
        <span className="rounded-sm bg-sunken px-1.5 text-xs text-ink-2">
          <span className="sr-only">{t('shortcut')} </span>
          <bdi>/{row.shortcut}</bdi>
        </span>
      )}
      <Chip tone={tone} icon={icon}>
        {row.team?.name ?? t(`scope.${row.scope}`)}
      </Chip>
      {isGone && (
        <Chip tone="warning" icon={Trash2}>
          {t('gone')}
        </Chip>
      )}
      {row.unknown.length > 0 && (
        <Chip tone="warning" icon={TriangleAlert}>
          {t('unknown', { names: row.unknown.map((name) => `{{${name}}}`).join(', ') })}
        </Chip>
      )}
    </p>
  );
}

/** In the reader's language where there is a text in it, and the other one below. */
function Body({ row }: { row: CannedResponse }) {
  const { i18n } = useTranslation();
  const both = [
    { language: 'en', dir: 'ltr', text: row.body_en },
    { language: 'ar', dir: 'rtl', text: row.body_ar },
  ] as const;
  const ordered = i18n.language === 'ar' ? [...both].reverse() : both;
  return ordered.map(
    ({ language, dir, text }) =>
      text !== null && (
        <p
          key={language}
          dir={dir}
          lang={language}
          className="match line-clamp-2 text-sm wrap-anywhere whitespace-pre-line text-ink-2"
        >
          {text}
        </p>
      ),
  );
}

function Facts({ row, onTag }: { row: CannedResponse; onTag: (tag: string) => void }) {
  const { t } = useTranslation('canned');
  return (
    <div className="flex flex-wrap items-center gap-x-3 gap-y-1 text-xs text-ink-3">
      {row.category && <bdi>{row.category}</bdi>}
      {row.tags.map((tag) => (
        <button
          key={tag}
          type="button"
          aria-label={t('only_tag', { tag })}
          onClick={() => onTag(tag)}
          className="inline-flex min-h-5 items-center rounded-sm text-accent hover:underline pointer-coarse:min-h-11"
        >
          <bdi>#{tag}</bdi>
        </button>
      ))}
      <span className="num">
        {row.use_count === 0
          ? t('unused')
          : t('used', { count: row.use_count, shown: formatNumber(row.use_count) })}
        {row.last_used_at && (
          <>
            {' · '}
            <RelativeTime at={row.last_used_at} />
          </>
        )}
      </span>
    </div>
  );
}
