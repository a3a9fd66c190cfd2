import { ArrowDownWideNarrow, ListChecks, ListFilter, Plus } from 'lucide-react';
import { type RefObject, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { IconButton } from '@/components/ui/icon-button';
import { lazyDialog } from '@/components/ui/lazy-dialog';
import { Menu, MenuItem, MenuLabel } from '@/components/ui/menu';
import { Popover } from '@/components/ui/popover';
import { SearchInput } from '@/components/ui/search-input';
import { useCan } from '@/lib/auth/use-can';
import { useChatCounts } from '@/lib/chats/counts';
import { cx } from '@/lib/cx';
import { formatNumber } from '@/lib/format';
import { useKeys } from '@/lib/shortcuts';
import { useDebounced } from '@/lib/use-debounced';
import { putChat } from '../store/chats';
import { startSelecting, stopSelecting, useSelection } from '../store/selection';
import { FilterForm } from './filter-form';
import { type ChatFilters, type ChatView, countNarrowing, SORTS, VIEWS } from './filters';
import { useMayChoose } from './use-choosing';

const NewChatDialog = lazyDialog(async () =>
  (await import('@/components/chat/new-chat-dialog')).loadNewChatDialog(),
);

interface ListHeadProps {
  filters: ChatFilters;
  onChange: (part: Partial<ChatFilters>) => void;
  search: RefObject<HTMLInputElement | null>;
}

/** The panes with what is in them, and how the rows are chosen and ordered. */
export function ListHead({ filters, onChange, search }: ListHeadProps) {
  const { t } = useTranslation('chat');
  const mayWrite = useCan('chats.write');
  const mayChoose = useMayChoose();
  const isSelecting = useSelection((selection) => selection.isOn);
  const selectKeys = useKeys('list.select');
  const [isNew, setIsNew] = useState(false);
  return (
    <div className="border-b border-line">
      <div className="flex h-12 items-center gap-0.5 ps-3 pe-2">
        <h2 id="chats-heading" className="me-auto text-lg font-semibold">
          {t('title')}
        </h2>
        <SortMenu filters={filters} onChange={onChange} />
        <Filters filters={filters} onChange={onChange} />
        {mayChoose && (
          <IconButton
            icon={ListChecks}
            label={t('bulk.start')}
            shortcut={selectKeys}
            aria-pressed={isSelecting}
            onClick={isSelecting ? stopSelecting : startSelecting}
          />
        )}
        {mayWrite && (
          <IconButton icon={Plus} label={t('new.open')} onClick={() => setIsNew(true)} />
        )}
      </div>
      <Views shown={filters.view} onChange={(view) => onChange({ view })} />
      <Search filters={filters} onChange={onChange} search={search} />
      {isNew && <NewChatDialog onClose={() => setIsNew(false)} onBegun={putChat} />}
    </div>
  );
}

/** Whose chats one may see decides what there is to choose from. */
function useViews(): readonly ChatView[] {
  const ofTeam = useCan('chats.read_team');
  const ofAll = useCan('chats.read_all');
  return ofTeam || ofAll ? VIEWS : VIEWS.filter((view) => view !== 'all');
}

function Views({ shown, onChange }: { shown: ChatView; onChange: (view: ChatView) => void }) {
  const { t } = useTranslation('chat');
  const counts = useChatCounts();
  const count: Record<ChatView, number | undefined> = {
    waiting: counts?.waiting,
    mine: counts?.mine,
    all: counts?.active,
    history: undefined,
  };
  return (
    <fieldset className="flex gap-3 px-3">
      <legend className="sr-only">{t('list.views')}</legend>
      {useViews().map((view) => (
        <button
          key={view}
          type="button"
          aria-pressed={shown === view}
          onClick={() => onChange(view)}
          className={cx(
            '-mb-px flex h-9 items-center gap-1.5 border-b-2 text-sm -outline-offset-2 pointer-coarse:h-11',
            shown === view
              ? 'border-accent font-semibold text-accent'
              : 'border-transparent text-ink-2 hover:text-ink',
          )}
        >
          {t(`view.${view}`)}
          {count[view] !== undefined && (
            <span className="num text-xs text-ink-3">{formatNumber(count[view])}</span>
          )}
        </button>
      ))}
    </fieldset>
  );
}

type PartProps = Pick<ListHeadProps, 'filters' | 'onChange'>;

function SortMenu({ filters, onChange }: PartProps) {
  const { t } = useTranslation('chat');
  return (
    <Menu trigger={<IconButton icon={ArrowDownWideNarrow} label={t('list.sort')} />}>
      <MenuLabel>{t('list.sort')}</MenuLabel>
      {SORTS.map((sort) => (
        <MenuItem key={sort} checked={filters.sort === sort} onSelect={() => onChange({ sort })}>
          {t(`sort.${sort}`)}
        </MenuItem>
      ))}
    </Menu>
  );
}

function Filters({ filters, onChange }: PartProps) {
  const { t } = useTranslation('chat');
  const count = countNarrowing(filters);
  const label = count > 0 ? t('list.filters_on', { count }) : t('list.filters');
  return (
    <span className="relative">
      <Popover
        label={t('list.filters')}
        className="w-72 p-3"
        trigger={<IconButton icon={ListFilter} label={label} />}
      >
        <FilterForm filters={filters} onChange={onChange} />
      </Popover>
      {count > 0 && (
        <span
          aria-hidden
          className="pointer-events-none absolute end-1 top-1 size-2 rounded-full bg-accent"
        />
      )}
    </span>
  );
}

const TYPED_MS = 300;

function Search({ filters, onChange, search }: ListHeadProps) {
  const { t } = useTranslation('chat');
  const [text, setText] = useState(filters.search);
  const settled = useDebounced(text, TYPED_MS);
  useEffect(() => setText(filters.search), [filters.search]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: only what was typed goes up
  useEffect(() => {
    if (settled !== filters.search && settled === text) onChange({ search: settled });
  }, [settled]);
  return (
    <div className="border-t border-line p-2">
      <SearchInput ref={search} label={t('list.search')} value={text} onChange={setText} />
    </div>
  );
}
