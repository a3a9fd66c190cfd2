import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { Notice } from '@/components/ui/notice';
import { toast } from '@/components/ui/toast-store';
import { errorText, type Widget } from '@/lib/api';
import { useRemoveWidget } from '../api';

interface RemoveWidgetProps {
  widget: Widget;
  onRemoved: () => void;
}

/** Its key and secret cannot be had again, so it asks. */
export function RemoveWidget({ widget, onRemoved }: RemoveWidgetProps) {
  const { t } = useTranslation(['widget', 'common']);
  const [asking, setAsking] = useState(false);
  const remove = useRemoveWidget();
  const { id, name } = widget;
  const done = () => {
    toast.success(t('removed', { name }));
    onRemoved();
  };
  return (
    <>
      <Button variant="ghost" className="me-auto" onClick={() => setAsking(true)}>
        {t('remove')}
      </Button>
      <Dialog
        open={asking}
        onClose={() => setAsking(false)}
        width="small"
        title={t('remove_title', { name })}
        description={t('remove_text')}
        footer={
          <>
            <Button className="ms-auto" onClick={() => setAsking(false)}>
              {t('common:cancel')}
            </Button>
            <Button
              variant="danger"
              busy={remove.isPending}
              onClick={() => remove.mutate(id, { onSuccess: done })}
            >
              {t('remove')}
            </Button>
          </>
        }
      >
        {remove.error && (
          <Notice tone="danger" alert>
            {errorText(remove.error)}
          </Notice>
        )}
      </Dialog>
    </>
  );
}
