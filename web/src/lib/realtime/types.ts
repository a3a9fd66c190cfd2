import type {
  Call,
  Callback,
  CallPolicies,
  Chat,
  ChatMessage,
  Complaint,
  Delivery,
  Escalation,
  Extension,
  FollowUp,
  Interaction,
  Message,
  Notification,
  Order,
  OrderImport,
  OrderModification,
  OrderNote,
  PbxCheck,
  PbxQueue,
  PbxQueueCaller,
  PbxQueueMember,
  PbxState,
  Rating,
  ReassignRequest,
  ReportExport,
  SlaPolicy,
  StockImport,
  StockProduct,
  TeamMember,
  TranscriptMessage,
  Trunk,
} from '../api';

/** The frames of /ws/updates. A frame of a type that is not listed here is passed on unread. */
export interface EventMap {
  'order:created': { order: Order };
  'order:updated': {
    id: number;
    order_id: string;
    status: Order['status'];
    previous_status?: Order['status'];
    version: number;
    changed: string[];
    order: Order;
    actor: { user_id: number; agent_id: number | null; name: string } | null;
  };
  'order:removed': { id: number };
  'order:note': { id: number; note: OrderNote };
  'communication:created': { communication: Message };
  'communication:updated': { communication: Message };
  'provider:tested': { test: string; provider_id: number; ok: boolean; error: string | null };
  'courier:tested': {
    test: string;
    courier_id: number;
    ok: boolean;
    events: number;
    error: string | null;
  };
  'delivery:created': { delivery: Delivery };
  'delivery:updated': { delivery: Delivery };
  'pbx:changed': { pbx: PbxState };
  'pbx:tested': {
    test: string;
    ok: boolean;
    reason: string;
    pbx_version: string | null;
    checks: PbxCheck[];
  };
  'pbx:command': { id: number; kind: string; state: string; error: string | null };
  'extension:created': { extension: Extension };
  'extension:updated': { extension: Extension };
  'extension:removed': { id: number };
  'extension:status_changed': { extension: Extension; previous_status: string };
  'softphone:changed': { extension_id: number | null };
  'trunk:updated': { trunk: Trunk };
  'queue:updated': { queue: PbxQueue };
  'queue:member': { queue: string; member: PbxQueueMember; removed: boolean };
  'queue:callers': { queue: string; callers: PbxQueueCaller[] };
  'queue:reloaded': Record<string, never>;
  'call:new': {
    call_id: string;
    customer_name: string;
    phone_number: string;
    status: Call['status'];
    started_at: string;
    call: Call;
  };
  'call:updated': { call_id: string; status: Call['status']; call: Call };
  'call:routed': { call_id: string; department: string | null; call: Call };
  'call:transferred': {
    call_id: string;
    to_department: string | null;
    to_agent: string | null;
    call: Call;
  };
  'call:ended': { call_id: string; duration: number; call: Call };
  'call:removed': { call_id: string; id: number };
  'message:new': {
    call_id: string;
    speaker: string;
    content: string;
    message: TranscriptMessage;
  };
  'chat:new': { chat_id: number; chat: Chat };
  'chat:updated': { chat_id: number; state: Chat['state']; changed: string[]; chat: Chat };
  'chat:assigned': { chat_id: number; chat: Chat };
  'chat:closed': { chat_id: number; chat: Chat };
  'chat:removed': { chat_id: number; id: number };
  'chat:message': {
    chat_id: number;
    conversation_id: string;
    call_id: null;
    speaker: string;
    content: string;
    message: ChatMessage;
    chat: Pick<Chat, 'id' | 'last_seq' | 'last_message' | 'message_count' | 'state' | 'version'>;
  };
  'chat:read': {
    chat_id: number;
    side: 'customer' | 'agent';
    delivered_seq: number;
    read_seq: number;
  };
  'chat:transferred': { chat_id: number; chat: Chat };
  'chat:reopened': { chat_id: number; chat: Chat };
  'chat:message_edited': {
    chat_id: number;
    message: ChatMessage;
    last_message: Chat['last_message'];
  };
  'chat:typing': {
    chat_id: number;
    side: 'customer' | 'agent';
    user_id: number | null;
    name: string;
    typing: boolean;
  };
  'chat:viewers': { chat_id: number; viewers: { user_id: number; name: string }[] };
  'chat:visitor': {
    chat_id: number;
    online: boolean;
    page_url: string | null;
    page_title: string | null;
  };
  'customer:updated': { customer_id: number; version: number; changed: string[] };
  'customer:choices': { what: string };
  'interaction:created': { interaction: Interaction };
  'rating:created': { rating: Rating };
  'escalation:raised': { escalation: Escalation };
  'escalation:updated': { escalation: Escalation };
  'complaint:created': { complaint: Complaint };
  'complaint:updated': { complaint: Complaint };
  'callback:created': { callback: Callback };
  'callback:updated': { callback: Callback };
  'callback:due': { callback: Callback };
  'follow_up:created': { follow_up: FollowUp };
  'follow_up:updated': { follow_up: FollowUp };
  'follow_up:due': { follow_up: FollowUp };
  'agent:status_changed': {
    agent_id: string;
    id: number;
    status: TeamMember['status'];
    presence: TeamMember['presence'];
    automatic: TeamMember['presence_automatic'];
    since: string;
    name: string;
  };
  'schedule:changed': { agent_id: number; from: string; to: string };
  'notification:new': {
    notification: Notification;
    sound: string | null;
    desktop: boolean;
    replaces: number | null;
  };
  'notification:changed': { id: number | null; change: string; unread: number };
  'notification:preferences': { version: number; muted_until: string | null };
  'import:progress': { import: OrderImport };
  'reassign:requested': { request: ReassignRequest };
  'reassign:decided': { request: ReassignRequest };
  'modification:requested': { modification: OrderModification };
  'modification:decided': { modification: OrderModification };
  'policies:changed': { policies: CallPolicies };
  'sla:changed': { id: number; policy: SlaPolicy | null };
  'stock:changed': { product: StockProduct };
  'stock:imported': { import_id: number; created: number; changed: number };
  'stock:import_progress': { import: StockImport };
  /** Rights or settings of the company; who one is has to be asked again. */
  'account:changed': { user_id: number | null };
  'api_key:changed': { api_key_id: number };
  'push:changed': { version: number };
  'chat_widget:changed': { widget_id: number };
  'webhook:changed': { webhook_id: number; delivery_id: number | null };
  'announcement:changed': { id: number };
  /** `id` null: many, by a file. */
  'canned:changed': { id: number | null; removed: boolean };
  'performance:updated': { agent_id: number; team_id: number | null; date: string };
  'kpi_targets:updated': { team_id: number | null };
  'audit:written': { id: number; action: string; user_id: number | null };
  'report:progress': { export: ReportExport };
  'session:ended': { session_id: number; reason?: string };
}

export type EventType = keyof EventMap;

/** `seq` is 0 for what only passes, as typing does: it is in no list and never replayed. */
export type LiveEvent = {
  [T in EventType]: { type: T; data: EventMap[T]; seq: number; at: string };
}[EventType];

export interface Frame {
  type: string;
  data: Record<string, unknown>;
  seq: number;
  at?: string;
}

/**
 * idle: not started · connecting: first try · live: events flow · waiting: lost, trying again ·
 * offline: the browser has no network · refused: the server will not take this page.
 */
export type LiveState = 'idle' | 'connecting' | 'live' | 'waiting' | 'offline' | 'refused';
