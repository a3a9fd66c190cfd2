import { ExternalLink } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { Chat } from '@/lib/api';
import { Fact, Part } from './customer-panel';

/* Only what leads to a page of the web is a link. */
function isPage(url: string | null): url is string {
  return url !== null && /^https?:\/\//i.test(url);
}

/** Where the customer is: the page before them, and the place and device as far as known. */
export function VisitorPart({ chat }: { chat: Chat }) {
  const { t } = useTranslation('chat');
  if (!chat.visitor) return null;
  const { online, page_url, page_title, referrer, browser, system, country, city } = chat.visitor;
  const place = [city, country].filter(Boolean).join(', ');
  const device = [browser, system].filter(Boolean).join(', ');
  return (
    <Part title={t('visitor_part.title')}>
      <dl className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-3 gap-y-1 text-sm">
        <Fact label={t('visitor_part.now')}>
          {t(online ? 'visitor_part.online' : 'visitor_part.away')}
        </Fact>
        {isPage(page_url) && (
          <Fact label={t('visitor_part.page')}>
            <a
              href={page_url}
              target="_blank"
              rel="noopener noreferrer nofollow"
              className="inline-flex max-w-full items-center gap-1 text-accent hover:underline"
            >
              <bdi className="truncate">{page_title || page_url}</bdi>
              <ExternalLink aria-hidden size={12} className="shrink-0" />
            </a>
          </Fact>
        )}
        {referrer && (
          <Fact label={t('visitor_part.referrer')}>
            <bdi dir="ltr">{referrer}</bdi>
          </Fact>
        )}
        {place && (
          <Fact label={t('visitor_part.place')}>
            <bdi>{place}</bdi>
          </Fact>
        )}
        {device && (
          <Fact label={t('visitor_part.device')}>
            <bdi>{device}</bdi>
          </Fact>
        )}
      </dl>
    </Part>
  );
}
