import {
  AlarmClock,
  ArrowUpFromLine,
  Ban,
  BellOff,
  BellRing,
  Check,
  CheckCheck,
  CircleCheck,
  CircleDashed,
  CircleDot,
  CircleX,
  Clock,
  Coffee,
  Copy,
  DoorOpen,
  Flag,
  Grip,
  Headset,
  Hourglass,
  LoaderCircle,
  Lock,
  type LucideIcon,
  MapPinHouse,
  MessageCircle,
  MessageSquareReply,
  Moon,
  PackageCheck,
  PackageMinus,
  PackageOpen,
  PackageX,
  Pause,
  Phone,
  PhoneCall,
  PhoneForwarded,
  PhoneMissed,
  PhoneOff,
  PhoneOutgoing,
  Plane,
  PowerOff,
  SearchCheck,
  ShieldAlert,
  Timer,
  TimerOff,
  Truck,
  Undo2,
  Unplug,
  UserCheck,
  Users,
  UserX,
} from 'lucide-react';

/** The one map from a state of the server to its tone, its icon and the key of its word. */
export type Tone = 'success' | 'warning' | 'danger' | 'info' | 'violet' | 'neutral';

export interface StateLook {
  tone: Tone;
  icon: LucideIcon;
  /** Key in common.json. */
  label: string;
}

export const ORDER_STATUSES = [
  'new',
  'confirmed',
  'no_response',
  'postponed',
  'under_review',
  'cancelled',
  'closed',
] as const;
export type OrderStatus = (typeof ORDER_STATUSES)[number];

export const orderStates: Record<OrderStatus, StateLook> = {
  new: { tone: 'neutral', icon: CircleDashed, label: 'state.order.new' },
  confirmed: { tone: 'success', icon: CircleCheck, label: 'state.order.confirmed' },
  no_response: { tone: 'warning', icon: PhoneMissed, label: 'state.order.no_response' },
  postponed: { tone: 'warning', icon: AlarmClock, label: 'state.order.postponed' },
  under_review: { tone: 'info', icon: SearchCheck, label: 'state.order.under_review' },
  cancelled: { tone: 'danger', icon: Ban, label: 'state.order.cancelled' },
  closed: { tone: 'neutral', icon: Lock, label: 'state.order.closed' },
};

export const PRESENCES = [
  'available',
  'busy',
  'away',
  'on_break',
  'dnd',
  'in_meeting',
  'on_leave',
  'offline',
] as const;
export type Presence = (typeof PRESENCES)[number];

export const presenceStates: Record<Presence, StateLook> = {
  available: { tone: 'success', icon: Headset, label: 'state.presence.available' },
  busy: { tone: 'info', icon: PhoneCall, label: 'state.presence.busy' },
  away: { tone: 'warning', icon: Moon, label: 'state.presence.away' },
  on_break: { tone: 'warning', icon: Coffee, label: 'state.presence.on_break' },
  dnd: { tone: 'danger', icon: BellOff, label: 'state.presence.dnd' },
  in_meeting: { tone: 'warning', icon: Users, label: 'state.presence.in_meeting' },
  on_leave: { tone: 'neutral', icon: Plane, label: 'state.presence.on_leave' },
  offline: { tone: 'neutral', icon: PowerOff, label: 'state.presence.offline' },
};

export const DELIVERY_STATUSES = [
  'pending',
  'picked_up',
  'shipped',
  'in_transit',
  'out_for_delivery',
  'delivered',
  'failed_attempt',
  'returned',
  'lost',
  'cancelled',
] as const;
export type DeliveryStatus = (typeof DELIVERY_STATUSES)[number];

export const deliveryStates: Record<DeliveryStatus, StateLook> = {
  pending: { tone: 'neutral', icon: Clock, label: 'state.delivery.pending' },
  picked_up: { tone: 'info', icon: PackageCheck, label: 'state.delivery.picked_up' },
  shipped: { tone: 'info', icon: PackageOpen, label: 'state.delivery.shipped' },
  in_transit: { tone: 'warning', icon: Truck, label: 'state.delivery.in_transit' },
  out_for_delivery: {
    tone: 'warning',
    icon: MapPinHouse,
    label: 'state.delivery.out_for_delivery',
  },
  delivered: { tone: 'success', icon: CheckCheck, label: 'state.delivery.delivered' },
  failed_attempt: { tone: 'danger', icon: CircleX, label: 'state.delivery.failed_attempt' },
  returned: { tone: 'danger', icon: Undo2, label: 'state.delivery.returned' },
  lost: { tone: 'danger', icon: PackageX, label: 'state.delivery.lost' },
  cancelled: { tone: 'danger', icon: Ban, label: 'state.delivery.cancelled' },
};

export const SLA_STATES = ['running', 'kept', 'breached'] as const;
export type SlaState = (typeof SLA_STATES)[number];

export const slaStates: Record<SlaState, StateLook> = {
  running: { tone: 'neutral', icon: Timer, label: 'state.sla.running' },
  kept: { tone: 'success', icon: CircleCheck, label: 'state.sla.kept' },
  breached: { tone: 'danger', icon: TimerOff, label: 'state.sla.breached' },
};

export const MODIFICATION_STATUSES = ['pending', 'approved', 'rejected', 'withdrawn'] as const;
export type ModificationStatus = (typeof MODIFICATION_STATUSES)[number];

export const modificationStates: Record<ModificationStatus, StateLook> = {
  pending: { tone: 'warning', icon: Hourglass, label: 'state.modification.pending' },
  approved: { tone: 'success', icon: CircleCheck, label: 'state.modification.approved' },
  rejected: { tone: 'danger', icon: CircleX, label: 'state.modification.rejected' },
  withdrawn: { tone: 'neutral', icon: Undo2, label: 'state.modification.withdrawn' },
};

export const MESSAGE_STATUSES = ['queued', 'sent', 'delivered', 'failed', 'received'] as const;
export type MessageStatus = (typeof MESSAGE_STATUSES)[number];

export const messageStates: Record<MessageStatus, StateLook> = {
  queued: { tone: 'neutral', icon: Clock, label: 'state.message.queued' },
  sent: { tone: 'info', icon: Check, label: 'state.message.sent' },
  delivered: { tone: 'success', icon: CheckCheck, label: 'state.message.delivered' },
  failed: { tone: 'danger', icon: CircleX, label: 'state.message.failed' },
  received: { tone: 'violet', icon: MessageSquareReply, label: 'state.message.received' },
};

export function messageState(status: string): StateLook {
  return messageStates[status as MessageStatus] ?? unknown;
}

export const STOCK_STATES = ['in_stock', 'low_stock', 'out_of_stock'] as const;
export type StockState = (typeof STOCK_STATES)[number];

export const stockStates: Record<StockState, StateLook> = {
  in_stock: { tone: 'success', icon: PackageCheck, label: 'state.stock.in_stock' },
  low_stock: { tone: 'warning', icon: PackageMinus, label: 'state.stock.low_stock' },
  out_of_stock: { tone: 'danger', icon: PackageX, label: 'state.stock.out_of_stock' },
};

export const ESCALATION_STATUSES = ['raised', 'assigned', 'resolved', 'escalated_further'] as const;
export type EscalationStatus = (typeof ESCALATION_STATUSES)[number];

export const escalationStates: Record<EscalationStatus, StateLook> = {
  raised: { tone: 'warning', icon: ShieldAlert, label: 'state.escalation.raised' },
  assigned: { tone: 'info', icon: UserCheck, label: 'state.escalation.assigned' },
  resolved: { tone: 'success', icon: CircleCheck, label: 'state.escalation.resolved' },
  escalated_further: {
    tone: 'violet',
    icon: ArrowUpFromLine,
    label: 'state.escalation.escalated_further',
  },
};

export const COMPLAINT_STATUSES = ['open', 'in_progress', 'resolved'] as const;
export type ComplaintStatus = (typeof COMPLAINT_STATUSES)[number];

export const complaintStates: Record<ComplaintStatus, StateLook> = {
  open: { tone: 'warning', icon: Flag, label: 'state.complaint.open' },
  in_progress: { tone: 'info', icon: CircleDot, label: 'state.complaint.in_progress' },
  resolved: { tone: 'success', icon: CircleCheck, label: 'state.complaint.resolved' },
};

export const FLAG_STATES = ['refuser', 'duplicate'] as const;
export type FlagState = (typeof FLAG_STATES)[number];

/** Why to look at an order twice; a reason to ask, never a verdict. */
export const flagStates: Record<FlagState, StateLook> = {
  refuser: { tone: 'danger', icon: UserX, label: 'state.flag.refuser' },
  duplicate: { tone: 'violet', icon: Copy, label: 'state.flag.duplicate' },
};

export const OUTCOME_STATES = [
  'delivered',
  'returned',
  'failed',
  'on_the_way',
  'no_parcel',
  'cancelled',
  'reopened',
] as const;
export type OutcomeState = (typeof OUTCOME_STATES)[number];

/** What became of a confirmed order. */
export const outcomeStates: Record<OutcomeState, StateLook> = {
  delivered: { tone: 'success', icon: CheckCheck, label: 'state.outcome.delivered' },
  returned: { tone: 'danger', icon: Undo2, label: 'state.outcome.returned' },
  failed: { tone: 'danger', icon: PackageX, label: 'state.outcome.failed' },
  on_the_way: { tone: 'info', icon: Truck, label: 'state.outcome.on_the_way' },
  no_parcel: { tone: 'neutral', icon: PackageMinus, label: 'state.outcome.no_parcel' },
  cancelled: { tone: 'danger', icon: Ban, label: 'state.outcome.cancelled' },
  reopened: { tone: 'warning', icon: SearchCheck, label: 'state.outcome.reopened' },
};

export const EXPORT_STATES = [
  'waiting',
  'running',
  'done',
  'failed',
  'cancelled',
  'expired',
] as const;
export type ExportState = (typeof EXPORT_STATES)[number];

export const exportStates: Record<ExportState, StateLook> = {
  waiting: { tone: 'neutral', icon: Clock, label: 'state.export.waiting' },
  running: { tone: 'info', icon: LoaderCircle, label: 'state.export.running' },
  done: { tone: 'success', icon: CircleCheck, label: 'state.export.done' },
  failed: { tone: 'danger', icon: CircleX, label: 'state.export.failed' },
  cancelled: { tone: 'neutral', icon: Ban, label: 'state.export.cancelled' },
  expired: { tone: 'neutral', icon: TimerOff, label: 'state.export.expired' },
};

export const CALL_STATUSES = [
  'initiated',
  'ivr',
  'queued',
  'ringing',
  'answered',
  'in_progress',
  'on_hold',
  'transferred',
  'completed',
  'busy',
  'no_answer',
  'failed',
  'canceled',
  'rejected',
  'abandoned',
  'interrupted',
  'unknown',
] as const;
export type CallStatus = (typeof CALL_STATUSES)[number];

export const callStates: Record<CallStatus, StateLook> = {
  initiated: { tone: 'neutral', icon: PhoneOutgoing, label: 'state.call.initiated' },
  ivr: { tone: 'neutral', icon: Grip, label: 'state.call.ivr' },
  queued: { tone: 'warning', icon: Hourglass, label: 'state.call.queued' },
  ringing: { tone: 'info', icon: BellRing, label: 'state.call.ringing' },
  answered: { tone: 'success', icon: Phone, label: 'state.call.answered' },
  in_progress: { tone: 'success', icon: PhoneCall, label: 'state.call.in_progress' },
  on_hold: { tone: 'warning', icon: Pause, label: 'state.call.on_hold' },
  transferred: { tone: 'violet', icon: PhoneForwarded, label: 'state.call.transferred' },
  completed: { tone: 'neutral', icon: CircleCheck, label: 'state.call.completed' },
  busy: { tone: 'warning', icon: PhoneOff, label: 'state.call.busy' },
  no_answer: { tone: 'danger', icon: PhoneMissed, label: 'state.call.no_answer' },
  failed: { tone: 'danger', icon: CircleX, label: 'state.call.failed' },
  canceled: { tone: 'neutral', icon: Ban, label: 'state.call.canceled' },
  rejected: { tone: 'warning', icon: PhoneOff, label: 'state.call.rejected' },
  abandoned: { tone: 'danger', icon: DoorOpen, label: 'state.call.abandoned' },
  interrupted: { tone: 'danger', icon: Unplug, label: 'state.call.interrupted' },
  unknown: { tone: 'neutral', icon: CircleDashed, label: 'state.call.unknown' },
};

export const CHAT_STATES = [
  'waiting',
  'offered',
  'active',
  'closed',
  'missed',
  'abandoned',
] as const;
export type ChatState = (typeof CHAT_STATES)[number];

export const chatStates: Record<ChatState, StateLook> = {
  waiting: { tone: 'warning', icon: Hourglass, label: 'state.chat.waiting' },
  offered: { tone: 'info', icon: BellRing, label: 'state.chat.offered' },
  active: { tone: 'success', icon: MessageCircle, label: 'state.chat.active' },
  closed: { tone: 'neutral', icon: CircleCheck, label: 'state.chat.closed' },
  missed: { tone: 'danger', icon: CircleX, label: 'state.chat.missed' },
  abandoned: { tone: 'danger', icon: DoorOpen, label: 'state.chat.abandoned' },
};

const unknown: StateLook = { tone: 'neutral', icon: CircleDashed, label: 'state.unknown' };

/** A server newer than this page may send a state we have no word for. */
export function orderState(status: string): StateLook {
  return orderStates[status as OrderStatus] ?? unknown;
}

export function presenceState(presence: string): StateLook {
  return presenceStates[presence as Presence] ?? unknown;
}

export function stockState(status: string): StateLook {
  return stockStates[status as StockState] ?? unknown;
}

export function modificationState(status: string): StateLook {
  return modificationStates[status as ModificationStatus] ?? unknown;
}

export function deliveryState(status: string): StateLook {
  return deliveryStates[status as DeliveryStatus] ?? unknown;
}

export function escalationState(status: string): StateLook {
  return escalationStates[status as EscalationStatus] ?? unknown;
}

export function complaintState(status: string): StateLook {
  return complaintStates[status as ComplaintStatus] ?? unknown;
}

export function outcomeState(outcome: string): StateLook {
  return outcomeStates[outcome as OutcomeState] ?? unknown;
}

export function exportState(status: string): StateLook {
  return exportStates[status as ExportState] ?? unknown;
}

export function callState(status: string): StateLook {
  return callStates[status as CallStatus] ?? unknown;
}

export function chatState(state: string): StateLook {
  return chatStates[state as ChatState] ?? unknown;
}
