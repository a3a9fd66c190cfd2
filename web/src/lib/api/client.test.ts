import { HttpResponse, http } from 'msw';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { initI18n } from '@/lib/i18n';
import { answer, refusal, testServer } from '@/test/server';
import { api, call } from './client';
import { ApiError, errorText } from './error';
import { setRemembered, setSessionEndedHandler } from './transport';

const server = testServer();

function clearCookies() {
  // biome-ignore lint/suspicious/noDocumentCookie: the test plays the server's part
  document.cookie = 'XSRF-TOKEN=; Max-Age=0; Path=/';
}

function setCookie(value: string) {
  // biome-ignore lint/suspicious/noDocumentCookie: the test plays the server's part
  document.cookie = `XSRF-TOKEN=${value}; Path=/`;
}

afterEach(() => {
  clearCookies();
  setRemembered(false);
  setSessionEndedHandler(() => {});
});

async function failure(promise: Promise<unknown>): Promise<ApiError> {
  const error = await promise.then(
    () => null,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(ApiError);
  return error as ApiError;
}

const status = { success: true, status: 'break', presence: 'on_break', since: '' } as const;

describe('the client', () => {
  it('takes an answer that was asked for ahead, once, and asks where there is none', async () => {
    const answerOf = (name: string) => ({ success: true, company: { name } });
    let asked = 0;
    server.use(
      http.get('/api/auth/me', () => {
        asked += 1;
        return HttpResponse.json(answerOf('asked now'));
      }),
    );
    const company = async () => (await call(api.GET('/api/auth/me'))).company.name;
    window.askedAhead = { '/api/auth/me': Promise.resolve(Response.json(answerOf('ahead'))) };
    expect(await company()).toBe('ahead');
    expect(asked).toBe(0);
    expect(await company()).toBe('asked now');
    window.askedAhead['/api/auth/me'] = Promise.resolve(null);
    expect(await company()).toBe('asked now');
    expect(asked).toBe(2);
  });

  it('sends the CSRF header with changes only', async () => {
    setCookie('token%2B1');
    const seen: (string | null)[] = [];
    server.use(
      http.put('*/api/agent/auth/status', ({ request }) => {
        seen.push(request.headers.get('X-XSRF-TOKEN'));
        return HttpResponse.json(status);
      }),
      http.get('*/api/team/members', ({ request }) => {
        seen.push(request.headers.get('X-XSRF-TOKEN'));
        return HttpResponse.json({ success: true, agents: [] });
      }),
    );
    await call(api.PUT('/api/agent/auth/status', { body: { status: 'on_break' } }));
    await call(api.GET('/api/team/members'));
    expect(seen).toEqual(['token+1', null]);
  });

  it('turns a refusal into an ApiError with all it says', async () => {
    server.use(
      http.put('*/api/agent/orders/7/status', () =>
        HttpResponse.json(
          {
            success: false,
            error: 'no',
            code: 'state',
            errors: { status: ['not now'] },
            allowed: ['closed'],
            current: { version: 3 },
            request_id: 'r-1',
          },
          { status: 409 },
        ),
      ),
    );
    const params = { path: { id: String(7) } };
    const error = await failure(
      call(api.PUT('/api/agent/orders/{id}/status', { params, body: { status: 'closed' } })),
    );
    expect(error.status).toBe(409);
    expect(error.code).toBe('state');
    expect(error.field('status')).toBe('not now');
    expect(error.allowed).toEqual(['closed']);
    expect(error.current).toEqual({ version: 3 });
    expect(error.requestId).toBe('r-1');
    expect(errorText(error)).toBe('no');
  });

  it('shows what the server says as it came, a refused entry without the name of its field', () => {
    const denied = new ApiError(403, { code: 'denied', error: 'لا تملك صلاحية لهذا الإجراء.' });
    expect(errorText(denied)).toBe('لا تملك صلاحية لهذا الإجراء.');
    const invalid = new ApiError(422, {
      code: 'invalid',
      error: 'price: هذا ليس مبلغاً.',
      errors: { price: ['هذا ليس مبلغاً.'] },
    });
    expect(errorText(invalid)).toBe('هذا ليس مبلغاً.');
  });

  it('has words of its own only where the server said nothing', async () => {
    await initI18n();
    expect(errorText(new ApiError(0, { code: 'network' }))).toContain('cannot be reached');
    expect(errorText(new ApiError(502, {}))).toBe('Something failed on the server.');
  });

  it('gives a failure of the network the same class', async () => {
    server.use(http.get('*/api/team/members', () => HttpResponse.error()));
    const error = await failure(call(api.GET('/api/team/members')));
    expect([error.status, error.code]).toEqual([0, 'network']);
  });

  it('understands an answer of a proxy that is no JSON', async () => {
    server.use(http.get('*/api/team/members', () => new HttpResponse('<html>', { status: 502 })));
    const error = await failure(call(api.GET('/api/team/members')));
    expect(error.code).toBe('internal');
  });

  it('renews a remembered session once for all that fail together, and repeats them', async () => {
    setRemembered(true);
    let renewed = 0;
    let alive = false;
    const guarded = () =>
      alive
        ? HttpResponse.json({ success: true, agents: [] })
        : HttpResponse.json({ success: false, code: 'login' }, { status: 401 });
    server.use(
      http.get('*/api/team/members', guarded),
      http.post('*/api/auth/refresh', () => {
        renewed += 1;
        alive = true;
        return HttpResponse.json({ success: true });
      }),
    );
    await Promise.all([call(api.GET('/api/team/members')), call(api.GET('/api/team/members'))]);
    expect(renewed).toBe(1);
  });

  it('repeats a request with its body', async () => {
    setRemembered(true);
    const bodies: unknown[] = [];
    server.use(
      http.put('*/api/agent/auth/status', async ({ request }) => {
        bodies.push(await request.json());
        return bodies.length === 1
          ? HttpResponse.json({ success: false, code: 'login' }, { status: 401 })
          : HttpResponse.json(status);
      }),
      http.post('*/api/auth/refresh', () => HttpResponse.json({ success: true })),
    );
    await call(api.PUT('/api/agent/auth/status', { body: { status: 'on_break' } }));
    expect(bodies).toEqual([{ status: 'on_break' }, { status: 'on_break' }]);
  });

  it('says that the session ended when it cannot be renewed', async () => {
    const ended = vi.fn();
    setSessionEndedHandler(ended);
    server.use(refusal('get', '/api/team/members', 401, { code: 'login' }));
    await failure(call(api.GET('/api/team/members')));
    expect(ended).toHaveBeenCalledOnce();
  });

  it('takes a wrong password for what it is', async () => {
    const ended = vi.fn();
    setSessionEndedHandler(ended);
    server.use(refusal('post', '/api/auth/login', 401, { code: 'login' }));
    await failure(call(api.POST('/api/auth/login', { body: { login: 'a', password: 'b' } })));
    expect(ended).not.toHaveBeenCalled();
  });

  it('gives the body of an answer', async () => {
    const nobody = { success: true as const, agents: [], data: [] };
    server.use(answer('get', '/api/team/members', nobody));
    expect(await call(api.GET('/api/team/members'))).toEqual(nobody);
  });
});
