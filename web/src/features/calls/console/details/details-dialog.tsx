import { useTranslation } from 'react-i18next';
import { useLocation, useNavigate, useParams } from 'react-router';
import { Dialog } from '@/components/ui/dialog';
import { ErrorState } from '@/components/ui/error-state';
import { Notice } from '@/components/ui/notice';
import { SkeletonRows } from '@/components/ui/skeleton';
import { formatPhone } from '@/lib/format';
import { useCallDetails } from '../../api';
import { personOf } from '../../model';
import { CallStatusChip, DirectionIcon, GapMark } from '../../status';
import { DetailsBody } from './details-body';

/** Everything about one call, at an address of its own; closing leads back to where one was. */
export function DetailsDialog() {
  const { t } = useTranslation(['calls', 'common']);
  const { id = '' } = useParams();
  const navigate = useNavigate();
  const { search, state } = useLocation();
  const details = useCallDetails(id);
  const call = details.data?.call;
  const from = (state as { from?: string } | null)?.from;
  const close = () => void navigate(from ?? { pathname: '/console', search });
  const person = call ? personOf(call) || formatPhone(call.phone_number || call.caller) : '';
  return (
    <Dialog
      open
      width="wide"
      onClose={close}
      title={
        call ? (
          <span className="flex flex-wrap items-center gap-x-2 gap-y-1">
            <DirectionIcon direction={call.direction} />
            <bdi>{person}</bdi>
            <CallStatusChip status={call.status} />
            {call.gap && <GapMark />}
          </span>
        ) : (
          t('details.title')
        )
      }
    >
      {details.isPending && <SkeletonRows rows={8} />}
      {details.isError && !details.data && (
        <ErrorState
          title={t('details.failed')}
          error={details.error}
          onRetry={() => void details.refetch()}
        />
      )}
      {call?.truncated && <Notice tone="warning">{t('details.truncated')}</Notice>}
      {details.data && <DetailsBody details={details.data} />}
    </Dialog>
  );
}
