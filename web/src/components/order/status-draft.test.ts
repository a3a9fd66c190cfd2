import { beforeEach, describe, expect, it } from 'vitest';
import { setTimeZone } from '@/lib/format';
import { orderOf } from '@/test/orders';
import { changeOf, checkDraft, draftOf, errorsFrom } from './status-draft';

const now = Date.parse('2026-11-21T10:00:00Z');

beforeEach(() => setTimeZone('Asia/Dubai'));

describe('the status form', () => {
  it('asks for a status, and offers SMS and follow-up', () => {
    const draft = draftOf({}, now);
    expect(draft.notify).toBe(true);
    expect(draft.followUp).toBe(true);
    expect(checkDraft(draft, now)).toEqual({ status: 'status.error.status' });
  });

  it('asks for the reason of a cancellation, and for details of another reason', () => {
    const draft = draftOf({ status: 'cancelled' }, now);
    expect(checkDraft(draft, now)).toEqual({ reason: 'status.error.reason' });
    expect(checkDraft({ ...draft, reason: 'price_concerns' }, now)).toEqual({});
    const other = { ...draft, reason: 'other' as const };
    expect(checkDraft({ ...other, details: '  ' }, now)).toEqual({
      details: 'status.error.details',
    });
    expect(checkDraft({ ...other, details: 'moved away' }, now)).toEqual({});
  });

  it('postpones to tomorrow at ten unless told otherwise, never to the past', () => {
    const draft = draftOf({ status: 'postponed' }, now);
    expect(draft.postponedUntil).toBe('2026-11-22T10:00');
    const usual = draftOf({ status: 'postponed' }, now, 6);
    expect(usual.postponedUntil).toBe('2026-11-21T20:00');
    expect(checkDraft({ ...draft, postponedUntil: '' }, now)).toHaveProperty('postponedUntil');
    expect(checkDraft({ ...draft, postponedUntil: '2026-11-21T13:59' }, now)).toEqual({
      postponedUntil: 'error.past',
    });
    expect(changeOf(draft)).toMatchObject({ postponed_until: '2026-11-22T06:00:00.000Z' });
  });

  it('sends only what belongs to the status, tied to the version on screen', () => {
    const draft = {
      ...draftOf({ status: 'confirmed' }, now),
      reason: 'other' as const,
      details: 'left from before',
      notes: ' ok ',
    };
    expect(changeOf(draft, orderOf({ version: 7 }))).toEqual({
      status: 'confirmed',
      notes: 'ok',
      notify_customer: true,
      follow_up_required: true,
      version: 7,
    });
  });

  it('takes up again what was refused', () => {
    const change = {
      status: 'cancelled' as const,
      notes: 'n',
      cancellation_reason: 'other' as const,
      cancellation_details: 'd',
      notify_customer: false,
      follow_up_required: false,
    };
    expect(changeOf(draftOf(change, now))).toEqual(change);
    expect(errorsFrom({ cancellation_details: ['too long'] })).toEqual({ details: 'too long' });
  });
});
