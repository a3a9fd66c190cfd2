/* How the customer's chat looks: both languages, both themes, desk and telephone, any colour. */
import { beforeAll, expect, test } from 'vitest';
import type { Api } from './support/api.ts';
import { openDesk, type Seat } from './support/desk.ts';
import { screenshot, violations } from './support/looks.ts';
import { nextFrames, seen } from './support/page.ts';
import { begin, logOf, names, openShop, visit, widgetOf } from './support/shop.ts';

const desk = openDesk();
const shop = openShop(desk, {
  theme: { accent: '#e0a100' },
  fields: { phone: 'optional', department: 'optional' },
});
let sarah: Api;

beforeAll(async () => {
  sarah = await desk.api('AG001');
  await sarah.put('/api/agent/auth/status', { status: 'available' });
});

/** What sticks out of the window, within the widget. */
function sticksOut({ page }: Seat): Promise<string[]> {
  return page.evaluate(() => {
    const width = document.documentElement.clientWidth;
    const root = document.querySelector('hatif-widget')?.shadowRoot;
    return [...(root?.querySelectorAll('.panel, .panel button, .bubble, .field') ?? [])].flatMap(
      (element) => {
        const { left, right } = element.getBoundingClientRect();
        return left < -1 || right > width + 1 ? [`${element.className} ${left}…${right}`] : [];
      },
    );
  });
}

async function looksRight(seat: Seat, name: string): Promise<void> {
  for (const theme of ['light', 'dark'] as const) {
    await seat.page.emulateMedia({ colorScheme: theme, reducedMotion: 'reduce' });
    await widgetOf(seat.page).locator(`[data-theme=${theme}]`).waitFor();
    await nextFrames(seat.page);
    await screenshot(seat, `widget-${name}-${theme}`);
    expect(await violations(seat, 'hatif-widget'), `${name} ${theme}`).toEqual([]);
    expect(await sticksOut(seat), `${name} ${theme}`).toEqual([]);
  }
}

const windows = [
  { width: 1440, height: 900, touch: false },
  { width: 390, height: 844, touch: true },
  { width: 320, height: 568, touch: true },
];

test.each(
  windows.flatMap((window) => (['en', 'ar'] as const).map((language) => ({ ...window, language }))),
)('$language at $width', async (options) => {
  const { language, width } = options;
  const t = names[language];
  const seat = await visit(desk, shop, options);
  const widget = widgetOf(seat.page);
  const named = (what: string) => `${what}-${language}-${width}`;
  await widget.getByRole('button', { name: t.open }).click();
  await seen(widget.getByLabel(t.help));
  await looksRight(seat, named('form'));
  await widget.getByRole('button', { name: t.begin }).click();
  await looksRight(seat, named('form-wrong'));
  await widget
    .getByRole('button', { name: /Close|إغلاق/ })
    .first()
    .click();
  const question = language === 'ar' ? 'أين طلبي SO-20981؟' : 'Where is order SO-20981?';
  const chat = await begin(seat, sarah, `${question} (${width})`, { language });
  await sarah.post(`/api/chats/${chat.id}/claim`);
  const say = (content: string) =>
    sarah.post(`/api/chats/${chat.id}/messages`, {
      client_message_id: crypto.randomUUID(),
      content,
    });
  await say('https://example.com/track?order=12345678901234567890123456789012345678901234567890');
  await say(language === 'ar' ? 'يصل غداً قبل الظهر.' : 'It arrives tomorrow before noon.');
  await seen(logOf(seat.page, language).locator('[data-seq]').nth(2));
  await looksRight(seat, named('talk'));
  await widget.getByRole('button', { name: /Emoji|رموز/ }).click();
  await looksRight(seat, named('emoji'));
  await seat.page.keyboard.press('Escape');
  await sarah.post(`/api/chats/${chat.id}/close`);
  await seen(widget.getByRole('radio').first());
  await widget.getByRole('radio').nth(3).check({ force: true });
  await looksRight(seat, named('rating'));
});
