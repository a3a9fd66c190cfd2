import type { Order } from '@/lib/api';
import { useSession } from '@/lib/auth/session';

/** An order as the server lists it, with what a test wants otherwise. */
export function orderOf(change: Partial<Order> = {}): Order {
  const id = change.id ?? 1847;
  const number = String(id).padStart(6, '0');
  return {
    id,
    order_id: `ORD-2026-${number}`,
    code: `ORD-2026-${number}`,
    short_code: `ORD-${number}`,
    external_code: null,
    source: 'manual',
    version: 3,
    status: 'no_response',
    status_since: '2026-11-21T08:00:00.000Z',
    priority: 'normal',
    customer: { id: 1, code: 'CUST-001', name: 'Ahmed Al-Rashid', phone: '+971501234567' },
    customer_name: 'Ahmed Al-Rashid',
    customer_phone: '+971501234567',
    seller: { id: 1, name: 'TechStore' },
    seller_name: 'TechStore',
    product: null,
    product_name: 'Galaxy S24',
    product_url: null,
    quantity: 1,
    price: 750,
    price_minor: 75_000,
    currency: 'AED',
    address: 'Dubai Marina, Building 5',
    area: 'Dubai Marina',
    landmark: '',
    expected_at: null,
    expected_delivery: null,
    created_at: '2026-11-21T05:00:00.000Z',
    updated_at: '2026-11-21T08:00:00.000Z',
    assigned_agent: { id: 1, code: 'AGT-001', name: 'Sarah' },
    assigned_at: null,
    attempts: 1,
    next_attempt_at: null,
    cancellation_reason: null,
    cancellation_details: null,
    pending_changes: [],
    sla: null,
    flags: [],
    allowed_statuses: [
      'no_response',
      'confirmed',
      'postponed',
      'under_review',
      'cancelled',
      'closed',
    ],
    ...change,
  };
}

export const AGENT_PERMISSIONS = ['orders.read', 'orders.write', 'orders.bulk', 'orders.export'];

/** Signs somebody in, for the parts of a page that ask who is there. */
export function signIn(permissions = AGENT_PERMISSIONS): void {
  useSession.setState({
    status: 'in',
    user: { id: 1, name: 'Sarah', permissions, cc_role: 'agent' } as never,
    agent: { id: 1, code: 'AGT-001', name: 'Sarah' } as never,
    company: { currency: 'AED', time_zone: 'Asia/Dubai' } as never,
  });
}
