import { createHmac } from 'node:crypto';
import { expect, it } from 'vitest';
import { pageSample, samples, snippetOf } from './samples';

it('what is pasted into pages stays one attribute, whatever the address is', () => {
  expect(snippetOf('https://chat.example/widget.js', 'k1')).toBe(
    '<script async src="https://chat.example/widget.js" data-key="k1"></script>',
  );
  expect(snippetOf('https://x/"><b>', 'k')).toContain('https://x/&quot;><b>"');
});

it('the example for Node.js signs as it should', async () => {
  const source = `data:text/javascript,${encodeURIComponent(samples[0]?.code ?? '')}`;
  const { chatToken } = await import(/* @vite-ignore */ source);
  const token = chatToken({ id: 7, name: 'نورة', email: 'n@example.com' }, 'the secret') as string;
  const [head = '', body = '', signature] = token.split('.');
  const read = (part: string) => JSON.parse(Buffer.from(part, 'base64url').toString());
  expect(read(head)).toEqual({ alg: 'HS256', typ: 'JWT' });
  expect(read(body)).toMatchObject({ sub: '7', name: 'نورة' });
  expect(read(body).exp * 1000 - Date.now()).toBeLessThanOrEqual(3_600_000);
  const mac = createHmac('sha256', 'the secret').update(`${head}.${body}`).digest('base64url');
  expect(signature).toBe(mac);
});

it('the page may ask before the chat is there', () => {
  const script = pageSample.replace(/<\/?script>/g, '');
  const window: { Hatif?: { q: unknown[] } } = {};
  new Function(
    'window',
    script.replaceAll(' Hatif', ' window.Hatif').replace('(Hatif', '(window.Hatif'),
  )(window);
  expect(window.Hatif?.q).toEqual([['identify', 'the token']]);
});
