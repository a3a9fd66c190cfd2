/* The views that are looked at in both languages, both themes and three widths. */
import { describe, expect, test } from 'vitest';
import type { Desk, Seat } from './desk.ts';
import { allLooks, type Language, optionsOf, windows } from './looks.ts';
import { heading, seen } from './page.ts';

const words = {
  en: {
    update: 'Update status',
    history: 'Status history',
    today: "Today's summary",
    contact: 'Log a contact',
    phone: 'Phone',
    tag: 'Add a tag',
    choose: 'Choose several',
    chats: 'Recent chats',
  },
  ar: {
    update: 'تحديث الحالة',
    history: 'سجل الحالات',
    today: 'ملخص اليوم',
    contact: 'تسجيل تواصل',
    phone: 'الهاتف',
    tag: 'إضافة وسم',
    choose: 'اختيار عدة محادثات',
    chats: 'أحدث المحادثات',
  },
} as const;

const administration = {
  en: {
    '/admin/roles': 'Roles and rights',
    '/admin/company': 'Company settings',
    '/admin/api-keys': 'API keys',
    '/admin/webhooks': 'Webhooks',
    '/admin/live-connections': 'Live connections',
    '/admin/audit': 'Audit log',
    '/admin/sessions?view=logins': 'Who is logged in',
    '/admin/announcements': 'Announcements',
    '/admin/chat': 'Chat settings',
    '/admin/customer-fields': 'Customer fields',
    '/settings': 'Settings',
    '/agent/notifications': 'Notifications',
    '/agent/profile?tab=notifications': 'My profile',
  },
  ar: {
    '/admin/roles': 'الأدوار والصلاحيات',
    '/admin/company': 'إعدادات الشركة',
    '/admin/api-keys': 'مفاتيح الواجهة البرمجية',
    '/admin/webhooks': 'الويب هوك',
    '/admin/live-connections': 'الاتصالات الحيّة',
    '/admin/audit': 'سجل التدقيق',
    '/admin/sessions?view=logins': 'المسجّل دخولهم',
    '/admin/announcements': 'الإعلانات',
    '/admin/chat': 'إعدادات المحادثات',
    '/admin/customer-fields': 'حقول العملاء',
    '/settings': 'الإعدادات',
    '/agent/notifications': 'الإشعارات',
    '/agent/profile?tab=notifications': 'ملفي الشخصي',
  },
} as const;

/** No word of the other language in the interface: names and addresses of the data aside. */
async function isTranslated(seat: Seat) {
  const foreign = await seat.page.evaluate(() => {
    const found: string[] = [];
    const data = 'bdi, kbd, [dir], [lang], time, .num, a[href^=mailto]';
    for (const element of document.querySelectorAll<HTMLElement>(
      'button, h1, h2, h3, label, dt, th, [role=columnheader], a',
    )) {
      if (element.matches(data)) continue;
      const copy = element.cloneNode(true) as HTMLElement;
      for (const part of copy.querySelectorAll(data)) part.remove();
      const text = (copy.textContent ?? '').trim();
      if (/[A-Za-z]{3,}/.test(text) && !/^(Hatif|SMS)$/.test(text)) found.push(text);
    }
    return found;
  });
  expect(foreign, 'untranslated').toEqual([]);
}

export function lookAtViews(desk: Desk, language: Language): void {
  const t = words[language];
  describe.each(windows)('$name', (window) => {
    const options = optionsOf(window, language);
    const finish = async (seat: Seat, name: string) => {
      await allLooks(seat, language, name, window);
      if (language === 'ar') await isTranslated(seat);
    };

    test('login', async () => {
      const seat = await desk.seat(options);
      await seat.open('/call-center-panel/login?company=gulf');
      await seen(seat.page.locator('form'), seat.page.getByText('2200'));
      await finish(seat, 'login');
    });

    test('dashboard', async () => {
      const seat = await desk.work('AG001', '/call-center-panel', options);
      await seen(seat.page.getByRole('heading', { name: t.today }), seat.page.locator('article'));
      await finish(seat, 'dashboard');
    });

    test('orders', async () => {
      const seat = await desk.work('AG001', '/call-center-panel/orders', options);
      await seen(seat.page.locator('[data-row-id], [data-order-id]'));
      await finish(seat, 'orders');
    });

    test('performance: my own, the team’s, the targets', async () => {
      const mine = await desk.work('AG001', '/call-center-panel/performance', options);
      await seen(mine.page.getByRole('table').first(), mine.page.locator('#comparison'));
      await finish(mine, 'performance');
      const seat = await desk.work('manager', '/call-center-panel/performance/team', options);
      await seen(seat.page.getByRole('table').nth(2));
      await finish(seat, 'team-performance');
      await seat.open('/call-center-panel/manager/targets');
      await seen(seat.page.locator('form input').first());
      await finish(seat, 'targets');
    });

    test('reports', async () => {
      const seat = await desk.work('AG001', '/call-center-panel/reports?tab=truth', options);
      await seen(seat.page.locator('tr[data-key]'));
      await finish(seat, 'confirmation-truth');
    });

    test('sessions and devices, and who is logged in', async () => {
      const seat = await desk.work('manager', '/account/devices', options);
      await seen(seat.page.getByRole('main').getByRole('listitem').first());
      await finish(seat, 'sessions');
      await desk.api('AG001');
      await seat.open('/admin/sessions');
      await seen(seat.page.getByRole('main').getByRole('listitem').first());
      await finish(seat, 'people');
    });

    test('escalations, complaints and the setting of ratings', async () => {
      const seat = await desk.work('manager', '/call-center-panel/escalations', options);
      await seen(seat.page.locator('[data-escalation-id]'));
      await finish(seat, 'escalations');
      await seat.open('/call-center-panel/escalations?tab=complaints&all=1');
      await seen(seat.page.locator('[data-complaint-id]'));
      await finish(seat, 'complaints');
      await seat.open('/admin/ratings');
      await seen(seat.page.getByRole('main').getByRole('radio').first());
      await finish(seat, 'ratings');
    });

    test('the dialog of a contact', async () => {
      const seat = await desk.work('AG001', '/call-center-panel/orders?order=1847', options);
      await seat.page.getByRole('button', { name: t.contact }).last().click();
      await seen(seat.page.getByRole('dialog').last().getByRole('radio').first());
      await finish(seat, 'contact');
    });

    test('the phone', async () => {
      const seat = await desk.work('AG001', '/call-center-panel', options);
      const phone = seat.page.getByRole('banner').getByRole('button', { name: t.phone });
      await phone.click();
      await seen(seat.page.getByRole('dialog', { name: t.phone }).getByRole('button'));
      await finish(seat, 'phone');
    });

    test.each(Object.entries(administration[language]))('%s', async (path, title) => {
      const seat = await desk.work('admin', path, options);
      await seen(heading(seat.page, title));
      await seat.quiet();
      await finish(seat, path.split('/').at(-1) ?? path);
    });

    test('the company’s widgets, and one with its preview', async () => {
      const seat = await desk.work('manager', '/admin/widget', options);
      const row = seat.page.locator('[data-widget]').first();
      await seen(row);
      await finish(seat, 'widgets');
      await row.getByRole('button').click();
      await seen(seat.page.locator('[data-preview]'), seat.page.getByRole('tab'));
      await finish(seat, 'widget');
    });

    test('an agent’s profile', async () => {
      const seat = await desk.work('AG001', '/agent/profile', options);
      await seen(seat.page.getByRole('main').getByRole('textbox').first());
      await finish(seat, 'profile');
      await seat.open('/agent/profile?tab=status');
      await seen(seat.page.getByRole('main').getByRole('combobox').first());
      await finish(seat, 'profile-status');
      await seat.open('/agent/profile?tab=hours');
      await seen(seat.page.getByRole('main').getByRole('checkbox').first());
      await finish(seat, 'profile-hours');
    });

    test('approvals, call policies and service levels', async () => {
      const seat = await desk.work('manager', '/call-center-panel/approvals', options);
      await seen(seat.page.getByRole('main').getByRole('listitem').first());
      await finish(seat, 'approvals');
      await seat.open('/call-center-panel/manager/policies');
      await seen(seat.page.getByRole('main').getByRole('radio').first());
      await finish(seat, 'policies');
      await seat.open('/call-center-panel/manager/service-levels');
      await seen(seat.page.getByRole('main').getByRole('listitem').first());
      await finish(seat, 'service-levels');
    });

    test('team board, an agent on it, and analytics', async () => {
      const seat = await desk.work('supervisor', '/call-center-panel/supervisor', options);
      await seen(seat.page.locator('[data-agent-id]'));
      await finish(seat, 'team');
      await seat.open('/call-center-panel/supervisor?agent=1');
      await seen(seat.page.getByRole('dialog').getByRole('checkbox'));
      await finish(seat, 'team-agent');
      await seat.open('/call-center-panel/supervisor?view=analytics');
      await seen(seat.page.getByRole('main').locator('table, svg[direction]'));
      await finish(seat, 'team-analytics');
    });

    test('schedules, one’s own, and the department', async () => {
      const seat = await desk.work('manager', '/call-center-panel/schedules', options);
      await seen(seat.page.locator('[data-entry-id]'));
      await finish(seat, 'schedules');
      await seat.open('/call-center-panel/manager');
      await seen(seat.page.getByRole('main').locator('table, svg[direction]'));
      await finish(seat, 'department');
      const own = await desk.work('AG001', '/call-center-panel/my-schedule', options);
      await seen(own.page.getByRole('main').getByRole('listitem').first());
      await finish(own, 'my-schedule');
    });

    test('chats: the list, a conversation with a note, and the customer', async () => {
      const by = await desk.api('AG001');
      const { chat } = await by.post('/api/chats', {
        name: 'نورة السالم',
        phone: '+966501234567',
        email: 'noura@example.com',
        message: 'مرحباً، كيف أساعدك؟',
      });
      const said = (kind: string, content: string) =>
        by.post(`/api/chats/${chat.id}/${kind}`, {
          client_message_id: crypto.randomUUID(),
          content,
        });
      await said('messages', 'https://example.com/track?order=12345678901234567890');
      await said('notes', 'سأل عن موعد التسليم');
      const seat = await desk.work('AG001', '/agent/chats', options);
      await seen(seat.page.locator('a[data-chat]'));
      await finish(seat, 'chats');
      await seat.open(`/agent/chats/${chat.id}`);
      await seen(seat.page.getByRole('log').locator('.bg-note'));
      await finish(seat, 'chat');
      await by.post('/api/customers/find-or-create', {
        name: 'نورة السالم',
        phone: '+966501234567',
        chat_id: String(chat.id),
      });
      await seat.open(`/agent/chats/${chat.id}`);
      await seat.quiet();
      await finish(seat, 'chat-customer');
      await seat.page.locator('textarea').fill('/');
      await seen(seat.page.locator('[data-canned-picker] section p'));
      await finish(seat, 'chat-canned');
    });

    test('ready-made responses, and one as it is written', async () => {
      const seat = await desk.work('supervisor', '/agent/canned-responses', options);
      await seen(seat.page.locator('[data-canned]'));
      await finish(seat, 'canned');
      await seat.page.locator('[data-canned] > div').nth(1).getByRole('button').first().click();
      await seen(seat.page.getByRole('dialog').locator('textarea').first());
      await finish(seat, 'canned-form');
    });

    test('several chats chosen, and those that are over', async () => {
      const seat = await desk.work('supervisor', '/agent/chats?view=all', options);
      await seen(seat.page.locator('a[data-chat]'));
      await seat.page.getByRole('button', { name: t.choose }).click();
      for (const at of [0, 2]) await seat.page.locator('[data-chat]').nth(at).click();
      await finish(seat, 'chats-chosen');
      await seat.open('/agent/chats?view=history&date=week');
      await seen(seat.page.locator('a[data-chat]'));
      await finish(seat, 'chats-history');
    });

    test('the dashboard of a supervisor, down to its chats', async () => {
      const seat = await desk.work('supervisor', '/agent?chart=weeks', options);
      const chats = seat.page.getByRole('heading', { name: t.chats });
      await seen(
        chats,
        seat.page.locator('[data-recent-chat]'),
        seat.page.locator('svg[direction]'),
      );
      await chats.scrollIntoViewIfNeeded();
      await finish(seat, 'dashboard-chats');
    });

    test('a new tag', async () => {
      const seat = await desk.work('manager', '/admin/chat', options);
      await seat.page.getByRole('button', { name: t.tag }).click();
      await seen(seat.page.getByRole('dialog').getByRole('radio').first());
      await finish(seat, 'chat-tag');
    });

    test('breaks of a team, and those of one of it', async () => {
      const path = '/call-center-panel/supervisor/breaks?date=month';
      const seat = await desk.work('supervisor', path, options);
      await seen(seat.page.locator('[data-break-agent]'));
      await finish(seat, 'breaks');
      await seat.open(`${path}&agent=AGT-001`);
      await seen(
        seat.page
          .getByRole('dialog')
          .getByText(/[\d:]{4,}/)
          .first(),
      );
      await finish(seat, 'breaks-rows');
    });

    test('calls in figures, the wall, an agent’s calls, and how the company calls', async () => {
      const seat = await desk.work('manager', '/call-statistics?period=month', options);
      await seen(seat.page.getByRole('main').locator('table'), seat.page.locator('svg[direction]'));
      await finish(seat, 'call-statistics');
      await seat.open('/wall');
      await seen(seat.page.locator('[data-queue]'));
      await finish(seat, 'wall');
      await seat.open('/admin/calls');
      await seen(seat.page.locator('form input').first());
      await finish(seat, 'calling');
      const by = await desk.api('AG001');
      const { call_id } = await by.post('/api/calls', {
        phone_number: '+966501234567',
        customer_name: 'محمد الأحمد',
      });
      await by.post(`/api/transcripts/${call_id}/messages`, {
        speaker: 'customer',
        content: 'الطرد لم يصل بعد',
        language: 'ar',
      });
      const own = await desk.work('AG001', '/callcenter/agent-dashboard', options);
      await seen(own.page.locator('[data-call]'));
      await finish(own, 'my-calls');
      await own.open(`/callcenter/call?call=${call_id}`);
      await seen(own.page.getByRole('log').getByRole('listitem').first());
      await finish(own, 'own-call');
      await by.post(`/api/calls/${call_id}/end`);
    });

    test('the call console, and a call in detail', async () => {
      const api = await desk.api('AG001');
      const { call } = await api.post('/api/calls', {
        phone_number: '+971507770001',
        customer_name: 'Khalid Hassan',
        direction: 'incoming',
      });
      await api.post(`/api/calls/${call.id}/status`, { status: 'in_progress' });
      const seat = await desk.work('supervisor', '/console?period=month', options);
      await seen(seat.page.locator('[data-call-id]'));
      await finish(seat, 'console');
      await api.post(`/api/calls/${call.id}/end`);
      await seat.open(`/console/calls/${call.id}`);
      await seen(seat.page.locator('[data-mark]'));
      await finish(seat, 'call');
    });

    test('order details and the status dialog', async () => {
      const seat = await desk.work('AG001', '/call-center-panel/orders?order=1847', options);
      await seen(seat.page.getByRole('heading', { name: t.history }));
      await finish(seat, 'details');
      await seat.page.getByRole('button', { name: t.update, exact: true }).last().click();
      const open = seat.page.getByRole('dialog').last();
      await open.getByRole('radio').nth(5).click();
      await finish(seat, 'status');
    });
  });
}
