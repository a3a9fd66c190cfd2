import { useTranslation } from 'react-i18next';
import { Checkbox } from '@/components/ui/checkbox';
import { Field } from '@/components/ui/field';
import { RadioGroup } from '@/components/ui/radio-group';
import { Textarea } from '@/components/ui/textarea';
import type { CancellationReason } from '@/lib/api';
import { CANCELLATION_REASONS } from '@/lib/orders/status';
import { useSmsState } from './sms-state';
import type { DraftErrors, StatusDraft } from './status-draft';
import { WhenField } from './when-field';

interface StatusFieldsProps {
  draft: StatusDraft;
  errors: DraftErrors;
  onChange: (change: Partial<StatusDraft>) => void;
}

/** What a status needs besides itself: a date, a reason, notes, and what happens next. */
export function StatusFields({ draft, errors, onChange }: StatusFieldsProps) {
  const { t } = useTranslation('orders');
  return (
    <>
      {draft.status === 'postponed' && (
        <WhenField
          label={t('status.postponed_until')}
          required
          value={draft.postponedUntil}
          onChange={(postponedUntil) => onChange({ postponedUntil })}
          error={errors.postponedUntil}
        />
      )}
      {draft.status === 'no_response' && (
        <WhenField
          label={t('status.next_attempt_at')}
          hint={t('status.next_attempt_hint')}
          value={draft.nextAttempt}
          onChange={(nextAttempt) => onChange({ nextAttempt })}
          error={errors.nextAttempt}
        />
      )}
      <Field label={t('status.notes')}>
        {(control) => (
          <Textarea
            {...control}
            value={draft.notes}
            maxLength={4000}
            onChange={(event) => onChange({ notes: event.target.value })}
          />
        )}
      </Field>
      {draft.status === 'cancelled' && (
        <>
          <RadioGroup
            label={t('status.reason')}
            required
            value={draft.reason}
            onChange={(reason) => onChange({ reason: reason as CancellationReason })}
            error={errors.reason}
            columns={2}
            className="max-md:[&_[role=radiogroup]]:grid-cols-1"
            options={CANCELLATION_REASONS.map((reason) => ({
              value: reason,
              label: reason === 'other' ? t('status.other_reason') : t(`reason.${reason}`),
            }))}
          />
          <Field
            label={t('status.details')}
            required={draft.reason === 'other'}
            error={errors.details}
          >
            {(control) => (
              <Textarea
                {...control}
                rows={2}
                value={draft.details}
                maxLength={2000}
                onChange={(event) => onChange({ details: event.target.value })}
                className="min-h-14"
              />
            )}
          </Field>
        </>
      )}
      <NextSteps draft={draft} errors={errors} onChange={onChange} />
    </>
  );
}

function NextSteps({ draft, errors, onChange }: StatusFieldsProps) {
  const { t } = useTranslation('orders');
  const smsConfigured = useSmsState((state) => state.configured);
  return (
    <div className="flex flex-col gap-2">
      <Checkbox
        checked={draft.notify}
        onChange={(notify) => onChange({ notify })}
        hint={smsConfigured === false ? t('sms.not_set_up') : undefined}
      >
        {t('status.notify')}
      </Checkbox>
      <Checkbox checked={draft.followUp} onChange={(followUp) => onChange({ followUp })}>
        {t('status.follow_up')}
      </Checkbox>
      {draft.followUp && (
        <div className="ps-6">
          <WhenField
            label={t('status.follow_up_at')}
            hint={t('status.follow_up_hint')}
            value={draft.followUpAt}
            onChange={(followUpAt) => onChange({ followUpAt })}
            error={errors.followUpAt}
          />
        </div>
      )}
    </div>
  );
}
