import { MessagesSquare, PenLine } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useSearchParams } from 'react-router';
import { OrderDialogs } from '@/components/order/on-demand';
import { Button } from '@/components/ui/button';
import { Checkbox } from '@/components/ui/checkbox';
import { Empty } from '@/components/ui/empty';
import { ErrorState } from '@/components/ui/error-state';
import { Page } from '@/components/ui/page';
import { SkeletonRows } from '@/components/ui/skeleton';
import { Tabs } from '@/components/ui/tabs';
import { type MessageBox, useMessages } from './api';
import { ColleagueDialog } from './components/colleague-dialog';
import { MessageRow } from './components/message-row';
import { MoreRows } from './components/more-rows';

/** What customers and colleagues wrote, and what became of what was written to them. */
export function MessagesPage() {
  const { t } = useTranslation(['messaging', 'orders']);
  const [params, setParams] = useSearchParams();
  const box: MessageBox = params.get('box') === 'internal' ? 'internal' : 'customers';
  const unread = params.get('unread') === '1';
  const [writing, setWriting] = useState<string | null>(null);
  const messages = useMessages(box, unread);
  const first = messages.data?.pages[0];
  const list = <MessageList messages={messages} unread={unread} onReply={setWriting} />;
  return (
    <>
      <Page
        title={t('messages.title')}
        actions={
          <>
            <Checkbox
              checked={unread}
              onChange={(checked) =>
                setParams({
                  ...(box === 'internal' ? { box } : {}),
                  ...(checked ? { unread: '1' } : {}),
                })
              }
            >
              {t('messages.unread_only')}
            </Checkbox>
            <Button icon={PenLine} onClick={() => setWriting('')}>
              {t('messages.write_colleague')}
            </Button>
          </>
        }
      >
        <Tabs
          label={t('messages.title')}
          value={box}
          onChange={(id) =>
            setParams({
              ...(id === 'internal' ? { box: 'internal' } : {}),
              ...(unread ? { unread: '1' } : {}),
            })
          }
          tabs={[
            {
              id: 'customers',
              label: t('messages.customers'),
              count: first?.unread,
              content: list,
            },
            {
              id: 'internal',
              label: t('messages.colleagues'),
              count: first?.internal,
              content: list,
            },
          ]}
        />
      </Page>
      {writing !== null && <ColleagueDialog to={writing} onClose={() => setWriting(null)} />}
      <OrderDialogs />
    </>
  );
}

interface MessageListProps {
  messages: ReturnType<typeof useMessages>;
  unread: boolean;
  onReply: (agentId: string) => void;
}

function MessageList({ messages, unread, onReply }: MessageListProps) {
  const { t } = useTranslation('messaging');
  const rows = messages.data?.pages.flatMap((page) => page.rows) ?? [];
  if (messages.isPending) return <SkeletonRows rows={6} rowClassName="h-16" />;
  if (messages.isError) {
    return (
      <ErrorState
        title={t('messages.failed')}
        error={messages.error}
        onRetry={() => void messages.refetch()}
      />
    );
  }
  if (rows.length === 0) {
    return (
      <Empty
        icon={MessagesSquare}
        title={t(unread ? 'messages.all_read' : 'messages.empty')}
        text={t('messages.empty_text')}
      />
    );
  }
  return (
    <>
      <ul className="m-4 rounded-lg border border-line bg-surface">
        {rows.map((row) => (
          <MessageRow key={row.id} row={row} onReply={onReply} />
        ))}
      </ul>
      <MoreRows
        hasMore={messages.hasNextPage}
        busy={messages.isFetchingNextPage}
        onMore={() => void messages.fetchNextPage()}
      />
    </>
  );
}
