import { useEffect, useState, useSyncExternalStore } from 'react';
import { api, type Call, call, errorText, newIdempotencyKey } from '@/lib/api';
import { connectRealtime, type LiveEvent, onEveryEvent, useLive } from '@/lib/realtime';

/** A frame of /ws/updates, as `connectWebSocket` hands it on. */
export type LiveMessage = Pick<LiveEvent, 'type' | 'data'>;
export type Speaker = 'bot' | 'customer' | 'agent' | 'system';
export type SpokenLanguage = 'en' | 'ar';

/**
 * What a page of a call centre does with calls. A method resolves with the answer, or with null
 * after a refusal, whose sentence is then in `error`. The object stays the same for as long as the
 * component lives, so that an effect may depend on it; `loading`, `error` and `wsConnected` are
 * always those of now.
 */
export class CallCenterAPI {
  loading = false;
  error: string | null = null;

  private underWay = 0;
  private version = 0;
  private readonly listeners = new Set<() => void>();
  private release: (() => void) | null = null;

  /** There is a connection that this page asked for, and it stands. */
  get wsConnected(): boolean {
    return this.release !== null && useLive.getState().state === 'live';
  }

  initiatecall = (phone: string, customerName: string) =>
    this.ask(
      api.POST('/api/calls', {
        params: { header: { 'Idempotency-Key': newIdempotencyKey() } },
        body: { phone_number: phone, customer_name: customerName },
      }),
    );

  endCall = (callId: string) =>
    this.ask(api.POST('/api/calls/{id}/end', { params: { path: { id: callId } } }));

  /** The calls that go on now, the newest first; with a status only those in it. */
  getActivecalls = (status?: Call['status']) =>
    this.ask(api.GET('/api/calls', { params: { query: { ...(status ? { status } : {}) } } }));

  updateCallStatus = (callId: string, status: Call['status']) =>
    this.ask(
      api.POST('/api/calls/{id}/status', { params: { path: { id: callId } }, body: { status } }),
    );

  routeCall = (callId: string, department: string) =>
    this.ask(
      api.POST('/api/calls/{id}/route', { params: { path: { id: callId } }, body: { department } }),
    );

  /** To a department, where the call waits; with an agent, to that agent. */
  transferCall = (callId: string, department: string, agentId?: string) =>
    this.ask(
      api.POST('/api/calls/{id}/transfer', {
        params: { path: { id: callId } },
        body: { target_department: department, ...(agentId ? { agent_id: agentId } : {}) },
      }),
    );

  acceptCall = (callId: string) =>
    this.ask(api.POST('/api/calls/{id}/accept', { params: { path: { id: callId } } }));

  /** Who waits for a department, in their order. */
  getQueue = () => this.ask(api.GET('/api/calls/queue'));

  getTranscript = (callId: string) =>
    this.ask(api.GET('/api/transcripts/{call}', { params: { path: { call: callId } } }));

  addTranscriptMessage = (
    callId: string,
    speaker: Speaker,
    content: string,
    language: SpokenLanguage,
  ) =>
    this.ask(
      api.POST('/api/transcripts/{call}/messages', {
        params: { path: { call: callId } },
        body: { speaker, content, language },
      }),
    );

  /** Hands on every live event; asked again, it goes to the new receiver alone. */
  connectWebSocket = (receive: (message: LiveMessage) => void): void => {
    const before = this.release;
    const stops = [
      connectRealtime(),
      onEveryEvent(receive),
      useLive.subscribe(() => this.changed()),
    ];
    this.release = () => {
      for (const stop of stops) stop();
    };
    before?.();
    this.changed();
  };

  disconnectWebSocket = (): void => {
    this.release?.();
    this.release = null;
    this.changed();
  };

  /* For the hook: whoever draws this object is told of changes. */
  subscribe = (listener: () => void) => {
    this.listeners.add(listener);
    return () => {
      this.listeners.delete(listener);
    };
  };
  snapshot = () => this.version;

  private changed(): void {
    this.version += 1;
    for (const listener of this.listeners) listener();
  }

  private async ask<T>(answer: Promise<{ data?: T }>): Promise<T | null> {
    this.underWay += 1;
    this.loading = true;
    this.error = null;
    this.changed();
    try {
      return await call(answer);
    } catch (error) {
      this.error = errorText(error);
      return null;
    } finally {
      this.underWay -= 1;
      this.loading = this.underWay > 0;
      this.changed();
    }
  }
}

export function useCallCenterAPI(): CallCenterAPI {
  const [client] = useState(() => new CallCenterAPI());
  useSyncExternalStore(client.subscribe, client.snapshot);
  useEffect(() => () => client.disconnectWebSocket(), [client]);
  return client;
}
