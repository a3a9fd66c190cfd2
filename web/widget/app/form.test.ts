import { expect, it } from 'vitest';
import { asksNothing, wrongIn } from './form';

const draft = { name: ' ', email: 'nobody', phone: '', department: '', message: 'Hi' };
const fields = {
  name: 'required',
  email: 'optional',
  phone: 'required',
  department: 'required',
} as const;
const sales = [{ code: 'sales', name: 'Sales' }];

it('says what is missing, and what looks wrong', () => {
  expect(wrongIn(draft, fields, sales)).toEqual({
    name: 'required',
    email: 'bad_email',
    phone: 'required',
    department: 'required',
  });
  const good = { ...draft, name: 'Noura', email: '', phone: '1', message: ' ' };
  expect(wrongIn(good, fields, [])).toEqual({ message: 'required' });
});

it('a form that asks nothing is none', () => {
  const off = { name: 'off', email: 'off', phone: 'off', department: 'optional' } as const;
  expect(asksNothing(off, [])).toBe(true);
  expect(asksNothing(off, sales)).toBe(false);
  expect(asksNothing({ ...off, phone: 'optional' }, [])).toBe(false);
});
