import { create } from 'zustand';
import type { Tone } from '@/lib/states';

export interface ToastAction {
  label: string;
  run: () => void;
}

export interface Toast {
  id: number;
  tone: Extract<Tone, 'success' | 'info' | 'warning' | 'danger'>;
  text: string;
  /** Shown small below the text, for example a request id. */
  detail?: string;
  action?: ToastAction;
  durationMs: number;
}

interface ToastStore {
  toasts: Toast[];
}

export const useToasts = create<ToastStore>()(() => ({ toasts: [] }));

const MOST = 4;
let nextId = 1;

function show(toast: Omit<Toast, 'id'>): number {
  const id = nextId;
  nextId += 1;
  useToasts.setState(({ toasts }) => ({ toasts: [...toasts, { ...toast, id }].slice(-MOST) }));
  return id;
}

export function dismissToast(id: number): void {
  useToasts.setState(({ toasts }) => ({ toasts: toasts.filter((toast) => toast.id !== id) }));
}

type Extra = Partial<Pick<Toast, 'detail' | 'action' | 'durationMs'>>;

/** Short messages at the corner, read out by a live region. */
export const toast = {
  success: (text: string, extra: Extra = {}) =>
    show({ tone: 'success', text, durationMs: 5_000, ...extra }),
  info: (text: string, extra: Extra = {}) =>
    show({ tone: 'info', text, durationMs: 5_000, ...extra }),
  warning: (text: string, extra: Extra = {}) =>
    show({ tone: 'warning', text, durationMs: 8_000, ...extra }),
  error: (text: string, extra: Extra = {}) =>
    show({ tone: 'danger', text, durationMs: 10_000, ...extra }),
  /** For what can be taken back: eight seconds with a button. */
  undo: (text: string, label: string, run: () => void) =>
    show({ tone: 'success', text, durationMs: 8_000, action: { label, run } }),
};
