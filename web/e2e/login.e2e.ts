/* Signing in and out (S0-AUTH-01…16, IMP-AUTH). */
import { describe, expect, test } from 'vitest';
import { keyedHash, password } from './server.ts';
import { answered, openDesk, type Seat } from './support/desk.ts';
import {
  button,
  dialog,
  gone,
  heading,
  listStands,
  scan,
  seen,
  toast,
  words,
} from './support/page.ts';

const desk = openDesk();
const panel = '/call-center-panel/login?company=gulf';

async function fillIn({ page }: Seat, login: string, secret = password) {
  await page
    .getByRole('textbox', { name: /^(Agent ID|User name or e-mail|E-mail or agent ID)$/ })
    .fill(login);
  await page.getByLabel('Password', { exact: true }).fill(secret);
  await page.locator('button[type=submit]').click();
}

const pathOf = ({ page }: Seat) => {
  const url = new URL(page.url());
  return url.pathname + url.search;
};

describe('the page of the call centre', () => {
  test('has every element', async () => {
    const seat = await desk.seat();
    await seat.open(panel);
    const { page } = seat;
    await seen(
      heading(page, 'CALL CENTER AGENT LOGIN'),
      page.getByText('Gulf Commerce'),
      page.getByLabel('Agent ID', { exact: true }),
      page.getByRole('checkbox', { name: 'Remember me' }),
      button(page, 'Forgot Password?'),
      button(page, 'LOGIN TO AGENT PANEL'),
      page.getByText('OR', { exact: true }),
      button(page, 'LOGIN WITH BADGE SCANNER'),
    );
    expect(await page.getByLabel('Password', { exact: true }).getAttribute('type')).toBe(
      'password',
    );
    const text = (await words(page)).replace(/\s+/g, ' ');
    expect(text).toContain('IT Support: ext. 2200 | Help Desk: ext. 2100');
    // The mark of the company, or of the product as long as the company has none.
    expect(await page.locator('main').locator('img, svg').count()).toBeGreaterThan(0);
    expect(await page.title()).toContain('CALL CENTER AGENT LOGIN');
  });

  test('asks for what is missing before it asks the server', async () => {
    const seat = await desk.seat();
    await seat.open(panel);
    await button(seat.page, 'LOGIN TO AGENT PANEL').click();
    await seen(
      seat.page.getByText('Enter your agent ID.'),
      seat.page.getByText('Enter your password.'),
    );
  });

  test('says the same for a wrong password and an unknown agent, and lets nobody in', async () => {
    const seat = await desk.seat();
    seat.allow(answered(401));
    await seat.open(panel);
    for (const login of ['AG001', 'AG999']) {
      await fillIn(seat, login, 'not the password');
      await seen(seat.page.getByRole('alert').getByText('The ID or the password is not right.'));
      expect(await seat.page.getByLabel('Password', { exact: true }).inputValue()).toBe('');
      await seat.page.reload();
    }
    expect((await seat.context.cookies()).map(({ name }) => name)).not.toContain('hatif_session');
  });

  test.each(['AG001', 'AGT-001'])('%s arrives where it was going', async (login) => {
    const seat = await desk.seat();
    await seat.open('/call-center-panel/orders?status=confirmed');
    await expect.poll(() => pathOf(seat)).toMatch(/^\/call-center-panel\/login\?next=/);
    await seat.open(`${pathOf(seat)}&company=gulf`);
    await fillIn(seat, login);
    await listStands(seat.page);
    expect(pathOf(seat)).toBe('/call-center-panel/orders?status=confirmed');
    const cookies = await seat.context.cookies();
    const session = cookies.find(({ name }) => name === 'hatif_session');
    expect(session).toMatchObject({ httpOnly: true, sameSite: 'Lax' });
    expect(cookies.map(({ name }) => name)).not.toContain('hatif_refresh');
  });

  test('“Remember me” lets the device come back without the password', async () => {
    const seat = await desk.seat();
    await seat.open(panel);
    await seat.page.getByRole('checkbox', { name: 'Remember me' }).check();
    await fillIn(seat, 'AG006');
    await seen(heading(seat.page, 'Dashboard'));
    const cookies = await seat.context.cookies(`${desk.server.url}/api`);
    const lasting = cookies.find(({ name }) => name === 'hatif_refresh');
    expect(lasting?.httpOnly).toBe(true);
    expect(lasting?.expires).toBeGreaterThan(Date.now() / 1000 + 86_400);
    await seat.context.clearCookies({ name: 'hatif_session' });
    seat.allow(answered(401));
    await seat.page.reload();
    await seen(heading(seat.page, 'Dashboard'));
  });
});

describe('the other pages', () => {
  test('open the same session', async () => {
    const seat = await desk.seat();
    await seat.open('/login?company=gulf');
    await seen(heading(seat.page, 'Log in'));
    expect(await button(seat.page, 'LOGIN WITH BADGE SCANNER').count()).toBe(0);
    await fillIn(seat, 'supervisor');
    await seen(heading(seat.page, 'Dashboard'));
    for (const path of ['/agent/login', '/call-center-panel/login', '/login']) {
      await seat.open(path);
      await seen(heading(seat.page, 'Dashboard'));
      expect(pathOf(seat)).toBe('/call-center-panel');
    }
  });

  test('/agent/login takes an agent ID or an e-mail address', async () => {
    for (const login of ['AGT-002', 'AG002@gulf.example.com']) {
      const seat = await desk.seat();
      await seat.open('/agent/login?company=gulf');
      await seen(heading(seat.page, 'Agent login'));
      await fillIn(seat, login);
      await seen(heading(seat.page, 'Dashboard'));
      await seen(seat.page.getByRole('banner').getByText('Omar Khoury'));
    }
  });

  test('do not send anybody to another site', async () => {
    for (const next of ['https://evil.example/', '//evil.example/', '/\\evil.example']) {
      const seat = await desk.seat();
      await seat.open(`/login?company=gulf&next=${encodeURIComponent(next)}`);
      await fillIn(seat, 'AG002');
      await seen(heading(seat.page, 'Dashboard'));
      expect(seat.page.url().startsWith(desk.server.url)).toBe(true);
    }
  });
});

describe('several companies', () => {
  test('one name in both: the page asks which', async () => {
    const seat = await desk.seat();
    seat.allow(answered(401));
    await seat.open('/login');
    await seen(seat.page.getByLabel('Company'));
    await fillIn(seat, 'admin');
    await seen(seat.page.getByRole('alert').getByText(/more than one company/));
    await seat.page.getByLabel('Company').fill('homes');
    await fillIn(seat, 'admin');
    await seen(seat.page.getByRole('banner').getByText('Homes Real Estate'));
    await seen(seat.page.getByRole('banner').getByText('نورة القحطاني'));
  });

  test('an unknown company looks like none', async () => {
    const seat = await desk.seat();
    await seat.open('/call-center-panel/login?company=nobody');
    await seen(heading(seat.page, 'CALL CENTER AGENT LOGIN'), seat.page.getByLabel('Company'));
    expect(await words(seat.page)).not.toContain('Gulf');
  });
});

describe('the badge scanner', () => {
  test('opens, and goes away by its button and by Esc', async () => {
    const seat = await desk.seat();
    const { page } = seat;
    await seat.open(panel);
    for (const leave of [
      () => button(page, 'Log in with agent ID instead').click(),
      () => page.keyboard.press('Escape'),
    ]) {
      await button(page, 'LOGIN WITH BADGE SCANNER').click();
      await seen(page.getByText('Scan your badge now'));
      await leave();
      await seen(page.getByLabel('Agent ID', { exact: true }));
    }
  });

  test('an unknown badge is refused and the scanner waits again', async () => {
    const seat = await desk.seat();
    seat.allow(answered(401));
    await seat.open(panel);
    await button(seat.page, 'LOGIN WITH BADGE SCANNER').click();
    await seen(seat.page.getByText('Scan your badge now'));
    await scan(seat.page, 'bdg-0000');
    await seen(seat.page.getByRole('alert').getByText(/This badge is not known/));
    await seen(seat.page.getByText('Scan your badge now'));
  });

  test.each([
    ['a Latin', false],
    ['an Arabic', true],
  ])('the right badge signs in, with %s keyboard layout', async (_layout, arabic) => {
    desk.server.sql(
      `UPDATE agents SET badge_hash = '${keyedHash('badge', 'bdg-4711')}' WHERE agent_no = 3 AND company_id = 1`,
    );
    const seat = await desk.seat();
    await seat.open(panel);
    await button(seat.page, 'LOGIN WITH BADGE SCANNER').click();
    await seen(seat.page.getByText('Scan your badge now'));
    await scan(seat.page, 'bdg-4711', arabic);
    await seen(seat.page.getByRole('banner').getByText('يوسف المري'));
  });

  test('what is typed by hand is no badge', async () => {
    const seat = await desk.seat();
    const asked: string[] = [];
    seat.page.on('request', (request) => asked.push(request.url()));
    await seat.open(panel);
    await button(seat.page, 'LOGIN WITH BADGE SCANNER').click();
    await seat.page.keyboard.type('bdg-4711', { delay: 130 });
    await seat.page.keyboard.press('Enter');
    await seen(seat.page.getByText('Scan your badge now'));
    expect(asked.filter((url) => url.includes('/badge'))).toEqual([]);
  });
});

describe('a forgotten password', () => {
  test('goes to IT support, comes back as a temporary one, and must be changed', async () => {
    const agent = await desk.seat();
    await agent.open(panel);
    await agent.page.getByLabel('Agent ID', { exact: true }).fill('AG004');
    await button(agent.page, 'Forgot Password?').click();
    const ask = dialog(agent.page, 'Forgot your password?');
    expect(await ask.getByLabel('Agent ID').inputValue()).toBe('AG004');
    await button(ask, 'Ask IT support').click();
    const sent = dialog(agent.page, 'Request sent');
    await seen(sent.getByText('If this agent ID exists, IT support has your request.'));
    await button(sent, 'Done').click();

    const manager = await desk.work('manager', '/admin/password-requests');
    const request = manager.page.getByRole('listitem').filter({ hasText: 'Priya Nair' });
    await seen(request.getByText('AGT-004'), request.getByText('Open'));
    await button(request, 'Set temporary password').click();
    const sure = dialog(manager.page, 'Set a temporary password for Priya Nair?');
    await button(sure, 'Set temporary password').click();
    const shown = dialog(manager.page, 'Temporary password for Priya Nair');
    const temporary = await shown.locator('code').innerText();
    await button(shown, 'I have passed it on').click();
    await seen(manager.page.getByText('No request waits.'));

    agent.allow(answered(401));
    await fillIn(agent, 'AG004');
    await seen(agent.page.getByRole('alert'));
    await fillIn(agent, 'AG004', temporary);
    await seen(agent.page.getByText('Your password is a temporary one. Choose your own to go on.'));
    await agent.open('/call-center-panel/orders');
    await seen(heading(agent.page, 'Change password'));

    const fresh = 'four quiet camels 27';
    await agent.page.getByLabel('Present password', { exact: true }).fill(temporary);
    await agent.page.getByLabel('New password', { exact: true }).fill(fresh);
    await agent.page.getByLabel('New password again', { exact: true }).fill(`${fresh}x`);
    await button(agent.page, 'Change password').click();
    await seen(agent.page.getByText('The two entries are not the same.'));
    await agent.page.getByLabel('New password again', { exact: true }).fill(fresh);
    await button(agent.page, 'Change password').click();
    await seen(toast(agent.page, 'Your password was changed.'));
    await listStands(agent.page);

    await button(agent.page, 'Log out').click();
    await seen(agent.page.getByText('You are logged out.'));
    await agent.open(panel);
    await fillIn(agent, 'AG004', fresh);
    await seen(heading(agent.page, 'Dashboard'));
  });

  test('of somebody unknown gives the same answer', async () => {
    const seat = await desk.seat();
    await seat.open(panel);
    await button(seat.page, 'Forgot Password?').click();
    const ask = dialog(seat.page, 'Forgot your password?');
    await ask.getByLabel('Agent ID').fill('AG999');
    await button(ask, 'Ask IT support').click();
    await seen(
      dialog(seat.page, 'Request sent').getByText(
        'If this agent ID exists, IT support has your request.',
      ),
    );
    const { password_requests: open } = await (await desk.api('manager')).get(
      '/api/admin/password-requests?status=open',
    );
    expect(open).toEqual([]);
  });

  test('may be refused', async () => {
    const seat = await desk.seat();
    await seat.open(panel);
    await button(seat.page, 'Forgot Password?').click();
    const ask = dialog(seat.page, 'Forgot your password?');
    await ask.getByLabel('Agent ID').fill('AGT-007');
    await button(ask, 'Ask IT support').click();
    await seen(dialog(seat.page, 'Request sent'));
    const manager = await desk.work('manager', '/admin/password-requests');
    const request = manager.page.getByRole('listitem').filter({ hasText: 'Grace Santos' });
    await button(request, 'Refuse').click();
    await button(dialog(manager.page, /Refuse the request/), 'Refuse').click();
    await seen(toast(manager.page, 'The request of Grace Santos was refused.'));
    await seen(manager.page.getByText('No request waits.'));
  });
});

describe('logging out', () => {
  test('ends the session, here and in the other tab, and the way back is shut', async () => {
    const seat = await desk.work('AG002', '/call-center-panel/orders');
    const { page } = seat;
    await listStands(page);
    const other = await seat.context.newPage();
    await other.goto('/call-center-panel');
    await seen(heading(other, 'Dashboard'));
    await page.getByRole('link', { name: 'Dashboard' }).click();
    await seen(heading(page, 'Dashboard'));
    await page.getByRole('link', { name: 'Orders', exact: true }).click();
    await listStands(page);
    await button(page, 'Log out').click();
    await seen(page.getByText('You are logged out.'));
    await seen(heading(other, 'CALL CENTER AGENT LOGIN'));
    await page.goBack();
    await seen(heading(page, 'CALL CENTER AGENT LOGIN'));
    await gone(page.getByRole('grid'));
    const answer = await seat.context.request.get('/api/auth/me');
    expect(answer.status()).toBe(401);
  });
});
