import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { Field } from '@/components/ui/field';
import { Notice } from '@/components/ui/notice';
import { RadioGroup } from '@/components/ui/radio-group';
import { Textarea } from '@/components/ui/textarea';
import { toast } from '@/components/ui/toast-store';
import { api, asApiError, call, errorText, newIdempotencyKey } from '@/lib/api';
import { useDraft } from '@/lib/storage/use-draft';

interface EscalateDialogProps {
  subject: { type: 'order' | 'complaint'; id: number; code: string };
  onClose: () => void;
  /** What it is about, at the head. */
  children?: ReactNode;
}

/** Hands an order or a complaint up, and says why. */
export function EscalateDialog({ subject, onClose, children }: EscalateDialogProps) {
  const { t } = useTranslation(['orders', 'common']);
  const queryClient = useQueryClient();
  const [level, setLevel] = useState<'supervisor' | 'manager'>('supervisor');
  const [reason, setReason, clearReason] = useDraft(`${subject.type}:${subject.id}:escalate`);
  const [tried, setTried] = useState(false);
  const [key] = useState(newIdempotencyKey);
  const empty = reason.trim() === '';
  const raise = useMutation({
    mutationFn: () => {
      const params = {
        path: { id: String(subject.id) },
        header: { 'Idempotency-Key': key },
      };
      const body = { level, reason: reason.trim() };
      return subject.type === 'order'
        ? call(api.POST('/api/agent/orders/{id}/escalate', { params, body }))
        : call(api.POST('/api/agent/complaints/{id}/escalate', { params, body }));
    },
    onSuccess: () => {
      clearReason();
      for (const name of ['order', 'escalations', 'complaints', 'dashboard'])
        void queryClient.invalidateQueries({ queryKey: [name] });
      toast.success(t('escalate.saved', { code: subject.code }));
      onClose();
    },
  });
  const failure = raise.error ? asApiError(raise.error) : null;
  return (
    <Dialog
      open
      onClose={onClose}
      dismissable={empty}
      title={
        <>
          {t('escalate.title')} – <bdi className="ltr num">{subject.code}</bdi>
        </>
      }
      footer={
        <>
          <Button onClick={onClose}>{t('common:cancel')}</Button>
          <Button
            variant="primary"
            busy={raise.isPending}
            onClick={() => {
              setTried(true);
              if (!empty) raise.mutate();
            }}
          >
            {t('escalate.save')}
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-4">
        {children}
        <RadioGroup
          label={t('escalate.level')}
          columns={2}
          value={level}
          onChange={(next) => setLevel(next === 'manager' ? 'manager' : 'supervisor')}
          options={[
            { value: 'supervisor', label: t('common:level.supervisor') },
            { value: 'manager', label: t('common:level.manager') },
          ]}
        />
        <Field
          label={t('escalate.reason')}
          required
          error={
            failure?.field('reason') ?? (tried && empty ? t('escalate.error.reason') : undefined)
          }
        >
          {(control) => (
            <Textarea
              {...control}
              dir="auto"
              value={reason}
              maxLength={2000}
              onChange={(event) => setReason(event.target.value)}
            />
          )}
        </Field>
        {failure && !failure.field('reason') && (
          <Notice tone="danger" alert>
            {errorText(failure)}
          </Notice>
        )}
      </div>
    </Dialog>
  );
}
