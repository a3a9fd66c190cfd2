import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Megaphone, TriangleAlert } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '@/components/ui/button';
import { toast } from '@/components/ui/toast-store';
import { type Announcement, api, call, errorText } from '@/lib/api';
import { cx } from '@/lib/cx';
import { useEvent } from '@/lib/realtime';

const MINE = ['announcements', 'mine'];

/** What is announced to this person and unread: one at a time, at the head of every page. */
export function AnnouncementBanner() {
  const queryClient = useQueryClient();
  const mine = useQuery({
    queryKey: MINE,
    queryFn: async () => (await call(api.GET('/api/announcements'))).announcements,
    staleTime: 60_000,
  });
  useEvent('announcement:changed', () => void queryClient.invalidateQueries({ queryKey: MINE }));
  const unread = (mine.data ?? []).filter(({ read_at }) => read_at === null);
  const [first] = unread;
  if (!first) return null;
  return <Banner key={first.id} announcement={first} more={unread.length - 1} />;
}

interface BannerProps {
  announcement: Announcement;
  more: number;
}

function Banner({ announcement, more }: BannerProps) {
  const { t } = useTranslation('shell');
  const queryClient = useQueryClient();
  const [open, setOpen] = useState(false);
  const { id, title, body, priority, author } = announcement;
  const urgent = priority === 'high';
  const Icon = urgent ? TriangleAlert : Megaphone;
  const markRead = useMutation({
    mutationFn: () =>
      call(api.POST('/api/announcements/{id}/read', { params: { path: { id: String(id) } } })),
    onError: (error) => toast.error(errorText(error)),
    onSettled: () => queryClient.invalidateQueries({ queryKey: MINE }),
  });
  return (
    <section
      aria-label={t('announcement.label')}
      className={cx(
        'border-b border-line px-4 py-1.5',
        urgent ? 'bg-warning-bg text-warning' : 'bg-info-bg text-info',
      )}
    >
      <div
        className="flex flex-wrap items-center gap-x-3 gap-y-1"
        role={urgent ? 'alert' : 'status'}
      >
        <Icon aria-hidden size={16} className="shrink-0" />
        <p className="min-w-0 flex-1 basis-48">
          {urgent && <span className="me-1.5 font-semibold">{t('announcement.urgent')}:</span>}
          <span dir="auto" className="font-semibold">
            {title}
          </span>
          {author && (
            <>
              {' · '}
              <bdi className="text-sm">{author}</bdi>
            </>
          )}
          {more > 0 && (
            <span className="text-sm"> · {t('announcement.more', { count: more })}</span>
          )}
        </p>
        {body && (
          <Button variant="outline" aria-expanded={open} onClick={() => setOpen(!open)}>
            {t(open ? 'announcement.hide' : 'announcement.show')}
          </Button>
        )}
        <Button
          variant="outline"
          busy={markRead.isPending}
          aria-label={t('announcement.read_label', { title })}
          onClick={() => markRead.mutate()}
        >
          {t('announcement.read')}
        </Button>
      </div>
      {open && (
        <p
          dir="auto"
          className="match max-w-3xl py-1 ps-7 wrap-anywhere whitespace-pre-line text-ink"
        >
          {body}
        </p>
      )}
    </section>
  );
}
