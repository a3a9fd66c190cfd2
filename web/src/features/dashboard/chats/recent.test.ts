import { describe, expect, it } from 'vitest';
import { chatOf } from '@/test/chats';
import { RECENT_CHATS, withChat, withMessage, withoutChat } from './recent';
import { chartOf } from './series';

const rows = [chatOf({ id: 1, unread: 0 }), chatOf({ id: 2, version: 3 })];
const ids = (list: readonly { id: number }[]) => list.map(({ id }) => id);

describe('recent chats (S1-DASH-10)', () => {
  it('change in their place, and a new one comes first', () => {
    const closed = withChat(rows, chatOf({ id: 2, version: 4, state: 'closed' }));
    expect(ids(closed)).toEqual([1, 2]);
    expect(closed[1]?.state).toBe('closed');
    const stale = withChat(closed, chatOf({ id: 2, version: 3, state: 'active' }));
    expect(stale[1]?.state, 'an older answer brings nothing back').toBe('closed');
    expect(ids(withChat(rows, chatOf({ id: 9 })))).toEqual([9, 1, 2]);
  });

  it('are no more than there is room for', () => {
    let list: readonly ReturnType<typeof chatOf>[] = [];
    for (let id = 1; id <= RECENT_CHATS + 2; id++) list = withChat(list, chatOf({ id }));
    expect(list).toHaveLength(RECENT_CHATS);
    expect(list[0]?.id).toBe(RECENT_CHATS + 2);
  });

  it('go on with what is said: unread by the customer’s messages alone, and once each', () => {
    const said = { ...chatOf({ id: 1, last_seq: 5 }), version: 1 };
    const once = withMessage(rows, said, { seq: 5, speaker: 'customer' });
    expect(once[0]).toMatchObject({ last_seq: 5, unread: 1 });
    expect(withMessage(once, said, { seq: 5, speaker: 'customer' })[0]?.unread).toBe(1);
    const answer = { ...said, last_seq: 6 };
    expect(withMessage(once, answer, { seq: 6, speaker: 'agent' })[0]?.unread).toBe(1);
    expect(withMessage(rows, { ...said, id: 77 }, { seq: 5, speaker: 'agent' })).toBe(rows);
  });

  it('leave', () => {
    expect(ids(withoutChat(rows, 1))).toEqual([2]);
    expect(withoutChat(rows, 99)).toBe(rows);
  });
});

describe('the chart of chats (S1-DASH-12)', () => {
  const csat = { average: null, count: 0 };
  const day = {
    date: '2026-11-02',
    date_to: '2026-11-02',
    closed: 4,
    lost: 1,
    average_first_response_seconds: 30,
    average_resolution_seconds: null,
    csat,
  };
  const t = ((key: string) => key) as never;

  it('has a day’s figures, and the way to its rows', () => {
    const [point] = chartOf([day], 'ended', t).points;
    expect(point?.values).toEqual({ closed: 4, lost: 1 });
    expect(point?.to).toBe('/agent/chats?view=history&date=2026-11-02');
  });

  it('of a week goes to its days, and unknown is not zero', () => {
    const week = { ...day, date_to: '2026-11-08' };
    const [point] = chartOf([week], 'csat', t).points;
    expect(point?.values).toEqual({ csat: null });
    const query = new URLSearchParams(point?.to?.split('?')[1]);
    expect(query.get('date')).toBe('2026-11-02..2026-11-08');
    expect(query.get('with')).toBe('rated');
  });
});
