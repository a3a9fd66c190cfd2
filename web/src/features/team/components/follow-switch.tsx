import { useTranslation } from 'react-i18next';
import { Checkbox } from '@/components/ui/checkbox';
import { toast } from '@/components/ui/toast-store';
import { errorText } from '@/lib/api';
import { useFollow, useSetFollow } from '../schedule-api';

/** Whether agents are shown on leave and in meetings as scheduled; for who keeps the settings. */
export function FollowSwitch() {
  const { t } = useTranslation('team');
  const company = useFollow();
  const set = useSetFollow();
  if (!company.data) return null;
  const { version, follow_schedule } = company.data;
  return (
    <Checkbox
      checked={follow_schedule}
      disabled={set.isPending}
      hint={t('schedules.follow_hint')}
      onChange={(follow) =>
        set.mutate({ follow, version }, { onError: (error) => toast.error(errorText(error)) })
      }
    >
      {t('schedules.follow')}
    </Checkbox>
  );
}
