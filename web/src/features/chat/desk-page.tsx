import { MessagesSquare } from 'lucide-react';
import { useCallback, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate, useParams } from 'react-router';
import { Drawer } from '@/components/ui/drawer';
import { Empty } from '@/components/ui/empty';
import { cx } from '@/lib/cx';
import { useShortcut } from '@/lib/shortcuts';
import { useMedia } from '@/lib/use-media';
import { CustomerPanel } from './customer/customer-panel';
import { ListPane } from './list/list-pane';
import { useChatFilters } from './list/use-filters';
import { useChatTabs } from './live';
import { closeTab, openTab } from './store/work-tabs';
import { Conversation } from './thread/conversation';
import { ChatDialogs } from './thread/dialogs';
import { WorkTabs } from './thread/work-tabs';
import { useDeskTitle } from './use-desk-title';

/** The desk of chats: which there are, what is said in one, and who the customer is. */
export function DeskPage() {
  const { t } = useTranslation('chat');
  const { id: named } = useParams();
  const open = idOf(named);
  const { filters, change, query } = useChatFilters();
  const navigate = useNavigate();
  const rows = useRef<readonly number[]>([]);
  const isWide = useMedia('(min-width: 1280px)');
  const [isDrawn, setIsDrawn] = useState(false);
  useChatTabs();
  useDeskTitle(open);

  const addressOf = useCallback(
    (id: number | null) => `/agent/chats${id === null ? '' : `/${id}`}${query && `?${query}`}`,
    [query],
  );
  const onOpen = useCallback(
    (id: number | null) => navigate(addressOf(id), { state: { keepFocus: true } }),
    [addressOf, navigate],
  );
  const onRows = useCallback((ids: readonly number[]) => {
    rows.current = ids;
  }, []);
  useEffect(() => {
    if (open !== null) openTab(open);
  }, [open]);
  const onNext = () => {
    const at = open === null ? -1 : rows.current.indexOf(open);
    onOpen(rows.current[at + 1] ?? rows.current[at - 1] ?? null);
  };
  const onCloseTab = (id: number) => {
    const next = closeTab(id);
    if (id === open) onOpen(next);
  };
  useShortcut('chat.details', () => setIsDrawn(!isDrawn), open !== null && !isWide);

  return (
    <div className="grid h-full min-h-0 grid-cols-[340px_minmax(0,1fr)_320px] max-xl:grid-cols-[320px_minmax(0,1fr)] max-lg:grid-cols-[280px_minmax(0,1fr)] max-md:grid-cols-1">
      <ListPane
        filters={filters}
        onChange={change}
        open={open}
        addressOf={addressOf}
        onOpen={onOpen}
        onRows={onRows}
        className={cx(open !== null && 'max-md:hidden')}
      />
      <div className={cx('flex min-h-0 min-w-0 flex-col', open === null && 'max-md:hidden')}>
        <WorkTabs open={open} onOpen={onOpen} onClose={onCloseTab} />
        {open === null ? (
          <Empty
            icon={MessagesSquare}
            title={t('none_open')}
            text={t('none_open_text')}
            className="my-auto"
          />
        ) : (
          <Conversation
            key={open}
            id={open}
            onBack={() => onOpen(null)}
            onNext={onNext}
            onDetails={() => setIsDrawn(true)}
            className="flex-1"
          />
        )}
      </div>
      {isWide && (
        <aside aria-label={t('customer.title')} className="min-h-0 border-s border-line bg-canvas">
          {open !== null && <CustomerPanel key={open} id={open} />}
        </aside>
      )}
      {!isWide && open !== null && (
        <Drawer
          open={isDrawn}
          onClose={() => setIsDrawn(false)}
          title={t('customer.title')}
          width="small"
        >
          <CustomerPanel key={open} id={open} />
        </Drawer>
      )}
      <ChatDialogs />
    </div>
  );
}

/* "123", or "conv_123" as other pages and notifications may name it. */
function idOf(named: string | undefined): number | null {
  const digits = /^(?:conv_)?([1-9]\d{0,14})$/.exec(named ?? '')?.[1];
  return digits ? Number(digits) : null;
}
