import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type RefObject, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '@/components/ui/button';
import { Field } from '@/components/ui/field';
import { Input } from '@/components/ui/input';
import { Notice } from '@/components/ui/notice';
import { RadioGroup } from '@/components/ui/radio-group';
import { Textarea } from '@/components/ui/textarea';
import { toast } from '@/components/ui/toast-store';
import {
  api,
  asApiError,
  type Call,
  call,
  errorText,
  newIdempotencyKey,
  type Order,
} from '@/lib/api';
import { fromWall, wallAfter } from '@/lib/orders/wall-time';
import { useDraft } from '@/lib/storage/use-draft';
import { CALL_OUTCOMES, type CallOutcome, type CallResult, settleByHand } from './order-call';
import { openOrderDialog } from './order-dialogs-store';
import { WhenField } from './when-field';

/* Complaints about these stand beside them. */
const FIELDS = ['outcome', 'duration_seconds', 'callback_at'];

/** "3", "3:20" or "0:45" in minutes and seconds; null for anything else. */
export function parseDuration(text: string): number | null {
  const found = /^\s*(\d{1,3})(?::([0-5]?\d))?\s*$/.exec(text);
  return found ? Number(found[1]) * 60 + Number(found[2] ?? 0) : null;
}

interface CallLogFormProps {
  order: Order;
  /** What was dialled. */
  number: string;
  /** The call that it is about: its contact is completed, and no other is added. */
  call?: Call;
  /** A call without a PBX, on its way to a row: it ends by what is written here. */
  begun?: RefObject<Promise<Call> | null>;
  /** What is known of it already. */
  result?: CallResult;
  onCancel?: () => void;
  onDone: () => void;
}

const written = (seconds: number) =>
  `${Math.floor(seconds / 60)}:${String(Math.floor(seconds % 60)).padStart(2, '0')}`;

/** Writes down what came of a call; one without a PBX ends by it. */
export function CallLogForm({
  order,
  number,
  call: ended,
  begun,
  result,
  onCancel,
  onDone,
}: CallLogFormProps) {
  const { t } = useTranslation(['orders', 'common']);
  const queryClient = useQueryClient();
  const [key] = useState(newIdempotencyKey);
  const [outcome, setOutcome] = useState<CallOutcome | ''>(result?.outcome ?? '');
  const [duration, setDuration] = useState(() => (result?.seconds ? written(result.seconds) : ''));
  const [notes, setNotes, clearNotes] = useDraft(`order:${order.id}:call`);
  const [callbackAt, setCallbackAt] = useState(() => wallAfter(120));
  const [tried, setTried] = useState(false);
  const [settled, setSettled] = useState(false);

  const talked = outcome === 'answered' || outcome === 'callback_requested';
  const seconds = duration.trim() === '' ? 0 : parseDuration(duration);
  const at = outcome === 'callback_requested' ? fromWall(callbackAt) : null;
  const talkSeconds = talked ? (seconds ?? 0) : 0;
  const badCallback = outcome === 'callback_requested' && !(at && Date.parse(at) > Date.now());

  const log = useMutation({
    mutationFn: async (outcome: CallOutcome) => {
      // Where no row could be made, the contact is written down all the same.
      const byHand = (await begun?.current?.catch(() => null)) ?? null;
      if (byHand && !settled) {
        await settleByHand(byHand, outcome, talkSeconds);
        setSettled(true);
      }
      const about = ended ?? byHand;
      return call(
        api.POST('/api/agent/communication/call', {
          params: { header: { 'Idempotency-Key': key } },
          body: {
            order_id: order.id,
            phone_number: number,
            direction: 'outbound',
            outcome,
            duration_seconds: talkSeconds,
            ...(notes.trim() ? { notes: notes.trim() } : {}),
            ...(at ? { callback_at: at } : {}),
            ...(about ? { call_id: about.call_id } : {}),
          },
        }),
      );
    },
    onSuccess: () => {
      clearNotes();
      void queryClient.invalidateQueries({ queryKey: ['order', order.id] });
      void queryClient.invalidateQueries({ queryKey: ['dashboard'] });
      void queryClient.invalidateQueries({ queryKey: ['callbacks'] });
      toast.success(t('call.logged', { code: order.short_code }), {
        durationMs: 8_000,
        action: {
          label: t('action.update_status'),
          run: () =>
            openOrderDialog({
              kind: 'status',
              id: order.id,
              preset: outcome === 'no_answer' ? { status: 'no_response' } : {},
            }),
        },
      });
      onDone();
    },
  });

  function submit() {
    setTried(true);
    if (outcome === '' || (talked && seconds === null) || badCallback) return;
    log.mutate(outcome);
  }

  const failure = log.error ? asApiError(log.error) : null;
  const isBesideField = FIELDS.some((field) => failure?.field(field));
  return (
    <form
      className="flex flex-col gap-4"
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      <RadioGroup
        label={t('call.outcome')}
        required
        columns={2}
        value={outcome}
        onChange={(next) => setOutcome(next as CallOutcome)}
        error={
          failure?.field('outcome') ??
          (tried && outcome === '' ? t('call.error.outcome') : undefined)
        }
        options={CALL_OUTCOMES.map((value) => ({ value, label: t(`outcome.${value}`) }))}
      />
      {talked && (
        <Field
          label={t('call.duration')}
          hint={t('call.duration_hint')}
          error={
            failure?.field('duration_seconds') ??
            (tried && seconds === null ? t('call.error.duration') : undefined)
          }
        >
          {(control) => (
            <Input
              {...control}
              inputMode="text"
              dir="ltr"
              value={duration}
              onChange={(event) => setDuration(event.target.value)}
              className="num match max-w-32"
            />
          )}
        </Field>
      )}
      {outcome === 'callback_requested' && (
        <WhenField
          label={t('callback.when')}
          required
          value={callbackAt}
          onChange={setCallbackAt}
          error={tried && badCallback ? t('error.past') : failure?.field('callback_at')}
        />
      )}
      <Field label={t('field.notes')}>
        {(control) => (
          <Textarea
            {...control}
            value={notes}
            maxLength={4000}
            onChange={(event) => setNotes(event.target.value)}
          />
        )}
      </Field>
      {failure && !isBesideField && (
        <Notice tone="danger" alert>
          {errorText(failure)}
        </Notice>
      )}
      <div className="flex justify-end gap-2">
        <Button onClick={onCancel ?? onDone}>{t('common:cancel')}</Button>
        <Button variant="primary" type="submit" busy={log.isPending}>
          {t('call.save_log')}
        </Button>
      </div>
    </form>
  );
}
