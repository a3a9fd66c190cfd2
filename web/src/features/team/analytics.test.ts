import { describe, expect, it } from 'vitest';
import { callsLink, placeOf, readFigure, readPeriod, rowsQuery, writeFigure } from './analytics';
import { isBehind } from './analytics-api';

describe('figures in the address', () => {
  it.each([
    {},
    { status: 'cancelled', reason: 'price_concerns' },
    { area: '', status: 'in' },
    { area: 'Al Nahda & more', hour: '9' },
    { from: 'new', status: 'confirmed', day: '2026-11-23' },
  ])('come back as they were: %j', (figure) =>
    expect(readFigure(writeFigure(figure))).toEqual(figure),
  );

  it('are none where there is none', () => {
    expect(readFigure(null)).toBeNull();
    expect(readFigure('')).toBeNull();
    expect(readFigure('handled')).toEqual({});
  });
});

describe('what is asked for', () => {
  it('takes what it knows from the address', () => {
    const read = (text: string) => readPeriod(new URLSearchParams(text));
    expect(read('')).toEqual({ date: '30d' });
    expect(read('date=week&department=2')).toEqual({ date: 'week', department_id: 2 });
    expect(read('date=week&department=2&team=7')).toEqual({ date: 'week', team_id: 7 });
    expect(read('date=ages&department=x')).toEqual({ date: '30d' });
  });

  it('narrows the period to a day, and the place to a team', () => {
    expect(rowsQuery({ date: '30d', department_id: 2 }, { day: '2026-11-23', hour: '9' })).toEqual({
      date: 'custom',
      date_from: '2026-11-23',
      date_to: '2026-11-23',
      department_id: 2,
      hour: 9,
    });
    expect(rowsQuery({ date: 'week' }, { team: '7', status: 'in' })).toEqual({
      date: 'week',
      team_id: 7,
      status: 'in',
    });
  });
});

describe('figures that are behind the work', () => {
  it.each([
    ['2026-11-28T12:00:00.000Z', '', false],
    ['2026-11-28T12:00:00.000Z', '2026-11-28T12:00:01.000Z', true],
    ['2026-11-28T12:00:02.000Z', '2026-11-28T12:00:01.000Z', false],
    [null, '2026-11-28T12:00:01.000Z', true],
    [undefined, '', false],
  ])('as of %j, newest change %j: %j', (asOf, newest, behind) =>
    expect(isBehind(asOf, newest)).toBe(behind),
  );
});

describe('the calls behind a figure', () => {
  it('are those of the same period', () => {
    expect(callsLink({ date: 'week' }, {})).toBe('/call-center-panel/call-log?date=week');
    expect(callsLink({}, {}, 'busy')).toBe('/call-center-panel/call-log?date=30d&outcome=busy');
  });

  it('are those that count for the team or department, and for whoever leads one team its own', () => {
    const team = { id: 7, name: 'A', department_id: 2 };
    const department = { id: 2, name: 'D', department_id: 2 };
    const all = { choices_teams: [team], choices_departments: [department] };
    const lead = { choices_teams: [team], choices_departments: [] };
    expect(placeOf({ date: 'week' }, all)).toEqual({});
    expect(placeOf({ date: 'week', department_id: 2 }, all)).toEqual({ department_id: 2 });
    expect(placeOf({ date: 'week' }, lead)).toEqual({ team_id: 7 });
    expect(callsLink({ date: 'week' }, { team_id: 7 }, 'busy')).toBe(
      '/call-center-panel/call-log?date=week&team=7&outcome=busy',
    );
    expect(callsLink({ date: 'week' }, { department_id: 2 })).toBe(
      '/call-center-panel/call-log?date=week&department=2',
    );
  });
});
