import { HttpResponse, http } from 'msw';
import { setupServer } from 'msw/node';
import { afterAll, afterEach, beforeAll } from 'vitest';
import type { paths } from '@/lib/api';

type Method = 'get' | 'post' | 'put' | 'patch' | 'delete';
type PathsWith<M extends Method> = {
  [P in keyof paths]: paths[P] extends Record<M, unknown> ? P : never;
}[keyof paths];
type AnswerOf<Operation> = Operation extends {
  responses: { 200: { content: { 'application/json': infer Answer } } };
}
  ? Answer
  : never;

/** Starts a server for the tests of a file; a request nobody expects fails the test. */
export function testServer() {
  const server = setupServer();
  beforeAll(() => server.listen({ onUnhandledRequest: 'error' }));
  afterEach(() => server.resetHandlers());
  afterAll(() => server.close());
  return server;
}

/** An answer whose shape is checked against the types of the interface. */
export function answer<M extends Method, P extends PathsWith<M>>(
  method: M,
  path: P,
  body: AnswerOf<paths[P][M & keyof paths[P]]>,
) {
  return http[method](`*${String(path)}`, () => HttpResponse.json(body as object));
}

/** A refusal in the form that all errors of the server have. */
export function refusal(
  method: Method,
  path: keyof paths,
  status: number,
  body: { code: string; errors?: Record<string, string[]> },
  headers: Record<string, string> = {},
) {
  const full = {
    success: false,
    error: body.code,
    message: body.code,
    errors: {},
    request_id: 'test-request',
    ...body,
  };
  return http[method](`*${String(path)}`, () => HttpResponse.json(full, { status, headers }));
}
