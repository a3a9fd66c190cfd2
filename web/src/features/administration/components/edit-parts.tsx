import { useTranslation } from 'react-i18next';
import { Button } from '@/components/ui/button';

interface EditActionsProps {
  /** Taking away what is edited; absent where there is nothing to take away. */
  remove?: { label: string; busy: boolean; onPress: () => void };
  saveLabel: string;
  saving: boolean;
  onSave: () => void;
  onClose: () => void;
}

/** The foot of a dialog that edits one thing. */
export function EditActions({ remove, saveLabel, saving, onSave, onClose }: EditActionsProps) {
  const { t } = useTranslation('common');
  return (
    <>
      {remove && (
        <Button variant="ghost" className="me-auto" busy={remove.busy} onClick={remove.onPress}>
          {remove.label}
        </Button>
      )}
      <Button className="ms-auto" onClick={onClose}>
        {t('cancel')}
      </Button>
      <Button variant="primary" busy={saving} onClick={onSave}>
        {saveLabel}
      </Button>
    </>
  );
}
