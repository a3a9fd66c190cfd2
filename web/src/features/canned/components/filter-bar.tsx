import { X } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Button } from '@/components/ui/button';
import { SearchBox } from '@/components/ui/search-box';
import { Select } from '@/components/ui/select';
import { cx } from '@/lib/cx';
import { formatNumber } from '@/lib/format';
import type { useChoices } from '../api';
import { type CannedFilters, SORTS, VIEWS } from '../filters';

const ANY = 'any';

interface FilterBarProps {
  filters: CannedFilters;
  onChange: (part: Partial<CannedFilters>) => void;
  choices: ReturnType<typeof useChoices>['data'];
}

/** Whose, what about, and in which order. */
export function FilterBar({ filters, onChange, choices }: FilterBarProps) {
  const { t } = useTranslation('canned');
  const categories = choices?.categories.map(({ name, count }) => ({
    value: name,
    label: `${name} (${formatNumber(count)})`,
  }));
  return (
    <div className="flex flex-col gap-2 px-4 pb-2">
      <Views filters={filters} onChange={onChange} choices={choices} />
      <div className="flex flex-wrap items-center gap-2">
        <SearchBox
          label={t('search')}
          value={filters.search}
          onChange={(search) => onChange({ search })}
          className="min-w-56 flex-1 md:max-w-96"
        />
        <Select
          aria-label={t('category')}
          value={filters.category || ANY}
          onChange={(category) => onChange({ category: category === ANY ? '' : category })}
          options={[{ value: ANY, label: t('any_category') }, ...(categories ?? [])]}
          className="max-w-56"
        />
        <Select
          aria-label={t('sort.label')}
          value={filters.sort}
          onChange={(sort) => onChange({ sort: sort as CannedFilters['sort'] })}
          options={SORTS.map((sort) => ({ value: sort, label: t(`sort.${sort}`) }))}
        />
        {filters.tag && (
          <Button
            icon={X}
            aria-label={t('drop_tag', { tag: filters.tag })}
            onClick={() => onChange({ tag: '' })}
          >
            <bdi>#{filters.tag}</bdi>
          </Button>
        )}
      </div>
    </div>
  );
}

function Views({ filters, onChange, choices }: FilterBarProps) {
  const { t } = useTranslation('canned');
  return (
    <fieldset className="flex gap-4 overflow-x-auto border-b border-line">
      <legend className="sr-only">{t('views')}</legend>
      {VIEWS.map((view) => (
        <button
          key={view}
          type="button"
          aria-pressed={filters.view === view}
          onClick={() => onChange({ view })}
          className={cx(
            '-mb-px flex h-9 items-center gap-1.5 border-b-2 text-sm whitespace-nowrap -outline-offset-2 pointer-coarse:h-11',
            filters.view === view
              ? 'border-accent font-semibold text-accent'
              : 'border-transparent text-ink-2 hover:text-ink',
          )}
        >
          {t(`view.${view}`)}
          {choices && (
            <span data-figure className="num text-xs text-ink-3">
              {formatNumber(choices.counts[view])}
            </span>
          )}
        </button>
      ))}
    </fieldset>
  );
}
