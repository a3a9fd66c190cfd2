import createClient from 'openapi-fetch';
import { transport } from './transport';
import type { paths } from './types';

/**
 * The typed client. Use it through `call`, which gives the body or throws an ApiError:
 *
 *   const { order } = await call(api.GET('/api/agent/orders/{id}', { params: { path: { id } } }));
 */
export const api = createClient<paths>({ baseUrl: location.origin, fetch: transport });

export async function call<T>(answer: Promise<{ data?: T }>): Promise<T> {
  const { data } = await answer;
  return data as T;
}

/** One key for one intention of the person: a repeated press creates nothing twice. */
export function newIdempotencyKey(): string {
  return crypto.randomUUID();
}
