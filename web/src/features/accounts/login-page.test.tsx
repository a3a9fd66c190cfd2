import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { fireEvent, render, screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { HttpResponse, http } from 'msw';
import { Tooltip } from 'radix-ui';
import { createMemoryRouter, RouterProvider } from 'react-router';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Agent, Branding, Company, User } from '@/lib/api';
import { useSession } from '@/lib/auth/session';
import { loadTexts, setLanguage } from '@/lib/i18n';
import { answer, refusal, testServer } from '@/test/server';
import { recoveryWay } from './components/forgot-password-dialog';
import { LoginPage } from './login-page';

const server = testServer();

const branding: Branding = {
  code: 'gulf',
  name: 'Gulf Commerce',
  logo_url: '/files/logo.png',
  it_support_ext: '2200',
  help_desk_ext: '2100',
  language: 'en',
  languages: ['en', 'ar'],
  theme: 'system' as const,
  password_recovery: 'both',
  badge_login: true,
};
const company = { ...branding, id: 1, time_zone: 'Asia/Dubai' } as unknown as Company;
const user = {
  id: 1,
  name: 'Sarah',
  permissions: [],
  must_change_password: false,
} as unknown as User;
const agent = { id: 1, code: 'AGT-001', presence: 'available' } as unknown as Agent;
const welcome = { success: true as const, token: 't', expires_in: 1, user, agent, company };
const me = {
  success: true as const,
  user,
  agent,
  company,
  session: { id: 1, expires_at: '', idle_expires_at: null },
};

function branded(change: Partial<Branding> | null = {}, count = 1) {
  return answer('get', '/api/branding', {
    success: true,
    company: change === null ? null : { ...branding, ...change },
    companies_count: count,
    version: '1',
  });
}

function show(kind: 'call_center' | 'agent' | 'portal' = 'call_center', at = '/in') {
  const router = createMemoryRouter(
    [
      { path: '/in', element: <LoginPage kind={kind} /> },
      { path: '*', element: <p>arrived</p> },
    ],
    { initialEntries: [at] },
  );
  render(
    <QueryClientProvider client={new QueryClient()}>
      <Tooltip.Provider>
        <RouterProvider router={router} />
      </Tooltip.Provider>
    </QueryClientProvider>,
  );
  return router;
}

function cookie(text: string) {
  // biome-ignore lint/suspicious/noDocumentCookie: the test plays the server's part
  document.cookie = text;
}

beforeAll(() => loadTexts('accounts', 'shell'));
beforeEach(() => {
  localStorage.clear();
  cookie('XSRF-TOKEN=; Max-Age=0; Path=/');
  useSession.setState({ status: 'unknown', reason: null, user: null });
});
afterEach(() => setLanguage('en'));

async function enter(id: string, password: string) {
  await userEvent.type(screen.getByLabelText('Agent ID'), id);
  await userEvent.type(screen.getByLabelText('Password'), password);
  await userEvent.click(screen.getByRole('button', { name: 'LOGIN TO AGENT PANEL' }));
}

describe('S0-AUTH-01…10: the page of the call centre', () => {
  it('has every element of the form', async () => {
    server.use(branded());
    show();
    expect(screen.getByRole('heading', { name: 'CALL CENTER AGENT LOGIN' })).toBeTruthy();
    const logo = await screen.findByRole('img', { name: /Gulf Commerce/ });
    expect(logo.getAttribute('src')).toBe('/files/logo.png');
    expect(screen.getByLabelText('Agent ID').getAttribute('autocomplete')).toBe('username');
    expect(screen.getByLabelText('Password').getAttribute('type')).toBe('password');
    expect(screen.getByRole('checkbox', { name: 'Remember me' })).toBeTruthy();
    expect(screen.getByRole('button', { name: 'Forgot Password?' })).toBeTruthy();
    expect(screen.getByRole('button', { name: 'LOGIN TO AGENT PANEL' })).toBeTruthy();
    expect(screen.getByText('OR')).toBeTruthy();
    expect(screen.getByRole('button', { name: 'LOGIN WITH BADGE SCANNER' })).toBeTruthy();
    expect(document.body.textContent).toContain('IT Support: ext. 2200');
    expect(document.body.textContent).toContain('Help Desk: ext. 2100');
  });

  it('speaks Arabic', async () => {
    server.use(branded());
    await setLanguage('ar');
    show();
    expect(screen.getByRole('heading', { name: 'دخول موظفي مركز الاتصال' })).toBeTruthy();
    expect(document.documentElement.dir).toBe('rtl');
  });

  it('asks for both entries before it asks the server', async () => {
    server.use(branded());
    show();
    await userEvent.click(screen.getByRole('button', { name: 'LOGIN TO AGENT PANEL' }));
    expect(screen.getByText('Enter your agent ID.')).toBeTruthy();
    expect(screen.getByLabelText('Agent ID').getAttribute('aria-invalid')).toBe('true');
  });

  it('signs in, remembers the device when asked, and returns to where it was', async () => {
    let sent: unknown;
    server.use(
      branded(),
      http.post('*/api/agent/auth/login', async ({ request }) => {
        sent = await request.json();
        cookie('XSRF-TOKEN=abc; Path=/');
        return HttpResponse.json(welcome);
      }),
      answer('get', '/api/auth/me', me),
    );
    const router = show('call_center', '/in?next=/call-center-panel/orders/7&workstation=WS-001');
    await userEvent.click(screen.getByRole('checkbox', { name: 'Remember me' }));
    await enter('AG001', 'secret');
    await screen.findByText('arrived');
    expect(router.state.location.pathname).toBe('/call-center-panel/orders/7');
    expect(sent).toEqual({
      agent_id: 'AG001',
      password: 'secret',
      remember: true,
      workstation_id: 'WS-001',
    });
  });

  it('says the same for every wrong entry and empties the password', async () => {
    server.use(branded(), refusal('post', '/api/agent/auth/login', 401, { code: 'login' }));
    show();
    await enter('AG001', 'wrong');
    expect((await screen.findByRole('alert')).textContent).toContain('is not right');
    expect(screen.getByLabelText<HTMLInputElement>('Password').value).toBe('');
    expect(screen.getByLabelText<HTMLInputElement>('Agent ID').value).toBe('AG001');
  });

  it('tells how long a locked account waits', async () => {
    const locked = { 'Retry-After': '840' };
    server.use(branded(), refusal('post', '/api/agent/auth/login', 429, { code: 'rate' }, locked));
    show();
    await enter('AG001', 'wrong');
    expect((await screen.findByRole('alert')).textContent).toContain('14 minutes');
  });
});

describe('several companies', () => {
  it('asks for the company only where it is needed', async () => {
    server.use(branded(null, 3));
    show();
    expect(await screen.findByLabelText('Company')).toBeTruthy();
  });

  it('asks when the server cannot tell which one', async () => {
    server.use(
      branded(),
      refusal('post', '/api/agent/auth/login', 401, { code: 'company_required' }),
    );
    show();
    await enter('AG001', 'secret');
    expect(await screen.findByLabelText('Company')).toBeTruthy();
  });

  it('remembers the company of the link', async () => {
    const asked: (string | null)[] = [];
    server.use(
      http.get('*/api/branding', ({ request }) => {
        asked.push(new URL(request.url).searchParams.get('company'));
        return HttpResponse.json({ success: true, company: branding, companies_count: 3 });
      }),
    );
    show('call_center', '/in?company=gulf');
    await screen.findByText('Gulf Commerce');
    expect(asked).toEqual(['gulf']);
    expect(localStorage.getItem('hatif.company')).toBe('"gulf"');
  });
});

describe('badge', () => {
  it('signs in with what the scanner types, and shows none of it', async () => {
    let sent: unknown;
    server.use(
      branded(),
      http.post('*/api/agent/auth/badge', async ({ request }) => {
        sent = await request.json();
        cookie('XSRF-TOKEN=abc; Path=/');
        return HttpResponse.json(welcome);
      }),
      answer('get', '/api/auth/me', me),
    );
    show();
    await userEvent.click(screen.getByRole('button', { name: 'LOGIN WITH BADGE SCANNER' }));
    const field = screen.getByLabelText<HTMLInputElement>('Badge scanner input');
    expect(document.activeElement).toBe(field);
    for (const code of ['Digit4', 'Digit1', 'Digit7', 'Enter']) fireEvent.keyDown(field, { code });
    expect(field.value).toBe('');
    await waitFor(() => expect(sent).toEqual({ badge_code: '417' }));
    await screen.findByText('arrived');
  });

  it('is left with Esc, and absent where the company does not use it', async () => {
    server.use(branded());
    show();
    await userEvent.click(screen.getByRole('button', { name: 'LOGIN WITH BADGE SCANNER' }));
    await userEvent.keyboard('{Escape}');
    expect(screen.getByLabelText('Agent ID')).toBeTruthy();
  });

  it('is offered on the page of the call centre only', async () => {
    server.use(branded());
    show('agent');
    expect(screen.queryByRole('button', { name: /BADGE/ })).toBeNull();
  });
});

describe('forgotten password', () => {
  it('goes to IT on the page of the call centre', async () => {
    let sent: unknown;
    server.use(
      branded(),
      http.post('*/api/agent/auth/forgot-password', async ({ request }) => {
        sent = await request.json();
        return HttpResponse.json({ success: true, message: 'ok' });
      }),
    );
    show();
    await screen.findByText('Gulf Commerce');
    await userEvent.type(screen.getByLabelText('Agent ID'), 'AG001');
    await userEvent.click(screen.getByRole('button', { name: 'Forgot Password?' }));
    await userEvent.click(await screen.findByRole('button', { name: 'Ask IT support' }));
    expect(await screen.findByText('Request sent')).toBeTruthy();
    expect(sent).toEqual({ agent_id: 'AG001' });
  });

  it('follows the setting of the company', () => {
    expect(recoveryWay('call_center', 'both')).toBe('it');
    expect(recoveryWay('agent', 'both')).toBe('email');
    expect(recoveryWay('call_center', 'email')).toBe('email');
    expect(recoveryWay('portal', 'it_support')).toBe('it');
  });
});
