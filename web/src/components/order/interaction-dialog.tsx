import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '@/components/ui/button';
import { Checkbox } from '@/components/ui/checkbox';
import { Dialog } from '@/components/ui/dialog';
import { Field } from '@/components/ui/field';
import { Input } from '@/components/ui/input';
import { Notice } from '@/components/ui/notice';
import { RadioGroup } from '@/components/ui/radio-group';
import { useRatingNames } from '@/components/ui/rating-names';
import { Stars } from '@/components/ui/stars';
import { Textarea } from '@/components/ui/textarea';
import { toast } from '@/components/ui/toast-store';
import {
  api,
  asApiError,
  call,
  errorText,
  type Interaction,
  newIdempotencyKey,
  type Order,
} from '@/lib/api';
import { useSession } from '@/lib/auth/session';
import { formatSmart } from '@/lib/format';
import { fromWall, wallIn } from '@/lib/orders/wall-time';
import { useDraft } from '@/lib/storage/use-draft';
import { parseDuration } from './call-log-form';
import { OrderLine } from './order-line';
import { WhenField } from './when-field';

const TYPES = ['call', 'email', 'chat', 'follow_up'] as const;
const RESOLUTIONS = ['resolved', 'pending', 'follow_up_required', 'escalated'] as const;
/** A call of just now is what one sums up most; older ones stand for themselves. */
const RECENT_MS = 2 * 3_600_000;

/** The newest own call of this order that nobody has summed up yet. */
function useRecentCall(id: number): Interaction | undefined {
  const own = useSession((state) => state.agent?.id ?? null);
  const { data } = useQuery({
    queryKey: ['order-interactions', id],
    staleTime: 0,
    queryFn: () =>
      call(
        api.GET('/api/agent/orders/{id}/interactions', { params: { path: { id: String(id) } } }),
      ),
  });
  return data?.interactions.find(
    (one) =>
      one.automatic &&
      one.agent?.id === own &&
      Date.parse(one.interaction_time) > Date.now() - RECENT_MS,
  );
}

/** How a contact with the customer went, in the agent's words. */
export function InteractionDialog({ order, onClose }: { order: Order; onClose: () => void }) {
  const { t } = useTranslation(['orders', 'common']);
  const names = useRatingNames();
  const recent = useRecentCall(order.id);
  const [type, setType] = useState<(typeof TYPES)[number]>('call');
  const [ofCall, setOfCall] = useState(true);
  const [resolution, setResolution] = useState<(typeof RESOLUTIONS)[number] | ''>('');
  const [duration, setDuration] = useState('');
  const [notes, setNotes, clearNotes] = useDraft(`order:${order.id}:contact`);
  const [score, setScore] = useState(0);
  const [followUp, setFollowUp] = useState(false);
  const [followUpAt, setFollowUpAt] = useState(() => wallIn(1, '10:00'));
  const [tried, setTried] = useState(false);

  const linked = type === 'call' && ofCall ? recent : undefined;
  const seconds = duration.trim() === '' ? 0 : parseDuration(duration);
  const wantsDate = followUp || resolution === 'follow_up_required';
  const at = wantsDate ? fromWall(followUpAt) : null;
  const late = wantsDate && !(at && Date.parse(at) > Date.now());
  const silent = resolution === 'escalated' && notes.trim() === '';
  const save = useSave(order, () => {
    clearNotes();
    onClose();
  });
  const failure = save.error ? asApiError(save.error) : null;

  function submit() {
    setTried(true);
    if (resolution === '' || seconds === null || late || silent) return;
    save.mutate({
      interaction_type: type,
      resolution_status: resolution,
      ...(linked ? { communication_id: linked.communication_id } : { duration_seconds: seconds }),
      ...(notes.trim() ? { notes: notes.trim() } : {}),
      ...(score ? { customer_satisfaction: score } : {}),
      ...(at ? { follow_up_date: at } : {}),
    });
  }

  return (
    <Dialog
      open
      drafted
      onClose={onClose}
      dismissable={notes === ''}
      title={
        <>
          {t('interaction.title')} – <bdi className="ltr num">{order.short_code}</bdi>
        </>
      }
      footer={
        <>
          <Button onClick={onClose}>{t('common:cancel')}</Button>
          <Button variant="primary" busy={save.isPending} onClick={submit}>
            {t('interaction.save')}
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-4">
        <OrderLine order={order} />
        <RadioGroup
          label={t('interaction.type')}
          columns={2}
          value={type}
          onChange={(next) => setType(next as typeof type)}
          options={TYPES.map((value) => ({ value, label: t(`interaction.types.${value}`) }))}
        />
        {type === 'call' && recent && (
          <Checkbox checked={ofCall} onChange={setOfCall}>
            {t('interaction.of_call', { when: formatSmart(recent.interaction_time) })}
          </Checkbox>
        )}
        {!linked && (
          <Field
            label={t('interaction.duration')}
            hint={t('call.duration_hint')}
            error={
              failure?.field('duration_seconds') ??
              (tried && seconds === null ? t('call.error.duration') : undefined)
            }
          >
            {(control) => (
              <Input
                {...control}
                dir="ltr"
                value={duration}
                onChange={(event) => setDuration(event.target.value)}
                className="num match max-w-32"
              />
            )}
          </Field>
        )}
        <RadioGroup
          label={t('interaction.resolution')}
          required
          columns={2}
          value={resolution}
          onChange={(next) => setResolution(next as typeof resolution)}
          error={tried && resolution === '' ? t('interaction.error.resolution') : undefined}
          options={RESOLUTIONS.map((value) => ({ value, label: t(`resolution.${value}`) }))}
        />
        <Field
          label={t('field.notes')}
          required={resolution === 'escalated'}
          hint={resolution === 'escalated' ? t('interaction.escalated_hint') : undefined}
          error={
            failure?.field('notes') ?? (tried && silent ? t('escalate.error.reason') : undefined)
          }
        >
          {(control) => (
            <Textarea
              {...control}
              dir="auto"
              value={notes}
              maxLength={4000}
              onChange={(event) => setNotes(event.target.value)}
            />
          )}
        </Field>
        <Stars
          label={t('interaction.satisfaction')}
          value={score}
          onChange={setScore}
          names={names}
        />
        {resolution !== 'follow_up_required' && (
          <Checkbox checked={followUp} onChange={setFollowUp}>
            {t('interaction.follow_up')}
          </Checkbox>
        )}
        {wantsDate && (
          <WhenField
            label={t('status.follow_up_at')}
            value={followUpAt}
            onChange={setFollowUpAt}
            error={tried && late ? t('error.past') : failure?.field('follow_up_date')}
          />
        )}
        {failure && (
          <Notice tone="danger" alert>
            {errorText(failure)}
          </Notice>
        )}
      </div>
    </Dialog>
  );
}

function useSave(order: Order, onClose: () => void) {
  const { t } = useTranslation('orders');
  const queryClient = useQueryClient();
  const [key] = useState(newIdempotencyKey);
  return useMutation({
    mutationFn: (
      body: Pick<Interaction, 'interaction_type' | 'resolution_status'> & {
        communication_id?: number | null;
        duration_seconds?: number;
        notes?: string;
        customer_satisfaction?: number;
        follow_up_date?: string;
      },
    ) =>
      call(
        api.POST('/api/agent/orders/{id}/interaction', {
          params: { path: { id: String(order.id) }, header: { 'Idempotency-Key': key } },
          body,
        }),
      ),
    onSuccess: () => {
      for (const name of ['order', 'order-interactions'])
        void queryClient.invalidateQueries({ queryKey: [name, order.id] });
      for (const name of ['dashboard', 'follow-ups', 'escalations'])
        void queryClient.invalidateQueries({ queryKey: [name] });
      toast.success(t('interaction.saved', { code: order.short_code }));
      onClose();
    },
  });
}
