import { describe, expect, it } from 'vitest';
import type { ChatSettings } from '@/lib/api';
import { bodyOf, codeFrom, draftOf } from './api';

const text = { en: 'Hello', ar: 'مرحباً' };
const settings: ChatSettings = {
  routing: 'auto',
  offer_seconds: 30,
  capacity_default: 5,
  waiting_alert_seconds: 120,
  unseen_alert_seconds: 0,
  disconnect_grace_seconds: 60,
  abandon_minutes: 15,
  receipts: true,
  answers: { greeting: text, busy: text, away: text, closed: text },
  version: 4,
  updated_at: null,
};

describe('the settings of chat', () => {
  it('come back as they were when nothing is changed', () => {
    const { updated_at: _, ...same } = settings;
    expect(bodyOf(draftOf(settings), 4)).toEqual(same);
  });

  it('leave out what is empty: it is not zero, which is never', () => {
    const draft = draftOf(settings);
    draft.numbers.abandon_minutes = '';
    expect(bodyOf(draft, 4)).toMatchObject({ abandon_minutes: null, unseen_alert_seconds: 0 });
  });
});

describe('the code of a tag', () => {
  it.each([
    ['Wrong size', 'wrong-size'],
    ['  Café & Co. ', 'cafe-co'],
    ['إرجاع', ''],
  ])('of “%s”', (name, code) => {
    expect(codeFrom(name)).toBe(code);
  });
});
