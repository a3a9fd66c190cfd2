import { act, renderHook, waitFor } from '@testing-library/react';
import { HttpResponse, http } from 'msw';
import { expect, it, vi } from 'vitest';
import type { LiveEvent } from '@/lib/realtime';
import { dispatchEvents, setLiveState } from '@/lib/realtime/store';
import { callOf } from '@/test/calls';
import { refusal, testServer } from '@/test/server';
import { useCallCenterAPI } from './useCallCenterAPI';

const server = testServer();
const call = callOf({ call_id: 'CALL-A1B2C3D4', status: 'initiated' });

vi.mock('@/lib/realtime/connect', () => ({ connectRealtime: () => () => {} }));

it('is one object whatever happens, so that an effect that depends on it runs once', async () => {
  server.use(
    http.get('*/api/calls', () =>
      HttpResponse.json({
        success: true,
        calls: [call],
        active_count: 1,
        data: [],
        pagination: {},
      }),
    ),
  );
  const { result, rerender } = renderHook(() => useCallCenterAPI());
  const first = result.current;
  let calls: unknown;
  await act(async () => {
    calls = (await result.current.getActivecalls('in_progress'))?.calls;
  });
  rerender();
  expect(result.current).toBe(first);
  expect(calls).toMatchObject([{ call_id: 'CALL-A1B2C3D4' }]);
});

it('starts a call with a number whose plus survives, and ends it (S4-HOOK-02, S4-HOOK-03)', async () => {
  const asked: unknown[] = [];
  server.use(
    http.post('*/api/calls', async ({ request }) => {
      asked.push(await request.json(), request.headers.has('Idempotency-Key'));
      return HttpResponse.json({ success: true, call_id: call.call_id, call }, { status: 201 });
    }),
    http.post('*/api/calls/CALL-A1B2C3D4/end', () =>
      HttpResponse.json({ success: true, call_id: call.call_id, duration: 240, call }),
    ),
  );
  const { result } = renderHook(() => useCallCenterAPI());
  await act(async () => {
    const made = await result.current.initiatecall('+966501234567', 'Ahmed Mohamed');
    expect(made?.call_id).toBe('CALL-A1B2C3D4');
    expect((await result.current.endCall('CALL-A1B2C3D4'))?.duration).toBe(240);
  });
  expect(asked).toEqual([{ phone_number: '+966501234567', customer_name: 'Ahmed Mohamed' }, true]);
});

it('answers null after a refusal and says why; the next answer clears it (S4-HOOK-10)', async () => {
  server.use(
    refusal('post', '/api/calls', 422, { code: 'invalid', errors: { phone_number: ['No.'] } }),
  );
  const { result } = renderHook(() => useCallCenterAPI());
  let made: unknown = 'unknown';
  act(() => {
    void result.current.initiatecall('12', '').then((value) => {
      made = value;
    });
  });
  expect(result.current.loading).toBe(true);
  await waitFor(() => expect(result.current.loading).toBe(false));
  expect(made).toBeNull();
  expect(result.current.error).toBe('No.');
  server.use(
    http.get('*/api/calls/queue', () => HttpResponse.json({ success: true, queue: [], count: 0 })),
  );
  await act(async () => {
    await result.current.getQueue();
  });
  expect(result.current.error).toBeNull();
});

it('transfers with or without an agent, and writes down who said what (S4-HOOK-05, S4-HOOK-06)', async () => {
  const asked: unknown[] = [];
  server.use(
    http.post('*/api/calls/CALL-A1B2C3D4/transfer', async ({ request }) => {
      asked.push(await request.json());
      return HttpResponse.json({ success: true, call_id: call.call_id, call });
    }),
    http.post('*/api/transcripts/CALL-A1B2C3D4/messages', async ({ request }) => {
      asked.push(await request.json());
      return HttpResponse.json({ success: true }, { status: 201 });
    }),
  );
  const { result } = renderHook(() => useCallCenterAPI());
  await act(async () => {
    await result.current.transferCall('CALL-A1B2C3D4', 'complaints');
    await result.current.transferCall('CALL-A1B2C3D4', 'complaints', 'AGT-003');
    await result.current.addTranscriptMessage('CALL-A1B2C3D4', 'customer', 'مرحباً', 'ar');
  });
  expect(asked).toEqual([
    { target_department: 'complaints' },
    { target_department: 'complaints', agent_id: 'AGT-003' },
    { speaker: 'customer', content: 'مرحباً', language: 'ar' },
  ]);
});

it('hands on every event from connecting to disconnecting (S4-HOOK-09)', () => {
  const event = {
    type: 'call:ended',
    data: { call_id: 'CALL-001', duration: 240 },
    seq: 1,
    at: '',
  };
  const say = () => dispatchEvents([event as unknown as LiveEvent]);
  const heard: string[] = [];
  const { result, unmount } = renderHook(() => useCallCenterAPI());
  expect(result.current.wsConnected).toBe(false);
  act(() => result.current.connectWebSocket(({ type }) => heard.push(type)));
  expect(result.current.wsConnected).toBe(false);
  act(() => setLiveState('live'));
  expect(result.current.wsConnected).toBe(true);
  say();
  act(() => result.current.connectWebSocket(({ type }) => heard.push(`again ${type}`)));
  say();
  act(() => result.current.disconnectWebSocket());
  expect(result.current.wsConnected).toBe(false);
  say();
  act(() => result.current.connectWebSocket(({ type }) => heard.push(type)));
  unmount();
  say();
  expect(heard).toEqual(['call:ended', 'again call:ended']);
});
