/*
 * A supervisor in the call of an agent, at a real Asterisk: what is pressed on the console is heard
 * by those who should hear it and by nobody else (S4-TEL-09, A-06). Agent, customer and supervisor
 * each speak with a tone of their own.
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';
import { type Pbx, startPbx } from '../../tests/ami/pbx.ts';
import type { Phone } from '../../tests/ami/phone.ts';
import { TONES, type Voice, voiceFile } from '../../tests/ami/sound.ts';
import { temporary } from './server.ts';
import type { Api, Body } from './support/api.ts';
import { openDesk, type Seat } from './support/desk.ts';
import { button, gone, seen, toast } from './support/page.ts';

const voice = join(temporary('voice'), 'supervisor.wav');
writeFileSync(voice, voiceFile('supervisor', 10));
const desk = openDesk(
  ['--fetch-allow', '127.0.0.1'],
  [
    '--use-fake-device-for-media-stream',
    `--use-file-for-fake-audio-capture=${voice}`,
    '--ignore-certificate-errors',
  ],
);
let pbx: Pbx;
let admin: Api;
let agent: Phone;
let customer: Phone;

beforeAll(async () => {
  const tree = process.env.HATIF_ASTERISK;
  if (!tree) throw new Error('HATIF_ASTERISK names no folder: run script/test ami');
  pbx = await startPbx(tree);
  admin = await desk.api('admin');
  for (const { id } of (await admin.get('/api/extensions')).data)
    await admin.call('DELETE', `/api/extensions/${id}`);
  await phoneOf('AG001', '1001');
  const own = await phoneOf('supervisor', '203');
  await admin.put(`/api/extensions/${own.id}/sip`, { secret: 'for-the-203' });
  await admin.put('/api/settings/softphone', {
    ws_url: `wss://127.0.0.1:${pbx.wss}/ws`,
    domain: '127.0.0.1',
  });
  await admin.put('/api/settings/calls', { dial_context: 'internal', dial_prefix: '9' });
  agent = await pbx.picksUp('1001', { voice: 'agent' });
  customer = await pbx.picksUp('trunk', { voice: 'customer' });
  await admin.put('/api/settings/pbx', {
    host: '127.0.0.1',
    port: pbx.port,
    username: 'hatif',
    secret: 'for-the-link',
    trunks: [{ name: 'Carrier', endpoint: 'PJSIP/trunk' }],
  });
  await vi.waitUntil(async () => (await admin.get('/api/pbx')).link.refreshed_at, 30_000);
});
afterAll(() => pbx?.stop());
/* What a failed test leaves behind is not for the next one. */
afterEach(async () => {
  await pbx.act('Hangup', { Channel: '/^PJSIP/' });
  await vi.waitUntil(() => agent.calls + customer.calls === 0, 30_000);
});

async function phoneOf(username: string, extension: string): Promise<Body> {
  const { agent: whose } = await (await desk.api(username)).get('/api/auth/me');
  return (await admin.post('/api/extensions', { extension, agent_id: whose.id })).data;
}

const calls = (page: Page) => page.getByRole('region', { name: 'Calls of the phone' });
const row = (page: Page, call: Body) =>
  page.getByRole('region', { name: 'Live calls' }).locator(`[data-call-id="${call.id}"]`);

/** Sarah talks with a customer. */
async function talk(): Promise<Body> {
  const sarah = await desk.api('AG001');
  const { call } = await sarah.post('/api/calls', {
    phone_number: '+971501112222',
    customer_name: 'Huda Saleh',
  });
  await expect
    .poll(async () => (await admin.get(`/api/calls/${call.id}`)).call.status)
    .toBe('in_progress');
  return call;
}

/** The supervisor at the console, with the phone in the page. */
async function sitDown(): Promise<Seat> {
  const seat = await desk.seat();
  const { page } = seat;
  await seat.context.grantPermissions(['microphone']);
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
  await seat.signIn('supervisor');
  await seat.open('/console');
  const bar = page.getByRole('banner').getByRole('button', { name: /^Phone:/ });
  await bar.click();
  await button(page.getByRole('dialog', { name: 'Phone' }), 'Turn the phone on').click();
  await bar.getByText('Ready').waitFor();
  await page.keyboard.press('Escape');
  return seat;
}

/** Whom the browser plays now. */
function heardBy(page: Page): Promise<Voice[]> {
  return page.evaluate(async (tones) => {
    const { madeConnections } = window as unknown as { madeConnections: RTCPeerConnection[] };
    const open = madeConnections.find((one) => one.connectionState === 'connected');
    const track = open?.getReceivers()[0]?.track;
    if (!track) return [];
    const context = new AudioContext();
    const ear = context.createAnalyser();
    ear.fftSize = 4096;
    context.createMediaStreamSource(new MediaStream([track])).connect(ear);
    await new Promise((resolve) => setTimeout(resolve, 300));
    const levels = new Float32Array(ear.frequencyBinCount);
    ear.getFloatFrequencyData(levels);
    const at = (hz: number) => levels[Math.round((hz * ear.fftSize) / context.sampleRate)] ?? 0;
    await context.close();
    return Object.entries(tones)
      .filter(([, hz]) => at(hz) > -60)
      .map(([name]) => name)
      .sort() as never[];
  }, TONES);
}

async function press(page: Page, call: Body, action: string): Promise<void> {
  await button(row(page, call), 'Actions for the call with Huda Saleh').click();
  await page.getByRole('menuitem', { name: action }).click();
}
async function pickUp(page: Page): Promise<void> {
  await seen(calls(page).getByText('Incoming call').last());
  await button(calls(page), 'Answer').click();
  await seen(calls(page).getByText('In a call'));
}

test.each([
  ['Listen', 'listen', ['customer'], ['agent']],
  ['Whisper to the agent', 'whisper', ['customer', 'supervisor'], ['agent']],
  ['Join the call', 'barge', ['customer', 'supervisor'], ['agent', 'supervisor']],
])('%s', async (action, mode, byAgent, byCustomer) => {
  const { page } = await sitDown();
  const call = await talk();
  await press(page, call, action);
  await seen(toast(page, /Your phone rings/));
  await pickUp(page);
  await expect.poll(() => heardBy(page)).toEqual(['agent', 'customer']);
  await expect.poll(() => agent.listen(), { timeout: 20_000 }).toEqual(byAgent);
  await expect.poll(() => customer.listen(), { timeout: 20_000 }).toEqual(byCustomer);
  const { rows } = await admin.get('/api/admin/audit?action=call.supervised');
  expect(rows[0].detail).toMatchObject({ call_id: call.call_id, mode });

  // Who listened goes, and the others talk on.
  await button(calls(page), 'Hang up').click();
  await seen(calls(page).getByText('Ended'));
  await seen(row(page, call).getByText('In a call'));
  expect(await customer.listen()).toEqual(['agent']);
});

test('Take over: the customer is with the supervisor, and the agent is free', async () => {
  const { page } = await sitDown();
  const call = await talk();
  await press(page, call, 'Take over');
  await pickUp(page);
  await expect.poll(() => agent.calls).toBe(0);
  await expect.poll(() => heardBy(page)).toEqual(['customer']);
  await expect.poll(() => customer.listen(), { timeout: 20_000 }).toEqual(['supervisor']);
  const { agent: lead } = await (await desk.api('supervisor')).get('/api/auth/me');
  await seen(row(page, call).getByText(lead.name));
  const { rows } = await admin.get('/api/admin/audit?action=call.taken_over');
  expect(rows[0].detail).toMatchObject({ call_id: call.call_id });
  await button(calls(page), 'Hang up').click();
  await gone(row(page, call));
  expect((await admin.get(`/api/calls/${call.id}`)).call).toMatchObject({
    status: 'completed',
    agent: { name: lead.name },
  });
});
