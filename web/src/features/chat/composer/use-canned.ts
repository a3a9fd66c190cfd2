import { keepPreviousData, useQuery, useQueryClient } from '@tanstack/react-query';
import { type KeyboardEvent, type RefObject, useEffect, useState } from 'react';
import { toast } from '@/components/ui/toast-store';
import { type CannedResponse, errorText } from '@/lib/api';
import { CANNED, GAP, listCanned, type Rendered, renderCanned } from '@/lib/canned/api';
import { useEvent } from '@/lib/realtime';
import { useDebounced } from '@/lib/use-debounced';
import { arabicSlashAt, type Slash, slashAt, withResponse } from './slash';

/** As many as are there before one has typed a letter. */
const AT_HAND = 50;
const FOUND = 20;
const REST_MS = 120;

interface CannedOf {
  isOn: boolean;
  chatId: number;
  text: string;
  caret: number;
  onChange: (text: string) => void;
  /** A response stands in the field now. */
  onTaken: (rendered: Rendered) => void;
  field: RefObject<HTMLTextAreaElement | null>;
}

const LIST = 'canned-list';
export const optionId = (one: CannedResponse) => `canned-${one.id}`;

function useFound(isOpen: boolean, isOn: boolean, typed: string) {
  const search = useDebounced(typed, REST_MS);
  // Those that are used most are there before one asks for them.
  const atHand = useQuery({
    queryKey: [CANNED, 'at-hand'],
    queryFn: ({ signal }) => listCanned({ at_hand: true, per_page: AT_HAND }, signal),
    enabled: isOn,
    staleTime: 5 * 60_000,
  });
  const found = useQuery({
    queryKey: [CANNED, 'found', search],
    queryFn: ({ signal }) => listCanned({ at_hand: true, search, per_page: FOUND }, signal),
    enabled: isOpen && search !== '',
    placeholderData: keepPreviousData,
  });
  const shown = typed === '' ? atHand : found;
  // What was found for fewer letters must not be taken for more of them.
  const isSettled = typed === '' || (search === typed && !found.isPlaceholderData);
  return { rows: shown.data?.responses ?? [], isSettled, isError: shown.isError };
}

/** What a response says in this chat; asked for once, for the preview and for taking it. */
export function useRendered(chatId: number, id: number | undefined) {
  const settled = useDebounced(id, REST_MS);
  return useQuery({
    queryKey: [CANNED, 'rendered', chatId, settled],
    queryFn: () => renderCanned(settled as number, chatId),
    enabled: settled !== undefined && settled === id,
  });
}

/**
 * Offers responses while "/…" is typed: arrows choose, Enter takes, Tab shows or hides what it says
 * in this chat, Esc lets it be.
 */
export function useCanned({ isOn, chatId, text, caret, onChange, onTaken, field }: CannedOf) {
  const cache = useQueryClient();
  const [isArabic, setIsArabic] = useState(false);
  const [dropped, setDropped] = useState<number | null>(null);
  const [index, setIndex] = useState(0);
  const [isPreviewed, setIsPreviewed] = useState(true);
  const slash = slashAt(text, caret);
  const at = !isOn ? null : (slash ?? (isArabic ? arabicSlashAt(text, caret) : null));
  const isOpen = at !== null && at.from !== dropped;
  const { rows, isSettled, isError } = useFound(isOpen, isOn, at?.typed ?? '');
  // The letter may be meant as one: there nothing is chosen until an arrow chooses it.
  const first = slash ? 0 : -1;
  // biome-ignore lint/correctness/useExhaustiveDependencies: another word begins with the first one
  useEffect(() => setIndex(first), [first, at?.from, at?.typed]);
  const isNowhere = at === null;
  useEffect(() => {
    if (isNowhere) setDropped(null);
  }, [isNowhere]);
  useEffect(() => {
    if (text === '') setIsArabic(false);
  }, [text]);
  useEvent('canned:changed', () => void cache.invalidateQueries({ queryKey: [CANNED] }));
  const chosen = isOpen ? rows[Math.min(index, rows.length - 1)] : undefined;

  async function take(one: CannedResponse, where: Slash) {
    try {
      const rendered = await cache.fetchQuery({
        queryKey: [CANNED, 'rendered', chatId, one.id],
        queryFn: () => renderCanned(one.id, chatId),
      });
      onChange(withResponse(field.current?.value ?? text, where, rendered.body));
      onTaken(rendered);
      requestAnimationFrame(() => select(field.current, where.from, rendered.body));
    } catch (error) {
      toast.error(errorText(error));
    }
  }

  /** True where the key was for the list. */
  const takeKey = (event: KeyboardEvent): boolean => {
    if (!isOpen || !at) return false;
    const last = rows.length - 1;
    if (event.key === 'Escape') setDropped(at.from);
    else if (rows.length === 0) return false;
    else if (event.key === 'ArrowDown') setIndex(index >= last ? 0 : index + 1);
    else if (event.key === 'ArrowUp') setIndex(index <= 0 ? last : index - 1);
    else if (!chosen) return false;
    else if (event.key === 'Tab' && !event.shiftKey) setIsPreviewed(!isPreviewed);
    else if (event.key !== 'Enter' || event.ctrlKey || event.metaKey) return false;
    else if (isSettled) void take(chosen, at);
    event.preventDefault();
    event.stopPropagation();
    return true;
  };
  const isShown = isOpen && (rows.length > 0 || (slash !== null && isSettled));
  const aria = isShown
    ? ({
        'aria-haspopup': 'listbox',
        'aria-controls': LIST,
        'aria-autocomplete': 'list',
        'aria-activedescendant': chosen ? optionId(chosen) : undefined,
      } as const)
    : {};
  return {
    isShown,
    isError,
    rows,
    chosen,
    isPreviewed,
    listId: LIST,
    aria,
    takeKey,
    take: (one: CannedResponse) => (at ? void take(one, at) : undefined),
    point: (one: CannedResponse) => setIndex(rows.indexOf(one)),
    togglePreview: () => setIsPreviewed(!isPreviewed),
    noteArabicSlash: () => setIsArabic(true),
  };
}

/** The first gap, to be written over; without one the end of the response. */
function select(field: HTMLTextAreaElement | null, from: number, body: string): void {
  const gap = body.indexOf(GAP);
  const start = gap < 0 ? from + body.length : from + gap;
  field?.focus();
  field?.setSelectionRange(start, gap < 0 ? start : start + GAP.length);
}
