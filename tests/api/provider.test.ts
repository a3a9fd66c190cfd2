/* The stand-in that other tests call a provider: it keeps what it heard and does as scripted. */
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { type Provider, startProvider } from '../support/provider.ts';

let provider: Provider;
beforeAll(async () => {
  provider = await startProvider();
});
beforeEach(() => provider.reset());
afterAll(() => provider.stop());

const post = (body: unknown, signal?: AbortSignal) =>
  fetch(`${provider.url}/v1/send?x=1`, {
    method: 'POST',
    headers: { 'Idempotency-Key': 'k-1' },
    body: JSON.stringify(body),
    signal,
  });

test('it keeps requests and answers as scripted, then as always', async () => {
  provider.script({ status: 429, headers: { 'retry-after': '3' } }, (heard) => ({
    status: 201,
    body: { echo: heard.json.to },
  }));
  provider.always({ status: 202, body: 'later' });
  const first = await post({ to: 'a' });
  expect([first.status, first.headers.get('retry-after')]).toEqual([429, '3']);
  const second = await post({ to: 'b' });
  expect([second.status, await second.json()]).toEqual([201, { echo: 'b' }]);
  const third = await post({ to: 'c' });
  expect([third.status, await third.text()]).toEqual([202, 'later']);
  expect(provider.heard.map((heard) => heard.json.to)).toEqual(['a', 'b', 'c']);
  expect(provider.heard[0]).toMatchObject({ method: 'POST', path: '/v1/send?x=1' });
  expect(provider.heard[0]?.headers['idempotency-key']).toBe('k-1');
});

test('it stalls, drips and dies, and still has heard', async () => {
  provider.script('die', 'stall', 'stall-body', 'drip');
  await expect(post({ n: 1 })).rejects.toThrow();
  await expect(post({ n: 2 }, AbortSignal.timeout(200))).rejects.toThrow(/timeout/);
  for (const n of [3, 4]) {
    const begun = await post({ n }, AbortSignal.timeout(400));
    expect(begun.status).toBe(200);
    await expect(begun.text()).rejects.toThrow();
  }
  expect(provider.heard).toHaveLength(4);
  const awaited = provider.request(5);
  await post({ n: 5 });
  expect((await awaited).json.n).toBe(5);
  await expect(provider.request(6, 100)).rejects.toThrow('request 6 did not come; 5 came');
});
