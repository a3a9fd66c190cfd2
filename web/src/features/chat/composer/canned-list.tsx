import { Languages, TriangleAlert } from 'lucide-react';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { ScrollRegion } from '@/components/ui/scroll-region';
import { SkeletonBar } from '@/components/ui/skeleton';
import type { CannedResponse } from '@/lib/api';
import { GAP } from '@/lib/canned/api';
import { cx } from '@/lib/cx';
import { formatList } from '@/lib/format';
import { optionId, type useCanned, useRendered } from './use-canned';

interface CannedListProps {
  canned: ReturnType<typeof useCanned>;
  chatId: number;
}

/** Above the field: responses that fit what is typed, and what the chosen one says here. */
export function CannedList({ canned, chatId }: CannedListProps) {
  const { t } = useTranslation('chat');
  const { isShown, rows, chosen, isPreviewed } = canned;
  if (!isShown) return null;
  const withPreview = isPreviewed && chosen !== undefined;
  return (
    <div
      data-canned-picker
      className={cx(
        'absolute start-3 bottom-full z-20 mb-1 flex max-h-80 max-w-[calc(100%-1.5rem)] overflow-hidden rounded-lg border border-line bg-surface shadow-lg max-sm:flex-col',
        withPreview ? 'w-176' : 'w-88',
      )}
    >
      <div className="flex min-h-0 min-w-0 flex-1 flex-col">
        {rows.length === 0 ? (
          <p role="status" className="px-3 py-2 text-sm text-ink-2">
            {t(canned.isError ? 'canned.failed' : 'canned.none')}
          </p>
        ) : (
          <Options canned={canned} />
        )}
        <Keys canned={canned} />
      </div>
      {withPreview && <Preview chatId={chatId} chosen={chosen} />}
    </div>
  );
}

function Options({ canned }: Pick<CannedListProps, 'canned'>) {
  const { t } = useTranslation('chat');
  const { rows, chosen } = canned;
  const list = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const option = chosen && list.current?.querySelector(`#${optionId(chosen)}`);
    option?.scrollIntoView({ block: 'nearest' });
  }, [chosen]);
  return (
    <div
      ref={list}
      id={canned.listId}
      role="listbox"
      aria-label={t('canned.title')}
      tabIndex={-1}
      className="thin min-h-0 flex-1 overflow-y-auto p-1"
    >
      {rows.map((one) => (
        <div
          key={one.id}
          id={optionId(one)}
          role="option"
          tabIndex={-1}
          aria-selected={one === chosen}
          onPointerMove={() => canned.point(one)}
          // The field keeps the focus.
          onPointerDown={(event) => {
            event.preventDefault();
            canned.take(one);
          }}
          className={cx(
            'flex min-h-11 flex-col justify-center rounded-md px-2 py-1',
            one === chosen && 'bg-selected',
          )}
        >
          <span className="flex min-w-0 items-baseline gap-2 text-sm">
            <bdi className={cx('truncate font-semibold', one === chosen && 'text-accent')}>
              {one.title}
            </bdi>
            {one.shortcut && (
              <span className="ms-auto shrink-0 text-xs text-ink-3">
                <bdi>/{one.shortcut}</bdi>
              </span>
            )}
          </span>
          <span dir="auto" className="match truncate text-xs text-ink-2">
            {one.body}
          </span>
        </div>
      ))}
    </div>
  );
}

function Keys({ canned }: Pick<CannedListProps, 'canned'>) {
  const { t } = useTranslation('chat');
  return (
    <p className="border-t border-line px-3 py-1 text-xs text-ink-3 pointer-coarse:hidden">
      {t(canned.isPreviewed ? 'canned.keys_hide' : 'canned.keys_show')}
    </p>
  );
}

function Preview({ chatId, chosen }: { chatId: number; chosen: CannedResponse }) {
  const { t } = useTranslation('chat');
  const { data, isError } = useRendered(chatId, chosen.id);
  const isReady = data?.id === chosen.id;
  return (
    <ScrollRegion
      label={t('canned.preview')}
      className="flex min-h-0 flex-1 flex-col gap-2 border-s border-line bg-sunken p-3 max-sm:max-h-36 max-sm:flex-none max-sm:border-s-0 max-sm:border-t"
    >
      {isReady && (
        <>
          <p
            dir={data.language === 'ar' ? 'rtl' : 'ltr'}
            lang={data.language}
            className="match text-sm wrap-anywhere whitespace-pre-wrap"
          >
            <Marked body={data.body} />
          </p>
          {data.fallback && (
            <p className="flex items-start gap-1 text-xs text-warning">
              <Languages aria-hidden size={13} className="mt-px shrink-0" />
              {t(`canned.only_${data.language}`)}
            </p>
          )}
          <Open names={data.missing} text="canned.missing" />
          <Open names={data.unknown} text="canned.unknown" />
        </>
      )}
      {!isReady &&
        (isError ? (
          <p className="text-sm text-danger">{t('canned.no_preview')}</p>
        ) : (
          <SkeletonBar className="w-3/4" />
        ))}
    </ScrollRegion>
  );
}

/** The text with its gaps where they can be seen. */
function Marked({ body }: { body: string }) {
  const parts = body.split(GAP);
  return parts.map((part, n) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: parts of one text in their order
    <span key={n}>
      {n > 0 && <mark className="rounded-sm bg-warning-bg px-0.5 text-warning">{GAP}</mark>}
      {part}
    </span>
  ));
}

function Open({ names, text }: { names: string[]; text: 'canned.missing' | 'canned.unknown' }) {
  const { t } = useTranslation('chat');
  if (names.length === 0) return null;
  const shown = names.map((name) => t(`canned.variable.${name}`, { defaultValue: `{{${name}}}` }));
  return (
    <p className="flex items-start gap-1 text-xs text-warning">
      <TriangleAlert aria-hidden size={13} className="mt-px shrink-0" />
      {t(text, { names: formatList(shown) })}
    </p>
  );
}
