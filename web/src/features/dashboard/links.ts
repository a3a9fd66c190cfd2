import { noFilters, type OrderFilters, writeFilters } from '@/lib/orders/filters';

const ORDERS = '/call-center-panel/orders';

function ordersLink(filters: Partial<OrderFilters>): string {
  const query = writeFilters({ ...noFilters, ...filters }).toString();
  return query ? `${ORDERS}?${query}` : ORDERS;
}

/** The rows behind a figure of today. */
export function todayLink(status = 'all'): string {
  return ordersLink({ date: 'today', dateOf: 'status', status });
}

/** Where a supervisor decides what agents brought up. */
export const requestsLink = '/call-center-panel/approvals?show=handover';

/** What was handed up to a supervisor or a manager. */
export const escalationsLink = '/call-center-panel/escalations';

/** Open orders of high priority: what is not yet settled. */
export function priorityLink(): string {
  return ordersLink({ priority: 'high', status: 'new,no_response,postponed,under_review' });
}
