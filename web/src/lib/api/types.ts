/**
 * The shapes of the HTTP interface that the app uses, in the form that openapi-typescript gives:
 * `paths` for the client, and named types for components. Only this file knows where they come from.
 */
import type { OrderStatus, Presence } from '../states';

export interface Ok {
  success: true;
}

export interface Ref {
  id: number;
  code: string;
  name: string;
}

export interface Pagination {
  page?: number;
  per_page: number;
  total: number;
  pages?: number;
  total_capped?: boolean;
  next: string | null;
}

export interface User {
  id: number;
  username: string;
  name: string;
  email: string | null;
  phone: string | null;
  role: string;
  roles: string[];
  cc_role: 'agent' | 'supervisor' | 'manager' | null;
  permissions: string[];
  company_id: number;
  language: string | null;
  time_zone: string | null;
  must_change_password: boolean;
}

export interface Agent {
  id: number;
  agent_id: string;
  code: string;
  alias: string;
  name: string;
  department: Ref | null;
  team: { id: number; name: string } | null;
  level: string | null;
  status: string;
  presence: Presence;
  presence_since: string | null;
  active_orders: number;
  concurrent_orders: number;
}

export interface Company {
  id: number;
  code: string;
  name: string;
  time_zone: string;
  currency: string;
  default_country: string;
  language: string;
  logo_url: string | null;
  it_support_ext: string | null;
  help_desk_ext: string | null;
}

export interface SessionInfo {
  id: number | string;
  expires_at: string;
  idle_expires_at: string | null;
}

export interface Branding {
  code: string;
  name: string;
  logo_url: string | null;
  it_support_ext: string | null;
  help_desk_ext: string | null;
  language: string;
  languages: string[];
  password_recovery: 'it_support' | 'email' | 'both';
  badge_login: boolean;
}

export interface BrandingAnswer extends Ok {
  company: Branding | null;
  companies_count: number;
  version: string;
}

export interface LoginAnswer extends Ok {
  token: string;
  expires_in: number;
  user: User;
  agent: Agent | null;
  company: Company;
}

export interface MeAnswer extends Ok {
  user: User;
  agent: Agent | null;
  company: Company;
  session: SessionInfo;
}

export interface PresenceAnswer extends Ok {
  status: string;
  presence: Presence;
  since: string;
  concurrent_orders: number;
}

export interface Device {
  id: number | string;
  name: string;
  user_agent: string;
  created_at: string;
  last_seen_at: string;
  current: boolean;
}

export interface PasswordRequest {
  id: number;
  agent: Ref;
  note: string | null;
  status: 'open' | 'resolved' | 'refused';
  created_at: string;
  resolved_at: string | null;
}

export interface Notification {
  id: number;
  type: string;
  title: string;
  body: string | null;
  subject_type: string | null;
  subject_id: number | string | null;
  read_at: string | null;
  created_at: string;
}

export interface TeamMember {
  id: number;
  code: string;
  name: string;
  team: { id: number; name: string } | null;
  department: Ref | null;
  status: string;
  presence: Presence;
  presence_since: string | null;
  active_orders: number;
  is_active: boolean;
}

export interface Order {
  id: number;
  order_id: string;
  code: string;
  short_code: string;
  external_code: string | null;
  source: string;
  version: number;
  status: OrderStatus;
  status_since: string;
  priority: 'normal' | 'high';
  customer: { id: number; code: string; name: string; phone: string };
  customer_name: string;
  customer_phone: string;
  seller: { id: number; name: string } | null;
  seller_name: string | null;
  product: { id: number; code: string; name: string; product_url: string | null } | null;
  product_name: string;
  product_url: string | null;
  quantity: number;
  price: number;
  price_minor: number;
  currency: string;
  address: string;
  area: string;
  landmark: string | null;
  expected_at: string | null;
  expected_delivery: string | null;
  created_at: string;
  updated_at: string;
  assigned_agent: Ref | null;
  assigned_at: string | null;
  attempts: number;
  next_attempt_at: string | null;
  cancellation_reason: CancellationReason | null;
  cancellation_details: string | null;
  allowed_statuses: OrderStatus[];
}

export type CancellationReason =
  | 'customer_changed_mind'
  | 'price_concerns'
  | 'better_offer'
  | 'financial_constraints'
  | 'not_as_described'
  | 'delivery_issues'
  | 'other';

export interface OrderNote {
  id: number;
  body: string;
  author: string | { id?: number; name: string } | null;
  created_at: string;
}

export interface Communication {
  id: number;
  at: string;
  kind: 'call' | 'sms' | 'email' | 'status' | 'note';
  direction: 'in' | 'out' | 'inbound' | 'outbound' | null;
  outcome: string | null;
  text: string | null;
  agent: Ref | null;
}

export interface Callback {
  id: number;
  order: {
    id: number;
    short_code: string;
    customer_name: string;
    customer_phone: string;
    status: OrderStatus;
  };
  agent: Ref | null;
  callback_at: string;
  phone_number: string;
  notes: string | null;
  status: string;
  version: number;
  created_at: string;
}

export interface FollowUp {
  id: number;
  order: { id: number; short_code: string; customer_name: string; status: OrderStatus };
  due_at: string;
  reason?: string | null;
  status: string;
  version?: number;
  created_at: string;
}

export interface OrderHistoryRow {
  id: number;
  previous_status: OrderStatus | null;
  new_status: OrderStatus;
  agent: Ref | null;
  status_change_reason: string | null;
  cancellation_reason: CancellationReason | null;
  cancellation_details: string | null;
  change_timestamp: string;
  customer_notified: boolean;
  created_at: string;
}

export interface OrderDetails extends Order {
  customer_email: string | null;
  customer: Order['customer'] & {
    email: string | null;
    language: string | null;
    previous_orders: { total: number; completed: number; cancelled: number; open: number };
  };
  items: { name: string; code: string; quantity: number; price_minor: number }[];
  notes: OrderNote[];
  communications: Communication[];
  callbacks: Callback[];
  follow_ups: FollowUp[];
  history: OrderHistoryRow[];
}

export type OrderCounts = Record<OrderStatus | 'all', number>;

export interface OrderListQuery {
  status?: string;
  date?: string;
  date_from?: string;
  date_to?: string;
  orders?: 'assigned' | 'all' | 'pool';
  priority?: 'all' | 'high' | 'normal';
  agent_id?: string;
  search?: string;
  sort?: string;
  page?: number;
  per_page?: number;
  cursor?: string;
  include?: 'rows';
}

export interface OrderListAnswer extends Ok {
  orders: Order[];
  high_priority?: Order[];
  high_priority_count?: number;
  counts?: OrderCounts;
  pagination: Pagination;
  seq: number;
}

export interface StatusChange {
  status: OrderStatus;
  notes?: string;
  cancellation_reason?: CancellationReason;
  cancellation_details?: string;
  notify_customer?: boolean;
  follow_up_required?: boolean;
  follow_up_at?: string;
  postponed_until?: string;
  next_attempt_at?: string;
  version?: number;
}

export interface StatusChangeAnswer extends Ok {
  order: Order;
  history: OrderHistoryRow;
  notification: {
    requested: boolean;
    state: 'not_configured' | 'queued' | 'none';
    message: string;
  };
  follow_up: FollowUp | null;
}

export interface BulkStatusChange extends StatusChange {
  order_ids?: number[];
  orders?: { id: number; version: number }[];
}

export interface BulkStatusAnswer extends Ok {
  results: {
    order_id: string;
    id: number;
    success: boolean;
    status: OrderStatus;
    error?: string;
    code?: string;
  }[];
  updated: number;
  failed: number;
}

export interface ReassignRequest {
  id: number;
  order: {
    id: number;
    short_code: string;
    customer_name: string;
    status: OrderStatus;
  };
  /** Who asks. */
  agent: Ref | null;
  wanted_agent?: Ref | null;
  reason: string;
  status: 'pending' | 'approved' | 'rejected';
  created_at: string;
}

export interface NewOrder {
  customer_name: string;
  customer_phone: string;
  customer_email?: string;
  product_name: string;
  quantity: number;
  price: number;
  currency?: string;
  address: string;
  area: string;
  landmark?: string;
  seller_name?: string;
  priority?: 'normal' | 'high';
  expected_at?: string;
  expected_delivery?: string;
  external_code?: string;
  notes?: string;
  agent_id?: number;
}

export interface ImportError {
  line: number;
  field: string | null;
  reason: string;
}

export interface OrderImport {
  id: number;
  status: string;
  size_bytes?: number;
  done_bytes?: number;
  total_lines: number;
  imported: number;
  duplicates: number;
  failed: number;
  errors: ImportError[];
}

export interface Activity {
  at: string;
  order_id: string;
  short_code: string;
  /** The order's id, under either name. */
  order?: number;
  id?: number;
  previous_status: OrderStatus | null;
  new_status: OrderStatus;
  customer_name: string;
  agent: Ref | null;
}

export interface DashboardAnswer extends Ok {
  now: string;
  time_zone: string;
  today: {
    total_orders: number;
    confirmed: number;
    postponed: number;
    cancelled: number;
    no_response: number;
    under_review: number;
    new: number;
    closed: number;
    calls_handled: number;
    average_call_time: number | null;
    customer_satisfaction: number | null;
    cancelled_by_reason: Partial<Record<CancellationReason, number>>;
  };
  priority_orders: Order[];
  recent_activity: Activity[];
  quick_actions: { priority: number; callbacks: number; follow_ups: number; escalations: number };
  seq: number;
}

type Json<T> = { content: { 'application/json': T } };

interface Headers {
  'Idempotency-Key'?: string;
  'If-Match'?: string;
}

type QueryOf<Shape> = Shape extends { query: infer Q } ? { query?: Q } : { query?: never };
type BodyOf<Shape> = Shape extends { body: infer B }
  ? { requestBody: Json<B> }
  : { requestBody?: never };

type Plain<Answer, Shape = object> = {
  parameters: QueryOf<Shape> & { path?: never; header?: Headers; cookie?: never };
  responses: { 200: Json<Answer> };
} & BodyOf<Shape>;

type WithId<Answer, Shape = object> = {
  parameters: QueryOf<Shape> & {
    path: { id: number | string };
    header?: Headers;
    cookie?: never;
  };
  responses: { 200: Json<Answer> };
} & BodyOf<Shape>;

interface LoginBody {
  agent_id?: string;
  login?: string;
  password: string;
  company?: string;
  workstation_id?: string;
  remember?: boolean;
}

export interface paths {
  '/api/branding': { get: Plain<BrandingAnswer, { query: { company?: string } }> };
  '/api/auth/login': { post: Plain<LoginAnswer, { body: LoginBody }> };
  '/api/agent/auth/login': { post: Plain<LoginAnswer, { body: LoginBody }> };
  '/api/agent/auth/badge': {
    post: Plain<
      LoginAnswer,
      { body: { badge_code: string; company?: string; workstation_id?: string } }
    >;
  };
  '/api/auth/me': { get: Plain<MeAnswer> };
  '/api/auth/logout': { post: Plain<Ok> };
  '/api/agent/auth/status': {
    put: Plain<
      PresenceAnswer,
      { body: { status: Presence; note?: string; concurrent_orders?: number } }
    >;
  };
  '/api/agent/auth/forgot-password': {
    post: Plain<Ok & { message: string }, { body: { agent_id: string; company?: string } }>;
  };
  '/api/auth/forgot-password': {
    post: Plain<Ok & { message: string }, { body: { email: string; company?: string } }>;
  };
  '/api/auth/reset-password': { post: Plain<Ok, { body: { token: string; password: string } }> };
  '/api/auth/change-password': {
    post: Plain<Ok, { body: { current_password: string; password: string } }>;
  };
  '/api/agent/auth/devices': { get: Plain<Ok & { devices: Device[] }> };
  '/api/agent/auth/devices/{id}': { delete: WithId<Ok> };
  '/api/admin/password-requests': {
    get: Plain<Ok & { password_requests: PasswordRequest[] }, { query: { status?: string } }>;
  };
  '/api/admin/password-requests/{id}/resolve': {
    post: WithId<
      Ok & { temporary_password?: string },
      { body: { action: 'resolved' | 'refused' } }
    >;
  };
  '/api/team/members': { get: Plain<Ok & { agents: TeamMember[] }> };
  '/api/me/preferences': {
    get: Plain<Ok & { preferences: Record<string, unknown> }>;
    put: Plain<Ok & { preferences: Record<string, unknown> }, { body: Record<string, unknown> }>;
  };
  '/api/agent/notifications': {
    get: Plain<
      Ok & { notifications: Notification[]; unread: number },
      { query: { unread?: boolean } }
    >;
  };
  '/api/agent/notifications/{id}': { patch: WithId<Ok, { body: { read: boolean } }> };
  '/api/agent/notifications/read-all': { post: Plain<Ok> };
  '/api/agent/orders': { get: Plain<OrderListAnswer, { query: OrderListQuery }> };
  '/api/agent/orders/{id}': { get: WithId<Ok & { order: OrderDetails }> };
  '/api/agent/orders/{id}/status': { put: WithId<StatusChangeAnswer, { body: StatusChange }> };
  '/api/agent/orders/bulk-status': { post: Plain<BulkStatusAnswer, { body: BulkStatusChange }> };
  '/api/agent/orders/{id}/notes': {
    get: WithId<Ok & { notes: OrderNote[] }>;
    post: WithId<Ok & { note: OrderNote }, { body: { note: string } }>;
  };
  '/api/agent/orders/{id}/history': { get: WithId<Ok & { history: OrderHistoryRow[] }> };
  '/api/agent/orders/{id}/reassign': {
    post: WithId<
      Ok & { order?: Order; request?: { id: number; status: string } },
      { body: { agent_id?: number | null; reason: string } }
    >;
  };
  '/api/supervisor/reassign-requests': {
    get: Plain<
      Ok & {
        requests?: ReassignRequest[];
        reassign_requests?: ReassignRequest[];
        data?: ReassignRequest[];
      },
      { query: { status?: string } }
    >;
  };
  '/api/supervisor/reassign-requests/{id}': {
    patch: WithId<
      Ok,
      { body: { decision: 'approved' | 'rejected'; agent_id?: number | null; reason?: string } }
    >;
  };
  '/api/orders': { post: Plain<Ok & { order: Order }, { body: NewOrder }> };
  '/api/orders/imports/{id}': { get: WithId<Ok & { import: OrderImport }> };
  '/api/orders/imports/{id}/cancel': { post: WithId<Ok & { import?: OrderImport }> };
  '/api/agent/callbacks': {
    get: Plain<
      Ok & { callbacks: Callback[]; pagination?: Pagination },
      { query: { status?: string; page?: number } }
    >;
    post: Plain<
      Ok & { callback: Callback },
      {
        body: { order_id: number; callback_at: string; phone_number?: string; notes?: string };
      }
    >;
  };
  '/api/agent/callbacks/{id}': {
    patch: WithId<
      Ok & { callback: Callback },
      { body: { status?: string; callback_at?: string; version?: number } }
    >;
  };
  '/api/agent/follow-ups': {
    get: Plain<Ok & { follow_ups: FollowUp[] }, { query: { due?: string; status?: string } }>;
  };
  '/api/agent/follow-ups/{id}': {
    patch: WithId<
      Ok & { follow_up: FollowUp },
      { body: { status?: string; due_at?: string; version?: number } }
    >;
  };
  '/api/agent/communication/call': {
    post: Plain<
      Ok & { communication: Communication },
      {
        body: {
          order_id: number;
          phone_number?: string;
          direction: string;
          outcome: string;
          duration_seconds?: number;
          notes?: string;
          callback_at?: string;
        };
      }
    >;
  };
  '/api/agent/communication/click-to-call': {
    post: Plain<Ok, { body: { order_id?: number; customer_id?: number; phone_number?: string } }>;
  };
  '/api/agent/communication/sms': {
    post: Plain<Ok, { body: { order_id: number; message: string; template?: string } }>;
  };
  '/api/agent/dashboard': { get: Plain<DashboardAnswer> };
  '/api/agent/activity': {
    get: Plain<Ok & { activity: Activity[] }, { query: { hours?: number } }>;
  };
}
