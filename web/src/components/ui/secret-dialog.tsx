import { Button } from './button';
import { CopyLine } from './copy-line';
import { Dialog } from './dialog';
import { Notice } from './notice';

interface SecretDialogProps {
  title: string;
  text: string;
  /** What the secret is called. */
  label: string;
  secret: string;
  note?: string;
  done: string;
  onClose: () => void;
}

/** Something that is shown this once: neither Esc nor a press beside the dialog takes it away. */
export function SecretDialog({
  title,
  text,
  label,
  secret,
  note,
  done,
  onClose,
}: SecretDialogProps) {
  return (
    <Dialog
      open
      onClose={onClose}
      once
      title={title}
      description={text}
      footer={
        <Button variant="primary" onClick={onClose}>
          {done}
        </Button>
      }
    >
      <div className="flex flex-col gap-3">
        <CopyLine label={label} text={secret} />
        {note && <Notice tone="info">{note}</Notice>}
      </div>
    </Dialog>
  );
}
