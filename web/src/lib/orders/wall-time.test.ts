import { describe, expect, it } from 'vitest';
import { setTimeZone } from '@/lib/format';
import { fromWall, toWall, wallAfter, wallIn } from './wall-time';

describe('the clock on the wall of the company', () => {
  it('is read and written in its zone', () => {
    expect(toWall('2026-11-21T12:30:00Z', 'Asia/Dubai')).toBe('2026-11-21T16:30');
    expect(fromWall('2026-11-21T16:30', 'Asia/Dubai')).toBe('2026-11-21T12:30:00.000Z');
  });

  it('follows the change of clocks', () => {
    expect(fromWall('2026-03-29T01:30', 'Europe/Berlin')).toBe('2026-03-29T00:30:00.000Z');
    expect(fromWall('2026-03-29T03:30', 'Europe/Berlin')).toBe('2026-03-29T01:30:00.000Z');
    expect(fromWall('2026-07-01T12:00', 'Europe/Berlin')).toBe('2026-07-01T10:00:00.000Z');
  });

  it('refuses what is no date', () => {
    for (const text of ['', 'tomorrow', '2026-11-21', '2026-13-41T99:99']) {
      expect(fromWall(text, 'Asia/Dubai'), text).toBeNull();
    }
  });

  it('knows tomorrow at ten and two hours from now', () => {
    setTimeZone('Asia/Dubai');
    const late = Date.parse('2026-11-30T21:03:00Z');
    expect(wallIn(1, '10:00', late)).toBe('2026-12-02T10:00');
    expect(wallAfter(120, late)).toBe('2026-12-01T03:05');
  });
});
