/* What the pages may cost (web/README.md, Budgets): on the wire, in time, in steadiness, in memory. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { root } from './server.ts';
import { type Api, type Body, newOrder } from './support/api.ts';
import {
  Crowding,
  costOf,
  forgetTasks,
  framesSoFar,
  frameWait,
  heapMB,
  keyWaits,
  paintOf,
  share,
  slowLine,
  watchCost,
  watchFrames,
  watchKeys,
} from './support/cost.ts';
import { openDesk } from './support/desk.ts';
import { focusRow, listStands, nextFrames, seen } from './support/page.ts';

const desk = openDesk();
// All rounds, on a busy machine.
vi.setConfig({ testTimeout: 240_000 });
const KB = 1024;
const rounds = 5;
const keys = 40;
const measured: Record<string, number> = {};
let manager: Api;
let sarah: Api;

beforeAll(async () => {
  manager = await desk.api('manager');
  sarah = await desk.api('AG001');
});

/* The numbers themselves are for people: tests/artefacts/budgets.json. */
afterAll(() => {
  const folder = join(root, 'tests/artefacts');
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'budgets.json'), `${JSON.stringify(measured, null, 2)}\n`);
});

function note(name: string, value: number): void {
  measured[name] = Math.round(value * 1_000) / 1_000;
}

const pages = [
  ['login', '/call-center-panel/login?company=gulf', 'form'],
  ['dashboard', '/call-center-panel', 'article'],
  ['orders', '/call-center-panel/orders', '[data-row-id]'],
] as const;

interface Loaded {
  js: number;
  css: number;
  fonts: number;
  requests: number;
  uncompressed: string[];
}

function loaded(page: Page): Promise<Loaded> {
  return page.evaluate(() => {
    const entries = performance.getEntriesByType('resource') as PerformanceResourceTiming[];
    const sum = (ending: RegExp) =>
      entries
        .filter((entry) => ending.test(new URL(entry.name).pathname))
        .reduce((total, entry) => total + entry.encodedBodySize, 0);
    return {
      js: sum(/\.js$/),
      css: sum(/\.css$/),
      fonts: sum(/\.woff2$/),
      requests: entries.length,
      uncompressed: entries
        .filter((entry) => /\.(js|css)$/.test(new URL(entry.name).pathname))
        .filter((entry) => entry.decodedBodySize > 2_000)
        .filter((entry) => entry.encodedBodySize >= entry.decodedBodySize)
        .map((entry) => entry.name),
    };
  });
}

test.each(pages)('%s: sizes on the wire', async (name, path, stands) => {
  const seat = await desk.seat();
  if (name !== 'login') await seat.signIn('AG001');
  await seat.open(path);
  await seen(seat.page.locator(stands));
  await seat.quiet();
  const sizes = await loaded(seat.page);
  note(`${name} js KB`, sizes.js / KB);
  note(`${name} css KB`, sizes.css / KB);
  note(`${name} fonts KB`, sizes.fonts / KB);
  note(`${name} requests`, sizes.requests);
  expect(sizes.uncompressed).toEqual([]);
  // The start of the app and the page's own code: 230 + 80.
  expect(sizes.js / KB).toBeLessThan(310);
  expect(sizes.js / KB).toBeGreaterThan(50);
  expect(sizes.css / KB).toBeLessThan(15);
  expect(sizes.css / KB).toBeGreaterThan(1);
  expect(sizes.fonts / KB).toBeLessThan(140);
  expect(sizes.fonts / KB).toBeGreaterThan(10);
});

interface Opening {
  name: string;
  path: string;
  stands: string;
  slow: boolean;
}

interface Visit {
  /** Largest paint, in milliseconds. */
  paint: number;
  /** What long tasks kept the page from answering, in milliseconds. */
  blocked: number;
  shift: number;
}

async function firstVisit({ name, path, stands, slow }: Opening): Promise<Visit> {
  const seat = await desk.seat();
  if (name !== 'login') await seat.signIn('AG001');
  await watchCost(seat);
  if (slow) await slowLine(await seat.context.newCDPSession(seat.page));
  const paint = await paintOf(seat, async () => {
    await seat.open(path);
    await seen(seat.page.locator(stands));
    await nextFrames(seat.page);
  });
  await seat.quiet();
  const { cls } = await costOf(seat);
  await seat.close();
  return { paint: slow ? paint.slow : paint.here, blocked: paint.blocked, shift: cls };
}

/**
 * Noise only adds time, so the best of some rounds is the page's own; but what jumps in one round
 * jumps for somebody, so of the shifts the worst counts.
 */
async function visits(opening: Opening, limit: { paint: number; blocked: number }): Promise<Visit> {
  const all: Visit[] = [];
  const least = (what: 'paint' | 'blocked') => Math.min(...all.map((visit) => visit[what]));
  do all.push(await firstVisit(opening));
  while (
    all.length < 2 ||
    (all.length < rounds && (least('paint') > limit.paint || least('blocked') > limit.blocked))
  );
  const shift = Math.max(...all.map((visit) => visit.shift));
  return { paint: least('paint'), blocked: least('blocked'), shift };
}

describe('the first visit', () => {
  test.each(pages)('of %s is quick and steady', async (name, path, stands) => {
    const limit = { paint: 1_000, blocked: 200 };
    const cost = await visits({ name, path, stands, slow: false }, limit);
    note(`${name} LCP ms`, cost.paint);
    note(`${name} TBT ms`, cost.blocked);
    note(`${name} CLS`, cost.shift);
    expect(cost.paint).toBeLessThanOrEqual(limit.paint);
    expect(cost.blocked).toBeLessThanOrEqual(limit.blocked);
    expect(cost.shift).toBeLessThanOrEqual(0.02);
  });

  test.each(pages)('of %s over a slow line, on a slow machine', async (name, path, stands) => {
    const limit = { paint: 2_500, blocked: Number.POSITIVE_INFINITY };
    const cost = await visits({ name, path, stands, slow: true }, limit);
    note(`${name}, slow, LCP ms`, cost.paint);
    note(`${name}, slow, CLS`, cost.shift);
    expect(cost.paint).toBeLessThanOrEqual(limit.paint);
    expect(cost.shift).toBeLessThanOrEqual(0.02);
  });
});

test('a hashed file may be kept for ever, the page itself is asked for each time', async () => {
  const seat = await desk.seat();
  await seat.open('/login');
  const script = await seat.page.locator('script[type=module]').first().getAttribute('src');
  for (const coding of ['gzip', 'br']) {
    const headers = { 'accept-encoding': coding };
    const asset = await seat.context.request.get(script ?? '', { headers });
    expect(asset.headers()['cache-control']).toMatch(/immutable/);
    expect(asset.headers()['content-encoding']).toBe(coding);
  }
  for (const path of ['/login', '/sw.js', '/preload.js']) {
    const page = await seat.context.request.get(path);
    expect(page.headers()['cache-control'], path).toMatch(/no-cache|no-store/);
  }
});

/** Turns the order over between two statuses: an event on every page that shows it. */
async function change(order: Body) {
  order.status = order.status === 'confirmed' ? 'under_review' : 'confirmed';
  await sarah.put(`/api/agent/orders/${order.id}/status`, { status: order.status });
}

/** Changes the orders by turns, so many a second, while `work` goes on; how many a second it were. */
async function whileChanging(orders: Body[], perSecond: number, work: () => Promise<void>) {
  const began = performance.now();
  let going = true;
  let written = 0;
  // One writer an order: they share the server's commits, and no change overtakes another.
  const writers = orders.map(async (order, first) => {
    for (let n = first; going; n += orders.length) {
      const early = began + (n * 1_000) / perSecond - performance.now();
      if (early > 0) await new Promise((due) => setTimeout(due, early));
      await change(order);
      written += 1;
    }
  });
  try {
    await work();
  } finally {
    going = false;
    await Promise.all(writers);
  }
  return (written * 1_000) / (performance.now() - began);
}

describe('while events come in', () => {
  const orders: Body[] = [];
  beforeAll(async () => {
    for (let i = 0; i < 12; i++) orders.push(await newOrder(manager));
  });

  async function atTheList() {
    const seat = await desk.seat();
    await seat.signIn('AG001');
    await watchCost(seat);
    await watchFrames(seat);
    await seat.open('/call-center-panel/orders');
    await listStands(seat.page);
    await seat.quiet();
    const crowding = await Crowding.watch(seat);
    return { seat, crowding };
  }
  type Place = Awaited<ReturnType<typeof atTheList>>;

  /** Ten keys and sixty events a second. */
  async function pressing({ seat, crowding }: Place) {
    await focusRow(seat.page, orders[11].id);
    await keyWaits(seat.page);
    await forgetTasks(seat);
    await crowding.restart();
    const before = await framesSoFar(seat.page);
    const perSecond = await whileChanging(orders, 60, async () => {
      await expect.poll(() => framesSoFar(seat.page)).toBeGreaterThan(before);
      for (let i = 0; i < keys; i++) {
        await seat.page.keyboard.press(i % 12 < 6 ? 'j' : 'k', { delay: 20 });
        await seat.page.waitForTimeout(80);
      }
    });
    await expect.poll(() => keyWaits(seat.page, false)).toHaveLength(keys);
    const waits = await keyWaits(seat.page);
    const { factor, busy } = await crowding.read();
    const { longest } = await costOf(seat);
    return {
      perSecond,
      middle: share(waits, 0.5) / factor,
      most: share(waits, 0.95) / factor,
      longest: longest / factor,
      busy,
    };
  }

  test('keys are answered at once, even where all takes four times as long', async () => {
    // From the key to its frame, of all but one in twenty; a slow machine has 200 ms for the same.
    const limit = { most: 50, longest: 100, busy: 1 / 4 };
    const place = await atTheList();
    await watchKeys(place.seat.page);
    const all = [await pressing(place)];
    const least = (what: keyof typeof limit) => Math.min(...all.map((round) => round[what]));
    const isOver = () =>
      least('most') > limit.most || least('longest') > limit.longest || least('busy') > limit.busy;
    while (all.length < rounds && isOver()) all.push(await pressing(place));
    note('key to frame, 95 of 100, ms', least('most'));
    note('key to frame, middle, ms', Math.min(...all.map(({ middle }) => middle)));
    note('longest task while pressing keys, ms', least('longest'));
    note('busy while pressing keys', least('busy'));
    note('events a second', Math.max(...all.map(({ perSecond }) => perSecond)));
    expect(least('most')).toBeLessThanOrEqual(limit.most);
    expect(least('longest')).toBeLessThanOrEqual(limit.longest);
    // With a quarter of the speed it would still be done with each event before the next.
    expect(least('busy')).toBeLessThanOrEqual(limit.busy);
    expect(Math.max(...all.map(({ perSecond }) => perSecond))).toBeGreaterThan(30);
  });

  test('a change is seen at once after its frame arrived', async () => {
    const { seat, crowding } = await atTheList();
    const waits: number[] = [];
    for (let n = 0; n < 4 * rounds && !(waits.length > rounds && share(waits, 0.5) <= 100); n++) {
      await crowding.restart();
      const order = orders[n % orders.length];
      await change(order);
      await expect.poll(() => frameWait(seat.page, order.id, order.status)).not.toBeNull();
      const wait = (await frameWait(seat.page, order.id, order.status)) ?? Number.NaN;
      waits.push(wait / (await crowding.read()).factor);
    }
    note('frame to screen, middle, ms', share(waits, 0.5));
    expect(share(waits, 0.5)).toBeLessThanOrEqual(100);
  });

  test('a shift of them does not fill the memory', async () => {
    const { seat, crowding } = await atTheList();
    const heapAfter = async (events: number) => {
      const before = await framesSoFar(seat.page);
      for (let n = 0; n < events; n += orders.length) await Promise.all(orders.map(change));
      await expect.poll(() => framesSoFar(seat.page)).toBeGreaterThanOrEqual(before + events);
      await nextFrames(seat.page);
      return heapMB(crowding.session);
    };
    // What is made once is there after the first of them.
    const first = await heapAfter(240);
    const more = 960;
    const last = await heapAfter(more);
    const growth = Math.max(0, last - first) / more;
    note('heap MB', last);
    note('heap KB an event', growth * KB);
    // Eight hours with an event a second.
    expect(last + growth * 8 * 3_600).toBeLessThan(80);
  });
});
