import {
  CalendarClock,
  CircleCheck,
  CircleSlash,
  type LucideIcon,
  Megaphone,
  Plus,
} from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '@/components/ui/button';
import { Chip } from '@/components/ui/chip';
import { Empty } from '@/components/ui/empty';
import { ErrorState } from '@/components/ui/error-state';
import { Page } from '@/components/ui/page';
import { SkeletonRows } from '@/components/ui/skeleton';
import type { ManagedAnnouncement } from '@/lib/api';
import { formatDateTime, formatNumber } from '@/lib/format';
import type { Tone } from '@/lib/states';
import { type AnnouncementState, stateOf, useAnnouncements } from './announcements-api';
import { AnnouncementDialog, useAudienceName } from './components/announcement-dialog';

/** What is said to many at once, and how many have read it. */
export function AnnouncementsPage() {
  const { t } = useTranslation('administration');
  const answer = useAnnouncements();
  const [editing, setEditing] = useState<ManagedAnnouncement | 'new' | null>(null);
  const rows = answer.data?.announcements;
  const add = (
    <Button variant="primary" icon={Plus} onClick={() => setEditing('new')}>
      {t('announcements.add')}
    </Button>
  );
  return (
    <Page title={t('announcements.title')} actions={rows?.length ? add : undefined}>
      {answer.isPending && <SkeletonRows rows={3} rowClassName="h-20" />}
      {answer.isError && !rows && (
        <ErrorState
          title={t('loading_failed')}
          error={answer.error}
          onRetry={() => void answer.refetch()}
        />
      )}
      {rows?.length === 0 && (
        <Empty
          icon={Megaphone}
          title={t('announcements.empty')}
          text={t('announcements.empty_text')}
        >
          {add}
        </Empty>
      )}
      {rows && rows.length > 0 && (
        <ul className="mx-4 mb-4 max-w-4xl rounded-lg border border-line bg-surface">
          {rows.map((row) => (
            <AnnouncementRow key={row.id} row={row} onEdit={() => setEditing(row)} />
          ))}
        </ul>
      )}
      {editing && answer.data && (
        <AnnouncementDialog
          row={editing === 'new' ? null : editing}
          audiences={answer.data.audiences}
          onClose={() => setEditing(null)}
        />
      )}
    </Page>
  );
}

const looks: Record<AnnouncementState, { tone: Tone; icon: LucideIcon }> = {
  planned: { tone: 'info', icon: CalendarClock },
  shown: { tone: 'success', icon: CircleCheck },
  over: { tone: 'neutral', icon: CircleSlash },
};

function AnnouncementRow({ row, onEdit }: { row: ManagedAnnouncement; onEdit: () => void }) {
  const { t } = useTranslation('administration');
  const audienceName = useAudienceName();
  const state = stateOf(row);
  const { tone, icon } = looks[state];
  return (
    <li className="flex items-start gap-3 border-b border-line px-4 py-3 last:border-b-0 max-md:flex-wrap">
      <div className="min-w-0 flex-1 basis-72 text-sm">
        <p className="flex flex-wrap items-center gap-2 text-base">
          <span dir="auto" className="font-semibold">
            {row.title}
          </span>
          <Chip tone={tone} icon={icon}>
            {t(`announcements.state.${state}`)}
          </Chip>
          {row.priority === 'high' && (
            <Chip tone="warning" icon={Megaphone}>
              {t('announcements.high')}
            </Chip>
          )}
        </p>
        {row.body && (
          <p dir="auto" className="match line-clamp-3 wrap-anywhere whitespace-pre-line">
            {row.body}
          </p>
        )}
        <p className="text-ink-2">
          {audienceName(row.audience, row.audience_code, row.audience_name)}
          {' · '}
          {t('announcements.row_from')}{' '}
          <time dateTime={row.starts_at}>{formatDateTime(row.starts_at)}</time>
          {row.ends_at && (
            <>
              {' '}
              {t('announcements.row_until')}{' '}
              <time dateTime={row.ends_at}>{formatDateTime(row.ends_at)}</time>
            </>
          )}
          {row.author && <> · {t('announcements.by', { name: row.author })}</>}
        </p>
        <p className="num text-ink-2">
          {t('announcements.reads', {
            read: formatNumber(row.reads_count),
            all: formatNumber(row.receivers_count),
          })}
        </p>
      </div>
      <Button aria-label={t('announcements.edit_label', { title: row.title })} onClick={onEdit}>
        {t('announcements.edit')}
      </Button>
    </li>
  );
}
