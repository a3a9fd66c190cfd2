import { describe, expect, it } from 'vitest';
import { weekOf } from './hours';

describe('a week', () => {
  it.each([
    ['en', 'GB', 'mon'],
    ['ar', 'SA', 'sun'],
    ['ar', 'EG', 'sat'],
    ['en', '', 'mon'],
  ])('of %s-%s begins on %s and has seven days', (language, country, first) => {
    const days = weekOf(language, country);
    expect(days[0]).toBe(first);
    expect(new Set(days).size).toBe(7);
  });
});
