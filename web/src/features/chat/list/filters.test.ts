import { describe, expect, it } from 'vitest';
import { chatOf } from '@/test/chats';
import { belongs, placeOf, readFilters, toQuery, writeFilters } from './filters';

const read = (address: string) => readFilters(new URLSearchParams(address), 'mine');

describe('the address of the list', () => {
  it('is read with what is missing filled in, and nonsense left out', () => {
    expect(read('')).toEqual({
      view: 'mine',
      sort: 'newest',
      department: '',
      tag: '',
      agent: '',
      search: '',
      date: '',
      state: '',
      with: '',
    });
    expect(read('view=waiting').sort, 'who waits longest comes first').toBe('wait_time');
    expect(read('view=nonsense&sort=up')).toMatchObject({ view: 'mine', sort: 'newest' });
  });

  it('says only what differs', () => {
    const filters = { ...read('view=waiting'), search: 'nora' };
    expect(writeFilters(filters, 'mine').toString()).toBe('view=waiting&search=nora');
    expect(writeFilters(read(''), 'mine').toString()).toBe('');
    expect(read(writeFilters(filters, 'mine').toString())).toEqual(filters);
  });

  it('asks the server for the same (S1-CHAT-07, S1-CHAT-08, S1-CHAT-09)', () => {
    expect(toQuery(read('department=sales&search= nora '))).toEqual({
      view: 'active',
      mine: true,
      sort: 'newest',
      department: 'sales',
      search: 'nora',
    });
    expect(toQuery(read('view=history&sort=oldest&tag=spam&agent=AGT-002'))).toEqual({
      view: 'history',
      sort: 'oldest',
      tag: 'spam',
      agent_id: 'AGT-002',
    });
  });
});

describe('of the history', () => {
  it('the figures of a day can be opened (S1-DASH-02…08)', () => {
    const today = read('view=history&date=today&state=closed&with=rated');
    expect(toQuery(today)).toMatchObject({ date: 'today', state: 'closed', with: 'rated' });
    const days = read('view=history&date=2026-11-01..2026-11-07');
    expect(toQuery(days)).toMatchObject({ date_from: '2026-11-01', date_to: '2026-11-07' });
    expect(read(writeFilters(days, 'mine').toString())).toEqual(days);
    expect(read('view=history&date=someday&state=active&with=x')).toMatchObject({
      date: '',
      state: '',
      with: '',
    });
    expect(read('view=waiting&date=today').date, 'what waits has not ended').toBe('');
  });

  it('a chat belongs that ended then, and so', () => {
    const closed_at = '2026-11-03T10:00:00Z';
    const chat = chatOf({ state: 'closed', closed_at });
    const fits = (query: string) => belongs(chat, read(`view=history&${query}`), 1);
    expect(fits('date=2026-11-03')).toBe(true);
    expect(fits('date=2026-11-04..2026-11-09')).toBe(false);
    expect(fits('date=today')).toBe(false);
    expect(fits('state=missed')).toBe(false);
    expect(fits('with=rated')).toBe(false);
    const rated = chatOf({ state: 'closed', closed_at, rating: { score: 5, comment: null } });
    expect(belongs(rated, read('view=history&with=rated'), 1)).toBe(true);
  });
});

describe('a chat belongs', () => {
  it('to the panes of its state', () => {
    const waiting = chatOf({ state: 'waiting', agent: null });
    expect(belongs(waiting, read('view=waiting'), 1)).toBe(true);
    expect(belongs(waiting, read(''), 1)).toBe(false);
    expect(belongs(chatOf(), read(''), 1)).toBe(true);
    expect(belongs(chatOf(), read(''), 2), 'it is of a colleague').toBe(false);
    expect(belongs(chatOf(), read('view=all'), 2)).toBe(true);
    expect(belongs(chatOf({ state: 'missed' }), read('view=history'), 1)).toBe(true);
  });

  it('where department, tag and agent are those asked for', () => {
    const chat = chatOf({ tags: ['spam'] });
    expect(belongs(chat, read('department=sales&tag=spam'), 1)).toBe(true);
    expect(belongs(chat, read('department=care'), 1)).toBe(false);
    expect(belongs(chat, read('tag=resolved'), 1)).toBe(false);
    expect(belongs(chat, read('view=all&agent=AGT-002'), 1)).toBe(false);
  });

  it('perhaps, where something is searched for', () => {
    expect(belongs(chatOf(), read('search=nora'), 1)).toBeNull();
  });

  it('comes where it moves nothing', () => {
    expect(placeOf(read(''))).toBe('first');
    expect(placeOf(read('view=waiting'))).toBe('last');
  });
});
