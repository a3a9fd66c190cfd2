import { transport } from '../api/transport';

/** One request to the interface of chats; throws an ApiError like `call`. */
export async function request<T>(
  method: string,
  path: string,
  body?: unknown,
  signal?: AbortSignal,
): Promise<T> {
  const answer = await transport(
    new Request(new URL(path, location.origin), {
      method,
      signal,
      ...(body === undefined
        ? {}
        : { headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body) }),
    }),
  );
  return (await answer.json()) as T;
}
