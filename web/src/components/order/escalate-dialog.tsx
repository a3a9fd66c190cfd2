import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ReasonDialog } from '@/components/reason-dialog';
import { RadioGroup } from '@/components/ui/radio-group';
import { toast } from '@/components/ui/toast-store';
import { api, call, newIdempotencyKey } from '@/lib/api';
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
  const [key] = useState(newIdempotencyKey);
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
  return (
    <ReasonDialog
      title={t('escalate.title')}
      code={subject.code}
      label={t('escalate.reason')}
      missing={t('escalate.error.reason')}
      fields={['reason']}
      saveLabel={t('escalate.save')}
      busy={raise.isPending}
      error={raise.error}
      text={reason}
      onText={setReason}
      onSave={() => raise.mutate()}
      onClose={onClose}
    >
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
    </ReasonDialog>
  );
}
