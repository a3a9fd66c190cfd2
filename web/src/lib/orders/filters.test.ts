import { beforeEach, describe, expect, it } from 'vitest';
import { setTimeZone } from '@/lib/format';
import { orderOf } from '@/test/orders';
import {
  exportUrl,
  isFiltered,
  noFilters,
  readFilters,
  stillFits,
  toQuery,
  unnarrowed,
  wouldJoin,
  writeFilters,
} from './filters';

const agent = { agentId: 1, seesTeam: false };
const supervisor = { agentId: 1, seesTeam: true };
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
    'date=today&date_of=status',
    'status=confirmed&date=month&date_of=status&sort=status_since',
    'date_from=2026-11-01&date_to=2026-11-15',
    'search=%D8%A3%D8%AD%D9%85%D8%AF&sort=expected_at',
    'date=month&date_of=confirmed&confirmed_by=3&outcome=returned%2Cfailed',
    'seller_id=1&product_id=2&area=Deira&source=manual&courier_id=4&flag=duplicate',
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

  it('narrowed, go by any order and are not searched', () => {
    expect(read('flag=duplicate&search=lamp&sort=updated_at&sla=kept')).toEqual({
      ...noFilters,
      flag: 'duplicate',
      sort: 'updated_at',
    });
    expect(read('flag=duplicate&sort=status_since&date=today&date_of=status')).toEqual({
      ...noFilters,
      flag: 'duplicate',
      date: 'today',
      dateOf: 'status',
      sort: 'status_since',
    });
    expect(read('area=Deira&sort=updated_at&date_of=confirmed').sort).toBe('-confirmed_at');
    expect(read('area=Deira&sort=confirmed_at').sort).toBe('-created_at');
    const oldest = read('date_of=confirmed&sort=confirmed_at');
    expect(writeFilters(oldest).toString()).toBe('date_of=confirmed&sort=confirmed_at');
    expect(read('flag=odd&outcome=lost,returned&seller_id=x&date_of=confirmed')).toEqual({
      ...noFilters,
      outcome: 'returned',
      dateOf: 'confirmed',
      sort: '-confirmed_at',
    });
    expect(toQuery(read('area=Deira&date_of=confirmed'))).toEqual({
      status: 'all',
      sort: '-confirmed_at',
      date: 'all',
      date_of: 'confirmed',
      area: 'Deira',
    });
    const searched = { ...read('area=Deira&flag=refuser'), ...unnarrowed, search: 'lamp' };
    expect(writeFilters(searched).toString()).toBe('search=lamp');
  });

  it('keep a row as long as it says what was asked', () => {
    const order = orderOf({ flags: ['refuser'], area: 'Deira' });
    expect(stillFits(order, read('flag=refuser&area=Deira'), agent)).toBe(true);
    expect(stillFits(order, read('flag=duplicate'), agent)).toBe(false);
    expect(stillFits(order, read('area=Mirdif'), agent)).toBe(false);
    expect(wouldJoin(order, read('flag=refuser'), agent, now)).toBe(true);
    // What became of it, only the server knows.
    expect(wouldJoin(order, read('outcome=returned'), agent, now)).toBe(false);
  });

  it('are by the last status in a month at most, and sorted by it alone', () => {
    for (const date of ['all', '40d', 'custom'])
      expect(read(`date=${date}&date_of=status&sort=status_since`)).toMatchObject({
        dateOf: 'created',
        sort: '-created_at',
      });
    expect(read('date=today&date_of=status&sort=expected_at').sort).toBe('-status_since');
    expect(read('date=today&sort=-status_since').sort).toBe('-created_at');
    const worked = read('date=yesterday&date_of=status');
    expect(writeFilters({ ...worked, date: 'all' }).toString()).toBe('');
    expect(writeFilters({ ...worked, dateOf: 'created' }).toString()).toBe('date=yesterday');
    expect(toQuery(worked)).toMatchObject({
      date: 'yesterday',
      date_of: 'status',
      sort: '-status_since',
    });
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
    const url = new URL(exportUrl(filters, 'csv', 'ar'), 'http://x');
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

  it('goes by the day of the last status where that is asked for', () => {
    const old = { created_at: '2026-11-10T08:00:00Z' };
    const worked = orderOf({ ...old, status_since: '2026-11-20T21:00:00Z' });
    const rested = orderOf({ ...old, status_since: '2026-11-20T19:00:00Z' });
    const today = read('date=today&date_of=status');
    expect(wouldJoin(worked, today, agent, now)).toBe(true);
    expect(wouldJoin(rested, today, agent, now)).toBe(false);
    expect(wouldJoin(worked, read('date=today'), agent, now)).toBe(false);
    expect(wouldJoin(rested, read('date=yesterday&date_of=status'), agent, now)).toBe(true);
  });

  it('announces a new order only when it matches the search', () => {
    expect(wouldJoin(orderOf(), read('search=galaxy ahmed'), agent, now)).toBe(true);
    expect(wouldJoin(orderOf(), read('search=iphone'), agent, now)).toBe(false);
  });
});
