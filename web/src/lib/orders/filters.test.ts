import { beforeEach, describe, expect, it } from 'vitest';
import { setTimeZone } from '@/lib/format';
import { orderOf } from '@/test/orders';
import {
  exportUrl,
  isFiltered,
  isTouchedToday,
  noFilters,
  readFilters,
  stillFits,
  toQuery,
  wouldJoin,
  writeFilters,
} from './filters';

const agent = { agentId: 1, seesTeam: false, seesAll: false };
const supervisor = { agentId: 1, seesTeam: true, seesAll: false };
const now = Date.parse('2026-11-21T10:00:00Z');
const read = (query: string) => readFilters(new URLSearchParams(query));

beforeEach(() => setTimeZone('Asia/Dubai'));

describe('filters in the address', () => {
  it.each([
    '',
    'status=confirmed',
    'status=new%2Cno_response&priority=high',
    'date=today&orders=pool',
    'date=7d&agent_id=12',
    'date_from=2026-11-01&date_to=2026-11-15',
    'search=%D8%A3%D8%AD%D9%85%D8%AF&sort=expected_at',
  ])('survive a round trip: %s', (query) => {
    expect(writeFilters(read(query)).toString()).toBe(query);
  });

  it('ignore what means nothing', () => {
    expect(read('status=sold&date=someday&priority=9&agent_id=x&sort=price&date_from=1')).toEqual(
      noFilters,
    );
    expect(isFiltered(read('sort=updated_at'))).toBe(false);
    expect(isFiltered(read('search=x'))).toBe(true);
  });

  it('leave the open order in the address', () => {
    const before = new URLSearchParams('order=1847&status=new');
    const after = writeFilters({ ...noFilters, status: 'closed' }, before);
    expect(after.toString()).toBe('order=1847&status=closed');
  });

  it('ask the server, and the file is of the same rows', () => {
    const filters = read('date_from=2026-11-01&status=new&search=iPad');
    expect(toQuery(filters)).toEqual({
      status: 'new',
      sort: '-created_at',
      date_from: '2026-11-01',
      search: 'iPad',
    });
    const url = new URL(exportUrl(filters, 'ar'), 'http://x');
    expect(url.pathname).toBe('/api/agent/orders/export');
    expect(url.searchParams.get('status')).toBe('new');
    expect(url.searchParams.get('format')).toBe('csv');
    expect(url.searchParams.get('language')).toBe('ar');
  });
});

describe('does an order belong to the list', () => {
  it('by its status and priority', () => {
    expect(stillFits(orderOf({ status: 'new' }), read('status=new,closed'), agent)).toBe(true);
    expect(stillFits(orderOf({ status: 'confirmed' }), read('status=new'), agent)).toBe(false);
    expect(stillFits(orderOf(), read('priority=high'), agent)).toBe(false);
  });

  it('by whose it is', () => {
    const mine = orderOf();
    const hers = orderOf({ assigned_agent: { id: 2, code: 'AGT-002', name: 'Lina' } });
    const free = orderOf({ assigned_agent: null });
    expect([mine, hers, free].map((order) => stillFits(order, noFilters, agent))).toEqual([
      true,
      false,
      false,
    ]);
    expect(stillFits(hers, noFilters, supervisor)).toBe(true);
    expect(stillFits(free, read('orders=pool'), agent)).toBe(true);
    expect(stillFits(mine, read('orders=pool'), supervisor)).toBe(false);
    expect(stillFits(hers, read('agent_id=2'), supervisor)).toBe(true);
    expect(stillFits(mine, read('agent_id=2'), supervisor)).toBe(false);
  });

  it('does not grey a row for its day or a search hit that the page cannot judge', () => {
    expect(stillFits(orderOf(), read('date=yesterday&search=zzz'), agent)).toBe(true);
  });

  it('announces a new order only on its day in the company zone', () => {
    const late = orderOf({ created_at: '2026-11-20T21:00:00Z' });
    expect(wouldJoin(late, read('date=today'), agent, now)).toBe(true);
    expect(wouldJoin(late, read('date=yesterday'), agent, now)).toBe(false);
    const older = orderOf({ created_at: '2026-11-19T12:00:00Z' });
    expect(wouldJoin(older, read('date=today'), agent, now)).toBe(false);
    expect(wouldJoin(older, read('date=7d'), agent, now)).toBe(true);
    expect(wouldJoin(older, read('date_from=2026-11-20'), agent, now)).toBe(false);
  });

  it('counts as touched today what was created or moved today', () => {
    const old = { created_at: '2026-11-10T08:00:00Z' };
    const moved = orderOf({ ...old, status_since: '2026-11-20T21:00:00Z' });
    const rested = orderOf({ ...old, status_since: '2026-11-20T19:00:00Z' });
    expect(isTouchedToday(moved, agent, now)).toBe(true);
    expect(isTouchedToday(rested, agent, now)).toBe(false);
    expect(isTouchedToday({ ...moved, assigned_agent: null }, supervisor, now)).toBe(false);
    expect(wouldJoin(moved, read('date=touched_today'), agent, now)).toBe(true);
    expect(wouldJoin(moved, read('date=today'), agent, now)).toBe(false);
    expect(toQuery(read('date=touched_today'))).toMatchObject({
      date: 'all',
      sort: '-updated_at',
    });
  });

  it('announces a new order only when it matches the search', () => {
    expect(wouldJoin(orderOf(), read('search=galaxy ahmed'), agent, now)).toBe(true);
    expect(wouldJoin(orderOf(), read('search=iphone'), agent, now)).toBe(false);
  });
});
