/*
 * The phone in the browser against a real Asterisk over wss: it registers, is called and heard,
 * calls, holds, passes calls on, and says so when its line is lost (S2-EXT-01, S4-TEL-01).
 */
import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { type Pbx, startPbx } from '../../tests/ami/pbx.ts';
import type { Body } from './support/api.ts';
import { openDesk, type Seat } from './support/desk.ts';
import { button, gone, seen } from './support/page.ts';

const media = ['--use-fake-device-for-media-stream', '--ignore-certificate-errors'];
const desk = openDesk(['--fetch-allow', '127.0.0.1'], media);
let pbx: Pbx;

beforeAll(async () => {
  const tree = process.env.HATIF_ASTERISK;
  if (!tree) throw new Error('HATIF_ASTERISK names no folder: run script/test ami');
  pbx = await startPbx(tree);
  const admin = await desk.api('admin');
  await admin.put('/api/settings/softphone', {
    ws_url: `wss://127.0.0.1:${pbx.wss}/ws`,
    domain: '127.0.0.1',
  });
  for (const number of ['201', '202']) {
    const { data } = await admin.get(`/api/extensions?search=${number}`);
    const own = data.find(({ extension }: Body) => extension === number);
    await admin.put(`/api/extensions/${own?.id}/sip`, { secret: `for-the-${number}` });
  }
});
afterAll(() => pbx?.stop());
/* What a failed test leaves behind is not for the next one. */
afterEach(async () => {
  for (const row of await channels())
    await pbx.act('Hangup', { Channel: row.get('Channel') ?? '' });
});

const bar = (page: Page) => page.getByRole('banner').getByRole('button', { name: /^Phone:/ });
const calls = (page: Page) => page.getByRole('region', { name: 'Calls of the phone' });
const pad = (page: Page) => page.getByRole('dialog', { name: 'Phone' });

/* What the browser's own connections say of the sound; kept before the page makes any. */
async function watchSound(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const made: RTCPeerConnection[] = [];
    Object.assign(window, { madeConnections: made });
    const Native = window.RTCPeerConnection;
    window.RTCPeerConnection = class extends Native {
      constructor(config?: RTCConfiguration) {
        super(config);
        made.push(this);
      }
    };
  });
}

/** Sound of each connection that still stands: packets and loudness of what came in. */
function sounds(page: Page): Promise<{ packets: number; energy: number }[]> {
  return page.evaluate(async () => {
    const { madeConnections } = window as unknown as { madeConnections: RTCPeerConnection[] };
    const open = madeConnections.filter((one) => one.connectionState === 'connected');
    return Promise.all(
      open.map(async (one) => {
        let [packets, energy] = [0, 0];
        for (const row of (await one.getStats()).values())
          if (row.type === 'inbound-rtp') {
            packets += row.packetsReceived;
            energy += row.totalAudioEnergy ?? 0;
          }
        return { packets, energy };
      }),
    );
  });
}

/** Waits until somebody is really heard. */
async function heard(page: Page): Promise<void> {
  const before = await sounds(page);
  await expect
    .poll(async () => {
      const now = await sounds(page);
      return now.some(
        ({ packets, energy }, index) =>
          packets > (before[index]?.packets ?? 0) + 20 && energy > (before[index]?.energy ?? 0),
      );
    })
    .toBe(true);
}

async function sitDown(username: string): Promise<Seat> {
  const seat = await desk.seat();
  await seat.context.grantPermissions(['microphone']);
  await watchSound(seat.page);
  await seat.signIn(username);
  await seat.open('/call-center-panel');
  await bar(seat.page).click();
  await button(pad(seat.page), 'Turn the phone on').click();
  await seen(pad(seat.page).getByText('Ready'));
  await seat.page.keyboard.press('Escape');
  return seat;
}

async function dial(page: Page, number: string): Promise<void> {
  await bar(page).click();
  await pad(page).getByLabel('Number').fill(number);
  await button(pad(page), 'Call').click();
  await gone(pad(page));
}

/** The PBX calls the phone, as it does for a customer, and lets them hear themselves. */
async function ring(number: string, from: string): Promise<void> {
  const [answer] = await pbx.act('Originate', {
    Channel: `PJSIP/${number}`,
    Context: 'internal',
    Exten: '600',
    Priority: '1',
    CallerID: `Customer <${from}>`,
    Async: 'true',
  });
  expect(answer?.get('Response')).toBe('Success');
}

const channels = async () =>
  (await pbx.act('CoreShowChannels')).filter((row) => row.get('Event') === 'CoreShowChannel');

/** The newest order that this agent has, with a number that can be called. */
async function someOrder(username: string): Promise<Body> {
  const api = await desk.api(username);
  const path = '/api/agent/orders?status=all&date=all&include=rows&per_page=1';
  return (await api.get(path)).orders[0];
}

test('a call rings, shows whose it is, is answered by a key and heard', async () => {
  const order = await someOrder('AG001');
  const { page } = await sitDown('AG001');
  await ring('201', order.customer_phone);
  await seen(
    calls(page).getByText('Incoming call').last(),
    calls(page).getByText(order.customer_name),
    calls(page).getByRole('link', { name: order.short_code }),
  );
  await page.keyboard.press('F2');
  await seen(calls(page).getByText('In a call'));
  await heard(page);

  // The phone lives beside the pages.
  await calls(page).getByRole('link', { name: order.short_code }).click();
  await page.waitForURL(/orders/);
  await seen(calls(page).getByText('In a call'));

  await page.keyboard.press('F8');
  await seen(calls(page).getByText('Muted'));
  await page.keyboard.press('F8');
  await gone(calls(page).getByText('Muted'));

  await page.keyboard.press('F9');
  await seen(calls(page).getByText('On hold'));
  await page.keyboard.press('F9');
  await seen(calls(page).getByText('In a call'));
  await heard(page);

  await page.keyboard.press('F4');
  await seen(calls(page).getByText('Ended'));
  await expect.poll(channels).toEqual([]);
});

test('a call is declined, and one that nobody takes goes away', async () => {
  const { page } = await sitDown('AG001');
  await ring('201', '0501234567');
  await seen(calls(page).getByText('0501234567').first());
  await button(calls(page), 'Decline').click();
  await seen(calls(page).getByText(/Rejected|Busy/));
  await expect.poll(channels).toEqual([]);
});

test('agents call each other, press digits, and one passes the call on', async () => {
  const [sarah, omar] = [await sitDown('AG001'), await sitDown('AG002')];
  await dial(sarah.page, '202');
  await seen(calls(sarah.page).getByText('Calling'), calls(omar.page).getByText('Sarah').last());
  await button(calls(omar.page), 'Answer').click();
  await seen(calls(sarah.page).getByText('In a call'), calls(omar.page).getByText('In a call'));
  await Promise.all([heard(sarah.page), heard(omar.page)]);

  await button(calls(sarah.page), 'Keypad').click();
  await button(calls(sarah.page), '5').click();

  await button(calls(sarah.page), 'Transfer').click();
  await calls(sarah.page).getByLabel('Transfer to').fill('601');
  await button(calls(sarah.page), 'Transfer now').click();
  await seen(calls(sarah.page).getByText('Ended'));
  await seen(calls(omar.page).getByText('In a call'));
  await heard(omar.page);
  await expect
    .poll(async () => (await channels()).map((row) => row.get('Application')))
    .toEqual(['Milliwatt']);
  await button(calls(omar.page), 'Hang up').click();
  await expect.poll(channels).toEqual([]);
});

test('a call is passed on after a word with whoever is to have it', async () => {
  const [sarah, omar] = [await sitDown('AG001'), await sitDown('AG002')];
  await dial(sarah.page, '202');
  await button(calls(omar.page), 'Answer').click();
  await seen(calls(sarah.page).getByText('In a call'));
  await button(calls(sarah.page), 'Transfer').click();
  await calls(sarah.page).getByLabel('Transfer to').fill('600');
  await button(calls(sarah.page), 'Ask first').click();
  await seen(calls(sarah.page).getByText('Before a transfer'));
  await seen(calls(sarah.page).getByText('On hold'), calls(sarah.page).getByText('In a call'));
  await button(calls(sarah.page), 'Connect both').click();
  await seen(calls(sarah.page).getByText('Ended'));
  await seen(calls(omar.page).getByText('In a call'));
  await heard(omar.page);
  await expect
    .poll(async () => (await channels()).map((row) => row.get('Application')))
    .toEqual(['Echo']);
  await button(calls(omar.page), 'Hang up').click();
  await expect.poll(channels).toEqual([]);
});

test('a second call waits until it is taken, and then the first one does', async () => {
  const { page } = await sitDown('AG001');
  await dial(page, '601');
  await seen(calls(page).getByText('In a call'));
  await ring('201', '0501234567');
  await seen(calls(page).getByText('Incoming call').last());
  await page.keyboard.press('F2');
  await seen(calls(page).getByText('On hold'));
  await heard(page);
  await page.keyboard.press('F4');
  await expect.poll(async () => (await channels()).length).toBe(1);
  await button(calls(page), 'Go on').click();
  await page.keyboard.press('F4');
  await expect.poll(channels).toEqual([]);
});

test('a busy number is said to be busy', async () => {
  const { page } = await sitDown('AG001');
  await dial(page, '602');
  await seen(calls(page).getByText('Busy'));
});

test('without the microphone it says what to do, and goes on ringing', async () => {
  const { page, context } = await sitDown('AG001');
  await context.clearPermissions();
  await ring('201', '0501234567');
  await button(calls(page), 'Answer').click();
  await seen(calls(page).getByText(/keeps the microphone from this page/));
  await seen(calls(page).getByText('Incoming call').last());
  await context.grantPermissions(['microphone']);
  await button(calls(page), 'Answer').click();
  await seen(calls(page).getByText('In a call'));
  await button(calls(page), 'Hang up').click();
  await expect.poll(channels).toEqual([]);
});

test('one tab has the phone; another takes it over, but never a call', async () => {
  const first = await sitDown('AG001');
  const other = await first.context.newPage();
  await other.goto('/call-center-panel');
  await bar(other).click();
  await seen(pad(other).getByText('In another tab'));

  await dial(first.page, '601');
  await seen(calls(first.page).getByText('In a call'));
  await button(pad(other), 'Use it here').click();
  await seen(pad(other).getByText(/The other tab is in a call/));
  await button(calls(first.page), 'Hang up').click();
  await seen(calls(first.page).getByText('Ended'));

  await button(pad(other), 'Use it here').click();
  await seen(pad(other).getByText('Ready'));
  await bar(first.page).getByText('In another tab').waitFor();
  await ring('201', '0501234567');
  await seen(calls(other).getByText('Incoming call').last());
  expect(await calls(first.page).getByText('Incoming call').count()).toBe(0);
  await button(calls(other), 'Decline').click();
  await other.close();
  await bar(first.page).getByText('Ready').waitFor();
});

test('a lost line is said, the call goes on, and the phone comes back', async () => {
  const seat = await sitDown('AG001');
  const { page } = seat;
  seat.allow(/WebSocket|net::ERR/);
  await dial(page, '600');
  await seen(calls(page).getByText('In a call'));
  const [worker] = page.workers();
  await worker?.evaluate('socket.close()');
  await seen(calls(page).getByText(/The line to the PBX is lost/));
  await heard(page);
  await bar(page).getByText('Ready').waitFor();
  await gone(calls(page).getByText(/The line to the PBX is lost/));
  await button(calls(page), 'Hang up').click();
  await expect.poll(channels).toEqual([]);
});

test('a wrong secret is said, and the right one is taken at once', async () => {
  const admin = await desk.api('admin');
  const { page } = await sitDown('AG001');
  const { data } = await admin.get('/api/extensions?search=201');
  const path = `/api/extensions/${data[0].id}/sip`;
  await admin.put(path, { secret: 'wrong' });
  await bar(page).getByText('Refused').waitFor();
  await admin.put(path, { secret: 'for-the-201' });
  await bar(page).getByText('Ready').waitFor();
});

test('an order is called: the phone takes it by itself, the dialog follows, and the form is filled', async () => {
  const admin = await desk.api('admin');
  await admin.put('/api/settings/pbx', {
    host: '127.0.0.1',
    port: pbx.port,
    username: 'hatif',
    secret: 'for-the-link',
    trunks: [{ name: 'Carrier', endpoint: 'PJSIP/trunk' }],
  });
  await admin.put('/api/settings/calls', { dial_context: 'outside' });
  await expect
    .poll(async () => (await admin.get('/api/pbx')).link.state, { timeout: 30_000 })
    .toBe('connected');
  const order = await someOrder('AG001');
  const began = Date.now();
  const [customer, { page }] = [await sitDown('AG002'), await sitDown('AG001')];
  await page.goto(`/call-center-panel/orders?order=${order.id}`);
  await bar(page).getByText('Ready').waitFor();
  await button(page, 'Call customer').first().click();
  const call = page.getByRole('dialog', { name: /Call customer/ });
  await button(calls(customer.page), 'Answer').click();
  await seen(call.getByText('In a call'));
  await heard(page);
  // A talk of no whole second has no length.
  await seen(call.getByText(/^00:0[1-9]$/));
  await button(call, 'Hang up').click();
  await seen(call.getByText('Completed'), call.getByText('Time for what the call left to do'));
  await seen(call.getByRole('radio', { name: 'Answered', checked: true }));
  expect(await call.getByLabel('Talk time').inputValue()).toMatch(/^\d+:\d\d$/);
  await call.getByLabel('Notes').fill('Wants it on Thursday.');
  await button(call, 'Log call').click();
  await gone(call);
  const { history } = await (await desk.api('AG001')).get(
    `/api/agent/communication/history/${order.id}`,
  );
  const [newest, before] = history.filter((row: Body) => row.kind === 'call');
  expect(newest).toMatchObject({ outcome: 'answered', text: 'Wants it on Thursday.' });
  expect(newest.duration_seconds).toBeGreaterThan(0);
  expect(Date.parse(before?.at ?? 0)).toBeLessThan(began);
  await expect.poll(channels).toEqual([]);
});
