/* lists-part.mjs - every kind of list, and the figures of agents, supervisors and managers. */
import { latency, login, report, startHatif, stop } from './measure.mjs';

const page = 'orders=all&per_page=50&page=';
const variants = {
  all: `${page}1&date=all`,
  today: `${page}1&date=today`,
  week: `${page}1&date=week`,
  month: `${page}1&date=month`,
  'a day of last year': `${page}1&date_from=2025-06-10&date_to=2025-06-10`,
  'a period in hours': `${page}1&date_from=2026-10-01T08:00:00Z&date_to=2026-11-01T08:00:00Z`,
  'page 200': `${page}200&date=all`,
  'oldest first': `${page}1&date=all&sort=created_at`,
  'new': `${page}1&date=all&status=new`,
  closed: `${page}1&date=all&status=closed`,
  'under review, oldest first': `${page}1&date=all&status=under_review&sort=created_at`,
  'two statuses': `${page}1&date=all&status=postponed,under_review`,
  'high priority': `${page}1&date=all&priority=high`,
  'high priority, cancelled': `${page}1&date=all&priority=high&status=cancelled`,
  'one agent': `${page}1&date=all&agent_id=AGT-001`,
  'one agent, one status': `${page}1&date=all&agent_id=AGT-001&status=postponed`,
  pool: 'orders=pool&date=all&per_page=50&page=1',
  'last updated': `${page}1&date=all&sort=-updated_at`,
  'first updated': `${page}1&date=all&sort=updated_at`,
  'last updated, new': `${page}1&date=all&sort=-updated_at&status=new`,
  'expected first': `${page}1&date=all&sort=expected_at`,
  'expected last, closed': `${page}1&date=all&sort=-expected_at&status=closed`,
  'last updated, today': `${page}1&date=today&sort=-updated_at`,
  'search a name': `${page}1&date=all&search=ahmed`,
  'search two words': `${page}1&date=all&search=fatima+marina`,
  'search a number': `${page}1&date=all&search=ORD-500000`,
  'search a phone': `${page}1&date=all&search=0501234567`,
  'search nothing there': `${page}1&date=all&search=zzqx`,
};

/** Figures of agents, as each scope asks for them: read from counted days, never from the rows. */
const figures = {
  AG001: {
    dashboard: '/api/agent/dashboard',
    'performance of today': '/api/agent/performance',
    'performance of a month': '/api/agent/performance?period=month',
    'team comparison of a month': '/api/agent/performance/team-comparison?period=month',
  },
  supervisor: {
    dashboard: '/api/agent/dashboard',
    'team board': '/api/supervisor/team/live',
    'team performance of a month': '/api/supervisor/team/performance?period=month',
  },
  admin: {
    dashboard: '/api/agent/dashboard',
    'company performance of a month': '/api/manager/performance?period=month',
  },
};

/** Sums over a month of everybody's orders. */
const sums = {
  supervisor: {
    'analytics of a month': '/api/supervisor/analytics?date=month',
    'confirmation truth of a month': '/api/supervisor/confirmation-truth?date=month&by=agent',
  },
  admin: {
    'analytics of a month': '/api/manager/analytics?date=month',
    'confirmation truth of a month': '/api/supervisor/confirmation-truth?date=month&by=product',
  },
};

async function figuresOf(engine, url, what, limitMs) {
  for (const [username, asked] of Object.entries(what)) {
    const token = await login(url, username);
    for (const [name, path] of Object.entries(asked)) {
      const { p99, median } = await latency(url + path, token);
      const note = `median ${median.toFixed(1)}`;
      report(`${engine}, ${username}: ${name}: p99`, p99, 'ms', limitMs, { note });
    }
  }
}

async function allFigures(engine, url) {
  await figuresOf(engine, url, figures, 10);
  await figuresOf(engine, url, sums, 20);
}

/** Dashboards, performance and sums of a month alone. */
export async function figuresPart(engine, db) {
  const server = await startHatif(db);
  await allFigures(engine, server.url);
  await stop(server.child);
}

/** Every kind of list, one request at a time, as the three scopes see it. */
export async function lists(engine, db) {
  const server = await startHatif(db);
  for (const username of ['admin', 'supervisor', 'AG001']) {
    const token = await login(server.url, username);
    for (const [name, query] of Object.entries(variants)) {
      const { p99, median } = await latency(`${server.url}/api/agent/orders?${query}`, token);
      report(
        `${engine}, ${username}: ${name}: p99`,
        p99,
        'ms',
        name.startsWith('search') ? 100 : 20,
        {
          note: `median ${median.toFixed(1)}`,
        },
      );
    }
  }
  await allFigures(engine, server.url);
  await stop(server.child);
}
