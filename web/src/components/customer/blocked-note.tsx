import { useTranslation } from 'react-i18next';
import { Button } from '@/components/ui/button';
import { Notice } from '@/components/ui/notice';
import { type CustomerCard, errorText } from '@/lib/api';
import { useCan } from '@/lib/auth/use-can';
import { formatDateTime } from '@/lib/format';
import { useBlockCustomer } from './api';

interface BlockedNoteProps {
  card: CustomerCard;
  blocked: NonNullable<CustomerCard['blocked']>;
}

/** Who has blocked the customer, when and why; and the way back. */
export function BlockedNote({ card, blocked }: BlockedNoteProps) {
  const { t } = useTranslation('customers');
  const mayWrite = useCan('customers.write');
  const lift = useBlockCustomer(card);
  return (
    <Notice tone="danger">
      <p className="font-semibold">{t('blocked.title')}</p>
      {blocked.reason && (
        <p dir="auto" className="match wrap-anywhere">
          {blocked.reason}
        </p>
      )}
      <p className="text-xs">
        {blocked.by && (
          <>
            <bdi>{blocked.by}</bdi>
            {' · '}
          </>
        )}
        <time dateTime={blocked.at} className="num">
          {formatDateTime(blocked.at)}
        </time>
      </p>
      {mayWrite && (
        <Button className="mt-1.5" busy={lift.isPending} onClick={() => lift.mutate(null)}>
          {t('blocked.lift')}
        </Button>
      )}
      {lift.error && (
        <p role="alert" className="pt-1">
          {errorText(lift.error)}
        </p>
      )}
    </Notice>
  );
}
