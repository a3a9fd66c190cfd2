import { expect, it } from 'vitest';
import { loginPathFor, safeReturnPath } from './return-path';

it('returns to a page of this site', () => {
  expect(safeReturnPath('/call-center-panel/orders?status=new#row')).toBe(
    '/call-center-panel/orders?status=new#row',
  );
});

it.each([
  'https://evil.example/',
  '//evil.example',
  '/\\evil.example',
  '/\t/evil.example',
  'javascript:alert(1)',
  'orders',
  '',
  null,
])('refuses %s', (wanted) => {
  expect(safeReturnPath(wanted, '/home')).toBe('/home');
});

it('never returns to a sign-in page', () => {
  expect(safeReturnPath('/login?next=/login')).toBe('/');
  expect(safeReturnPath('/call-center-panel/login')).toBe('/');
  expect(safeReturnPath('/admin/login')).toBe('/');
});

it('sends each area to its own sign-in page', () => {
  expect(loginPathFor('/call-center-panel/orders')).toBe('/call-center-panel/login');
  expect(loginPathFor('/agent/chats')).toBe('/agent/login');
  expect(loginPathFor('/admin/password-requests')).toBe('/admin/login');
  expect(loginPathFor('/settings')).toBe('/login');
});
