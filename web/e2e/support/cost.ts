/* What a page costs the person who waits for it, apart from what other work on the machine takes. */
import type { Browser, CDPSession, Page } from 'playwright-core';
import type { Seat } from './desk.ts';

export interface Cost {
  /** Length of the longest task, in milliseconds. */
  longest: number;
  /** Layout shift: how much jumped, of the window. */
  cls: number;
}

interface Noted {
  cls: number;
  tasks: number[];
  observers: [PerformanceObserver, (list: PerformanceEntryList) => void][];
}

/** Call before the page is opened. */
export async function watchCost({ page }: Seat): Promise<void> {
  await page.addInitScript(() => {
    const noted: Noted = { cls: 0, tasks: [], observers: [] };
    const observe = (type: string, note: (entry: PerformanceEntry) => void) => {
      const read = (entries: PerformanceEntryList) => {
        for (const entry of entries) note(entry);
      };
      const observer = new PerformanceObserver((list) => read(list.getEntries()));
      observer.observe({ type, buffered: true });
      noted.observers.push([observer, read]);
    };
    observe('layout-shift', (entry) => {
      const { value, hadRecentInput } = entry as unknown as {
        value: number;
        hadRecentInput: boolean;
      };
      if (!hadRecentInput) noted.cls += value;
    });
    observe('longtask', (entry) => noted.tasks.push(entry.duration));
    (window as unknown as { noted: Noted }).noted = noted;
  });
}

/** What it cost so far. */
export function costOf({ page }: Seat): Promise<Cost> {
  return page.evaluate(() => {
    const { noted } = window as unknown as { noted: Noted };
    for (const [observer, read] of noted.observers) read(observer.takeRecords());
    return {
      cls: noted.cls,
      longest: Math.max(0, ...noted.tasks),
    };
  });
}

/** Tasks from now on only: a page that just opened has its own. */
export async function forgetTasks({ page }: Seat): Promise<void> {
  await page.evaluate(() => {
    const { noted } = window as unknown as { noted: Noted };
    for (const [observer, read] of noted.observers) read(observer.takeRecords());
    noted.tasks = [];
  });
}

/**
 * How much longer the page's tasks took than the processor worked on them: 1 on an idle machine. A
 * time divided by it is what the page would need alone, so a busy machine fails no budget and an
 * idle one forgives nothing.
 */
export class Crowding {
  private before = { task: 0, thread: 0, at: 0 };

  private constructor(readonly session: CDPSession) {}

  static async watch({ page, context }: Seat): Promise<Crowding> {
    const session = await context.newCDPSession(page);
    await session.send('Performance.enable');
    const crowding = new Crowding(session);
    await crowding.restart();
    return crowding;
  }

  private async seconds() {
    const { metrics } = await this.session.send('Performance.getMetrics');
    const value = (name: string) => metrics.find((metric) => metric.name === name)?.value ?? 0;
    return { task: value('TaskDuration'), thread: value('ThreadTime'), at: value('Timestamp') };
  }

  async restart(): Promise<void> {
    this.before = await this.seconds();
  }

  /** Since it was started; `busy` is the share of the time that the processor worked on the page. */
  async read(): Promise<{ factor: number; busy: number }> {
    const now = await this.seconds();
    const worked = now.thread - this.before.thread;
    if (worked <= 0) throw new Error('the page did not work');
    return {
      factor: Math.max(1, (now.task - this.before.task) / worked),
      busy: worked / (now.at - this.before.at),
    };
  }
}

/** A slow line: 150 ms there and back, 1.6 Mbit/s. */
export async function slowLine(session: CDPSession): Promise<void> {
  await session.send('Network.enable');
  await session.send('Network.emulateNetworkConditions', {
    offline: false,
    latency: 150,
    downloadThroughput: 1_600_000 / 8,
    uploadThroughput: 750_000 / 8,
  });
}

interface TraceEvent {
  name: string;
  pid: number;
  tid: number;
  /** Microseconds: begin, length, and the processor's share of the length. */
  ts: number;
  dur?: number;
  tdur?: number;
  args: { data?: { navigationId?: string; encodedDataLength?: number } };
}

/** Everything the browser tells about its work while `visit` goes on. */
async function traced(browser: Browser, visit: () => Promise<void>): Promise<TraceEvent[]> {
  const session = await browser.newBrowserCDPSession();
  const events: TraceEvent[] = [];
  session.on('Tracing.dataCollected', ({ value }) => {
    events.push(...(value as unknown as TraceEvent[]));
  });
  const complete = new Promise((done) => session.once('Tracing.tracingComplete', done));
  await session.send('Tracing.start', {
    transferMode: 'ReportEvents',
    traceConfig: {
      includedCategories: [
        'devtools.timeline',
        'disabled-by-default-devtools.timeline',
        'loading',
        'blink.user_timing',
      ],
    },
  });
  try {
    await visit();
  } finally {
    await session.send('Tracing.end');
    await complete;
    await session.detach();
  }
  return events;
}

export interface Paint {
  /** Milliseconds from the navigation to the largest paint, on a machine of its own. */
  here: number;
  /** On one of a quarter of its speed. */
  slow: number;
  /** What tasks kept the page from answering, beyond 50 ms each. */
  blocked: number;
}

/**
 * When a first visit shows what is largest. The page's tasks take longer than the processor works
 * on them when others want it too: that wait is taken off. Chromium can play a slow machine, but
 * then it counts other programs' work as the page's; so that is worked out here: until the code has
 * arrived the page waits for the line, and from then on all it does takes four times as long.
 */
export async function paintOf({ context }: Seat, visit: () => Promise<void>): Promise<Paint> {
  const events = await traced(context.browser() as Browser, visit);
  const named = (name: string) => events.filter((event) => event.name === name);
  const paint = named('largestContentfulPaint::Candidate').pop();
  const visitId = paint?.args.data?.navigationId;
  const start = named('navigationStart').find(({ args }) => args.data?.navigationId === visitId);
  if (!paint || !start) throw new Error('the trace knows no paint');
  const isBefore = (event: TraceEvent) => event.ts >= start.ts && event.ts < paint.ts;

  // The largest file comes last: no code runs before it, and the others are there by then.
  const sizeOf = ({ args }: TraceEvent) => args.data?.encodedDataLength ?? 0;
  // The browser's own pages load files of theirs beside it.
  const [largest] = named('ResourceFinish')
    .filter((event) => event.pid === paint.pid && isBefore(event))
    .sort((a, b) => sizeOf(b) - sizeOf(a));
  const tasks = named('RunTask').filter(
    ({ pid, tid, ts }) => pid === paint.pid && tid === paint.tid && ts >= start.ts,
  );
  if (!largest || tasks.length === 0) throw new Error('the trace knows no work');
  let waited = 0;
  let worked = 0;
  let blocked = 0;
  for (const { ts, dur = 0, tdur = 0 } of tasks) {
    blocked += Math.max(0, tdur - 50_000);
    if (ts >= paint.ts) continue;
    waited += Math.max(0, dur - tdur);
    if (ts >= largest.ts) worked += tdur;
  }
  const here = (paint.ts - start.ts - waited) / 1_000;
  return { here, slow: here + (3 * worked) / 1_000, blocked: blocked / 1_000 };
}

/** Living objects of the page, in megabytes. */
export async function heapMB(session: CDPSession): Promise<number> {
  await session.send('HeapProfiler.enable');
  await session.send('HeapProfiler.collectGarbage');
  const { usedSize } = await session.send('Runtime.getHeapUsage');
  return usedSize / 1024 / 1024;
}

/** Notes when each key was pressed and when the frame after it was there. */
export async function watchKeys(page: Page): Promise<void> {
  await page.evaluate(() => {
    const store = window as unknown as { waits: number[] };
    store.waits = [];
    addEventListener(
      'keydown',
      (event) => {
        requestAnimationFrame(() => {
          const channel = new MessageChannel();
          channel.port1.onmessage = () => store.waits.push(performance.now() - event.timeStamp);
          channel.port2.postMessage(0);
        });
      },
      true,
    );
  });
}

/** What watchKeys noted; the next asking starts anew, unless it is only a look. */
export function keyWaits(page: Page, empty = true): Promise<number[]> {
  return page.evaluate((empty) => {
    const { waits } = window as unknown as { waits: number[] };
    return empty ? waits.splice(0) : waits;
  }, empty);
}

interface Frames {
  count: number;
  /** By order: when the frame of its last change arrived, and when that was on the screen. */
  changes: Record<number, { status: string; at: number; seenAfter: number | null }>;
}

/** Notes when changes of orders arrive and when the list shows them. Call before the page opens. */
export async function watchFrames({ page }: Seat): Promise<void> {
  await page.addInitScript(() => {
    const frames: Frames = { count: 0, changes: {} };
    (window as unknown as { frames: Frames }).frames = frames;
    const words: Record<string, string> = { confirmed: 'Confirmed', under_review: 'Under review' };
    const look = () => {
      for (const [id, change] of Object.entries(frames.changes)) {
        if (change.seenAfter !== null) continue;
        const row = document.querySelector(`[data-row-id="${id}"]`);
        if (!row?.textContent?.includes(words[change.status] ?? change.status)) continue;
        requestAnimationFrame(() => {
          const channel = new MessageChannel();
          channel.port1.onmessage = () => {
            change.seenAfter ??= performance.now() - change.at;
          };
          channel.port2.postMessage(0);
        });
      }
    };
    new MutationObserver(look).observe(document, {
      subtree: true,
      childList: true,
      characterData: true,
    });
    const Native = window.WebSocket;
    window.WebSocket = class extends Native {
      constructor(...given: ConstructorParameters<typeof WebSocket>) {
        super(...given);
        this.addEventListener('message', ({ data }) => {
          const { type, data: change } = JSON.parse(data);
          if (type !== 'order:updated') return;
          frames.count += 1;
          const { id, status } = change;
          frames.changes[id] = { status, at: performance.now(), seenAfter: null };
        });
      }
    };
  });
}

/** Changes that arrived so far. */
export function framesSoFar(page: Page): Promise<number> {
  return page.evaluate(() => (window as unknown as { frames: Frames }).frames.count);
}

/** How long the order's change to that status took from its frame to the screen; null: not yet. */
export function frameWait(page: Page, id: number, status: string): Promise<number | null> {
  return page.evaluate(
    ({ id, status }) => {
      const { frames } = window as unknown as { frames: Frames };
      const change = frames.changes[id];
      return change?.status === status ? change.seenAfter : null;
    },
    { id, status },
  );
}

export function share(numbers: number[], part: number): number {
  const sorted = [...numbers].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? 0;
}
