import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { useChatCounts } from '@/lib/chats/counts';
import { nameOf } from '@/lib/chats/names';
import { formatNumber } from '@/lib/format';
import { usePageTitle } from '@/lib/page-title';
import { useChatPart } from './store/chats';

/** The tab says who it is and how many chats have something unread; so does the app's icon. */
export function useDeskTitle(open: number | null): void {
  const { t } = useTranslation('chat');
  const unread = useChatCounts()?.unread ?? 0;
  const name = useChatPart(open ?? 0, (entry) => (entry ? nameOf(entry.chat) : null));
  const page = name ? `${name} · ${t('title')}` : t('title');
  usePageTitle(unread > 0 ? `(${formatNumber(unread)}) ${page}` : page);
  useEffect(() => {
    // Only an installed app has a badge; elsewhere the browser refuses, and nothing is lost.
    if (unread > 0) void navigator.setAppBadge?.(unread).catch(() => {});
    else void navigator.clearAppBadge?.().catch(() => {});
  }, [unread]);
}
