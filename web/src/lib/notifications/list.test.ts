import { expect, it } from 'vitest';
import type { Notification } from '@/lib/api';
import { withNotification, withRead } from './list';
import { pathOf } from './places';

const one = (id: number, readAt: string | null = null): Notification => ({
  id,
  type: 'order_assigned',
  topic: 'order_assigned',
  title: 'x',
  body: '',
  data: null,
  subject_type: 'order',
  subject_id: 12,
  read_at: readAt,
  created_at: '2026-11-21T06:00:00Z',
});

it('puts a new notification first and counts it', () => {
  const list = withNotification({ notifications: [one(1)], unread: 1 }, one(2));
  expect(list?.notifications.map((item) => item.id)).toEqual([2, 1]);
  expect(list?.unread).toBe(2);
});

it('takes the same one only once, and nothing before the list is loaded', () => {
  const list = { notifications: [one(1)], unread: 1 };
  expect(withNotification(list, one(1))).toBe(list);
  expect(withNotification(undefined, one(1))).toBeUndefined();
});

it('puts it in the place of the one before, which counts no more (S1-NOTIF-02)', () => {
  const list = { notifications: [one(1), one(2), one(3, 'before')], unread: 2 };
  const next = withNotification(list, one(4), 2);
  expect(next?.notifications.map(({ id }) => id)).toEqual([4, 1, 3]);
  expect(next?.unread).toBe(2);
  expect(withNotification(list, one(4), 3)?.unread).toBe(3);
  expect(withNotification(list, one(4), 99)?.unread).toBe(3);
});

it('marks one or all as read', () => {
  const list = { notifications: [one(1), one(2), one(3, 'before')], unread: 7 };
  expect(withRead(list, 2, 'now')?.unread).toBe(6);
  expect(withRead(list, 3, 'now')?.unread).toBe(7);
  expect(withRead(list, 'all', 'now')?.unread).toBe(0);
  expect(withRead(list, 'all', 'now')?.notifications.map((item) => item.read_at)).toEqual([
    'now',
    'now',
    'before',
  ]);
});

it('knows the page behind a notification', () => {
  expect(pathOf(one(1))).toBe('/call-center-panel/orders/12');
  expect(pathOf({ ...one(1), type: 'password_request', subject_type: 'agent' })).toBe(
    '/admin/password-requests',
  );
  expect(pathOf({ ...one(1), subject_type: 'news' })).toBeNull();
});
