import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { act, fireEvent, render, screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { HttpResponse, http } from 'msw';
import { Tooltip } from 'radix-ui';
import { createMemoryRouter, RouterProvider } from 'react-router';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { useToasts } from '@/components/ui/toast-store';
import { loadTexts, setLanguage } from '@/lib/i18n';
import { countries, currencies, placeOf, timeZones } from '@/lib/places';
import { refusal, testServer } from '@/test/server';
import { checkSetup, codeOf, tokenOf } from './setup';
import { SetupPage } from './setup-page';

const server = testServer();
/** A busy machine draws a thousand choices slowly. */
const PATIENCE = { timeout: 10_000 };

function show(at = '/setup#token=one-time') {
  const router = createMemoryRouter(
    [
      { path: '/setup', element: <SetupPage /> },
      { path: '/login', element: <p>login page</p> },
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

const field = (name: RegExp | string) => screen.getByLabelText<HTMLInputElement>(name);

function fill() {
  const enter = (name: RegExp | string, value: string) =>
    fireEvent.change(field(name), { target: { value } });
  enter(/^Company name/, 'Gulf Commerce');
  enter(/^Your name/, 'Sara');
  enter(/^User name/, 'sara');
  enter(/^New password \(/, 'correct-horse-9');
  enter(/^New password again/, 'correct-horse-9');
}

const submit = () => userEvent.click(screen.getByText('Create the company'));

/** Keeps what is sent, and answers as the server does. */
function accepting() {
  const sent: Record<string, unknown>[] = [];
  server.use(
    http.post('*/api/setup', async ({ request }) => {
      sent.push((await request.json()) as Record<string, unknown>);
      return HttpResponse.json(
        { success: true, company: { id: 1, code: 'gulf-commerce' }, user: { id: 1 }, agent: null },
        { status: 201 },
      );
    }),
  );
  return sent;
}

beforeAll(() => loadTexts('accounts', 'shell'));
beforeEach(() => localStorage.clear());
afterEach(async () => {
  useToasts.setState({ toasts: [] });
  await setLanguage('en');
});

describe('the first start', () => {
  it('makes the company and its administrator, and goes to the login page', async () => {
    const sent = accepting();
    const router = show();
    fill();
    await userEvent.selectOptions(field('Time zone'), 'Asia/Riyadh');
    await submit();
    await screen.findByText('login page', {}, PATIENCE);
    expect(sent).toEqual([
      {
        token: 'one-time',
        company: {
          name: 'Gulf Commerce',
          code: 'gulf-commerce',
          time_zone: 'Asia/Riyadh',
          currency: 'SAR',
          default_country: 'SA',
          language: 'en',
        },
        admin: { name: 'Sara', username: 'sara', password: 'correct-horse-9' },
      },
    ]);
    expect(localStorage.getItem('hatif.company')).toBe('"gulf-commerce"');
    expect(useToasts.getState().toasts).toHaveLength(1);
    expect(router.state.location.pathname).toBe('/login');
  });

  it('takes the token out of the address, and a newer one that is opened later', async () => {
    const sent = accepting();
    const router = show('/setup#old-token');
    await waitFor(() => expect(router.state.location.hash).toBe(''));
    fill();
    await act(() => router.navigate('/setup#token=newer'));
    await waitFor(() => expect(router.state.location.hash).toBe(''));
    expect(field(/^Company name/).value).toBe('Gulf Commerce');
    await submit();
    await screen.findByText('login page', {}, PATIENCE);
    expect(sent[0]?.token).toBe('newer');
  });

  it('keeps what the person chose when it suggests', async () => {
    show();
    await userEvent.selectOptions(field('Currency'), 'USD');
    await userEvent.clear(field(/^Short name/));
    await userEvent.type(field(/^Short name/), 'desk');
    await userEvent.selectOptions(field('Time zone'), 'Africa/Cairo');
    await userEvent.type(field(/^Company name/), 'Gulf');
    expect(field('Country').value).toBe('EG');
    expect(field('Currency').value).toBe('USD');
    expect(field(/^Short name/).value).toBe('desk');
  });

  it('asks for what is missing before it asks the server', async () => {
    show();
    await submit();
    expect(screen.getByText('Enter the name of the company.')).toBeTruthy();
    expect(screen.getByText('Enter your name.')).toBeTruthy();
    expect(screen.getByText('Enter a new password.')).toBeTruthy();
    expect(document.activeElement).toBe(field(/^Company name/));
    await act(() => setLanguage('ar'));
    expect(screen.getByText('اكتب اسمك.')).toBeTruthy();
  });

  it('leads to the password when only that is wrong', async () => {
    show();
    fill();
    const again = field(/^New password again/);
    fireEvent.change(again, { target: { value: 'something else' } });
    await submit();
    expect(screen.getByText('The two entries are not the same.')).toBeTruthy();
    expect(document.activeElement).toBe(again);
  });

  it('puts a refusal under its fields', async () => {
    const errors = {
      'admin.password': ['The password is too common.'],
      email: ['an address such as sara@example.com'],
      code: ['another company has this code'],
    };
    server.use(refusal('post', '/api/setup', 422, { code: 'invalid', errors }));
    show();
    fill();
    await submit();
    const complaint = await screen.findByText('The password is too common.');
    expect(field(/^New password \(/).getAttribute('aria-describedby')).toContain(
      complaint.parentElement?.id,
    );
    expect(field(/^E-mail/).getAttribute('aria-invalid')).toBe('true');
    await waitFor(() => expect(document.activeElement).toBe(field(/^Short name/)));
    expect(screen.queryByRole('alert')).toBeNull();
  });

  it('says that a link was used or is too old', async () => {
    server.use(refusal('post', '/api/setup', 404, { code: 'not_found' }));
    show();
    fill();
    await submit();
    expect((await screen.findByRole('alert')).textContent).toBe(
      'This link has been used or is too old. Restart the server for a new one.',
    );
  });

  it('has no form without a token', () => {
    show('/setup');
    expect(screen.getByText('This link is not complete.')).toBeTruthy();
    expect(screen.queryByRole('textbox')).toBeNull();
  });

  it('speaks Arabic, and offers the language of the page', async () => {
    show();
    expect(field('Language').value).toBe('en');
    await act(() => setLanguage('ar'));
    expect(screen.getByRole('heading', { name: 'إعداد مركز الاتصال' })).toBeTruthy();
    expect(field('اللغة').value).toBe('ar');
    expect(screen.getAllByRole('option', { name: /الإمارات/ }).length).toBeGreaterThan(0);
  });
});

describe('what is read and suggested', () => {
  it('finds the token in both forms of the link', () => {
    expect(tokenOf('#token=abc-_1')).toBe('abc-_1');
    expect(tokenOf('#abc-_1')).toBe('abc-_1');
    expect(tokenOf('#other=1')).toBe('');
    expect(tokenOf('')).toBe('');
  });

  it('makes a short name that the server takes', () => {
    expect(codeOf('Gulf Commerce')).toBe('gulf-commerce');
    expect(codeOf('  3 Étoiles & Co. ')).toBe('etoiles-co');
    expect(codeOf('هاتف')).toBe('');
    const long = codeOf(`${'a'.repeat(31)} b`);
    expect(long).toBe('a'.repeat(31));
  });

  it('knows what a code may be', () => {
    const draft = {
      company: 'Gulf',
      code: '9gulf',
      timeZone: 'Asia/Dubai',
      currency: 'AED',
      country: 'AE',
      language: 'en',
      name: 'Sara',
      username: 'sara ali',
      email: '',
    };
    expect(checkSetup(draft)).toEqual({
      code: 'setup.error.code',
      username: 'setup.error.username',
    });
    expect(checkSetup({ ...draft, code: 'gulf', username: 'sara' })).toEqual({});
  });

  it('offers every choice once, and whatever it suggests', () => {
    for (const list of [countries('ar'), currencies('en'), timeZones()]) {
      const values = list.map((choice) => choice.value);
      expect(new Set(values).size).toBe(values.length);
    }
    for (const zone of ['Asia/Dubai', 'Asia/Riyadh', 'Africa/Cairo', 'Europe/Paris']) {
      const place = placeOf(zone);
      expect(countries('en').map((choice) => choice.value)).toContain(place.country);
      expect(currencies('en').map((choice) => choice.value)).toContain(place.currency);
    }
  });
});
