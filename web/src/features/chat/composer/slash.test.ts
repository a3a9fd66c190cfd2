import { describe, expect, it } from 'vitest';
import { arabicSlashAt, slashAt, withResponse } from './slash';

describe('finding a response while one writes (S1-CAN-09)', () => {
  it.each([
    ['/', { from: 0, typed: '' }],
    ['/ref', { from: 0, typed: 'ref' }],
    ['Hello /ref', { from: 6, typed: 'ref' }],
    ['سطر\n/أهلا', { from: 4, typed: 'أهلا' }],
    ['1/2', null],
    ['and/or', null],
    ['/ref und', null],
    ['https://example.com', null],
    ['', null],
  ])('%j', (text, found) => {
    expect(slashAt(text, text.length)).toEqual(found);
  });

  it('looks at what is before the caret alone', () => {
    expect(slashAt('/ref more', 4)).toEqual({ from: 0, typed: 'ref' });
    expect(slashAt('/ref more', 9)).toBeNull();
  });

  it('knows the key of an Arabic keyboard at the very beginning', () => {
    expect(arabicSlashAt('ظ', 1)).toEqual({ from: 0, typed: '' });
    expect(arabicSlashAt('ظترح', 4)).toEqual({ from: 0, typed: 'ترح' });
    expect(arabicSlashAt('ظهر ', 4)).toBeNull();
    expect(arabicSlashAt('أظ', 2)).toBeNull();
  });

  it('puts the response in the place of what was typed', () => {
    expect(withResponse('Yes. /ref soon', { from: 5, typed: 'ref' }, 'Refunded')).toBe(
      'Yes. Refunded soon',
    );
  });
});
