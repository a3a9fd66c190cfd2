import { useMutation } from '@tanstack/react-query';
import { CirclePause, ListOrdered } from 'lucide-react';
import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { LineChip } from '@/components/phone/look-chip';
import { Button } from '@/components/ui/button';
import { Chip } from '@/components/ui/chip';
import { Dialog } from '@/components/ui/dialog';
import { Empty } from '@/components/ui/empty';
import { ErrorState } from '@/components/ui/error-state';
import { Field } from '@/components/ui/field';
import { Input } from '@/components/ui/input';
import { Notice } from '@/components/ui/notice';
import { SkeletonRows } from '@/components/ui/skeleton';
import { Timer } from '@/components/ui/timer';
import { toast } from '@/components/ui/toast-store';
import { asApiError, errorText, type PbxQueue, type PbxQueueMember } from '@/lib/api';
import { useSession } from '@/lib/auth/session';
import { formatNumber } from '@/lib/format';
import { useEvent } from '@/lib/realtime';
import { pauseMember, useQueueMembers, useQueues } from '../api';

/** The queues of the PBX, who answers them, and who is paused. */
export function QueuesView() {
  const { t } = useTranslation('telephony');
  const queues = useQueues();
  useEvent('pbx:command', ({ state, error }) => {
    if (state === 'failed' && error) toast.error(error);
  });
  if (queues.isPending) return <SkeletonRows rows={4} rowClassName="h-24" />;
  if (queues.isError && !queues.data)
    return (
      <ErrorState
        title={t('queues.failed')}
        error={queues.error}
        onRetry={() => void queues.refetch()}
      />
    );
  if (queues.data?.length === 0)
    return <Empty icon={ListOrdered} title={t('queues.empty')} text={t('queues.empty_text')} />;
  return (
    <div className="grid items-start gap-4 p-4 max-md:px-3 lg:grid-cols-2">
      {queues.data?.map((queue) => (
        <QueueCard key={queue.id} queue={queue} />
      ))}
    </div>
  );
}

function QueueCard({ queue }: { queue: PbxQueue }) {
  const { t } = useTranslation('telephony');
  const id = useId();
  const members = useQueueMembers(queue.name);
  return (
    <section aria-labelledby={id} className="rounded-lg border border-line bg-surface">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1 border-b border-line px-4 py-2">
        <h2 id={id} className="font-semibold">
          <bdi>{queue.name}</bdi>
        </h2>
        <p className="flex flex-wrap gap-x-3 text-sm text-ink-2">
          <span>{t('queues.waiting', { value: formatNumber(queue.callers) })}</span>
          <span>{t('queues.free', { value: formatNumber(queue.free) })}</span>
          <span>{t('queues.paused', { value: formatNumber(queue.paused) })}</span>
        </p>
        {queue.longest_wait_since && (
          <p className="ms-auto text-sm text-warning">
            {t('queues.longest')} <Timer since={queue.longest_wait_since} />
          </p>
        )}
      </div>
      {members.isPending && <SkeletonRows rows={2} rowClassName="h-10" />}
      {members.isError && !members.data && (
        <ErrorState
          title={t('queues.failed')}
          error={members.error}
          onRetry={() => void members.refetch()}
        />
      )}
      {members.data?.length === 0 && (
        <p className="px-4 py-3 text-sm text-ink-3">{t('queues.no_members')}</p>
      )}
      <ul aria-label={t('queues.members', { name: queue.name })}>
        {members.data?.map((member) => (
          <MemberRow key={member.interface} queue={queue.name} member={member} />
        ))}
      </ul>
    </section>
  );
}

function MemberRow({ queue, member }: { queue: string; member: PbxQueueMember }) {
  const { t } = useTranslation('telephony');
  const [asking, setAsking] = useState(false);
  const mayPause = useSession((state) => state.user?.permissions.includes('presence.others'));
  const go = useMutation({
    mutationFn: () => pauseMember(queue, member.interface, false, ''),
    onSuccess: () => toast.success(t('queues.asked')),
    onError: (error) => toast.error(errorText(asApiError(error))),
  });
  const { name } = member;
  return (
    <li className="flex flex-wrap items-center gap-2 border-b border-line px-4 py-2 last:border-b-0">
      <div className="min-w-0 flex-1 basis-40">
        <span className="block truncate">
          <bdi>{name}</bdi>
        </span>
        <span className="text-xs text-ink-3">
          {t('queues.calls', { value: formatNumber(member.calls_taken) })}
        </span>
      </div>
      {member.paused ? (
        <span className="flex items-center gap-2 text-sm">
          <Chip tone="warning" icon={CirclePause}>
            {member.pause_reason ? <bdi>{member.pause_reason}</bdi> : t('queues.is_paused')}
          </Chip>
          {member.paused_since && <Timer since={member.paused_since} />}
        </span>
      ) : (
        <LineChip line={member.line_state} />
      )}
      {mayPause && member.paused && (
        <Button
          busy={go.isPending}
          aria-label={t('queues.unpause_label', { name, queue })}
          onClick={() => go.mutate()}
        >
          {t('queues.unpause')}
        </Button>
      )}
      {mayPause && !member.paused && (
        <Button
          aria-label={t('queues.pause_label', { name, queue })}
          onClick={() => setAsking(true)}
        >
          {t('queues.pause')}
        </Button>
      )}
      {asking && <PauseDialog queue={queue} member={member} onClose={() => setAsking(false)} />}
    </li>
  );
}

interface PauseDialogProps {
  queue: string;
  member: PbxQueueMember;
  onClose: () => void;
}

function PauseDialog({ queue, member, onClose }: PauseDialogProps) {
  const { t } = useTranslation(['telephony', 'common']);
  const [reason, setReason] = useState('');
  const pause = useMutation({
    mutationFn: () => pauseMember(queue, member.interface, true, reason.trim()),
    onSuccess: () => {
      toast.success(t('queues.asked'));
      onClose();
    },
  });
  const problem = pause.error ? asApiError(pause.error) : null;
  return (
    <Dialog
      open
      onClose={onClose}
      width="small"
      title={t('queues.pause_title', { name: member.name })}
      footer={
        <>
          <Button onClick={onClose}>{t('common:cancel')}</Button>
          <Button variant="primary" busy={pause.isPending} onClick={() => pause.mutate()}>
            {t('queues.pause')}
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-4">
        <Field
          label={t('queues.reason')}
          hint={t('queues.reason_hint')}
          error={problem?.field('reason')}
        >
          {(control) => (
            <Input
              {...control}
              dir="auto"
              maxLength={80}
              value={reason}
              onChange={(event) => setReason(event.target.value)}
            />
          )}
        </Field>
        {problem && !problem.field('reason') && (
          <Notice tone="danger" alert>
            {errorText(problem)}
          </Notice>
        )}
      </div>
    </Dialog>
  );
}
