import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Notice } from '@/components/ui/notice';
import { api, type CallPolicies, call, type WorkHours } from '@/lib/api';
import { formatDay, formatList } from '@/lib/format';
import { callbackBar, sameHours } from '@/lib/hours';
import { queryClient } from '@/lib/query';
import { useEvent } from '@/lib/realtime';

const KEY = ['call-policies'];

/** How the company wants calls handled; dialogs say it before the server has to. */
export function useCallPolicies(enabled = true) {
  const queryClient = useQueryClient();
  useEvent('policies:changed', ({ policies }) => queryClient.setQueryData(KEY, policies));
  // The company's hours are told with the policies.
  useEvent('account:changed', () => void queryClient.invalidateQueries({ queryKey: KEY }));
  return useQuery<CallPolicies>({
    queryKey: KEY,
    enabled,
    staleTime: 5 * 60_000,
    queryFn: async () => (await call(api.GET('/api/agent/policies'))).policies,
  });
}

/** What is known of it by now, for a form that begins: the usual hours of a postponement. */
export function postponeHours(): number {
  return queryClient.getQueryData<CallPolicies>(KEY)?.postpone_hours ?? 0;
}

const isLimited = (policies: CallPolicies) =>
  policies.callback_days.length < 7 ||
  policies.callback_from !== '00:00' ||
  policies.callback_to !== '24:00';

/** When customers may be called back, where that is not always. */
export function CallbackHours() {
  const { t } = useTranslation(['orders', 'common']);
  const { data } = useCallPolicies();
  if (data?.company_hours) return <CompanyHours hours={data.business_hours} />;
  if (!data || !isLimited(data)) return null;
  const days = data.callback_days.map((day) => t(`common:weekday.${day}`));
  return (
    <p className="-mt-2 text-xs text-ink-3">
      {t('callback.hours', {
        from: data.callback_from,
        to: data.callback_to,
        days: formatList(days),
      })}
    </p>
  );
}

/** Says at once that the chosen time will be refused, and why. */
export function CallbackBar({ wall }: { wall: string }) {
  const { t } = useTranslation('orders');
  const { data } = useCallPolicies();
  const bar = data ? callbackBar(data, wall) : null;
  return (
    <div role="status">
      {bar && (
        <Notice tone="warning">
          {bar === 'day'
            ? t('callback.closed_day', { day: formatDay(wall) })
            : t('callback.closed_hour')}
        </Notice>
      )}
    </div>
  );
}

function CompanyHours({ hours }: { hours: WorkHours[] | null }) {
  const { t } = useTranslation(['orders', 'common']);
  if (!hours) return null;
  const told = sameHours(hours).map(
    ({ times, days }) =>
      `${formatList(days.map((day) => t(`common:weekday.${day}`)))} \u2066${times}\u2069`,
  );
  return (
    <p className="-mt-2 text-xs text-ink-3">
      {t('callback.company_hours', { hours: told.join('; ') })}
    </p>
  );
}
