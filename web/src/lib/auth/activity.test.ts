import { HttpResponse, http } from 'msw';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { testServer } from '@/test/server';
import type { Agent } from '../api';
import { isReportDue, reportActivity } from './activity';
import { useSession } from './session';

const server = testServer();
const MINUTE = 60_000;

describe('a report', () => {
  it.each([
    ['nothing new', 100, 200, 10 * MINUTE, false, false],
    ['input a moment after the last one', 2000, 1000, 3000, false, false],
    ['input once the minute is over', 2000, 1000, 1000 + MINUTE, false, true],
    ['the first input of somebody who was set away', 6000, 1000, 6000, true, true],
    ['a second one right after it', 2000, 1000, 3000, true, false],
  ])('%s', (_name, last, told, now, wasSetAway, due) => {
    expect(isReportDue(last, told, now, wasSetAway)).toBe(due);
  });
});

describe('tabs together', () => {
  beforeEach(() => {
    localStorage.clear();
    useSession.setState({
      status: 'in',
      agent: { id: 1, presence: 'available', presence_automatic: null } as unknown as Agent,
      idleMs: null,
    });
  });

  it('report once a minute, with how long ago the input was', async () => {
    const bodies: unknown[] = [];
    server.use(
      http.post('*/api/agent/auth/activity', async ({ request }) => {
        bodies.push(await request.json());
        return HttpResponse.json({ success: true });
      }),
    );
    const now = Date.now();
    reportActivity(now - 20_000);
    // Another tab saw something newer, but the server has just been told.
    reportActivity(now);
    await vi.waitFor(() => expect(bodies).toEqual([{ idle_s: 20 }]));
  });

  it('say nothing when nobody is logged in', () => {
    useSession.setState({ status: 'out', agent: null });
    reportActivity(Date.now());
    expect(localStorage.getItem('hatif.activity.told')).toBeNull();
  });
});
