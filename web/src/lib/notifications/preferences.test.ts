import { expect, it } from 'vitest';
import type { NotificationPreferences } from '@/lib/api';
import { minutesOf } from './mute';
import { withChange } from './preferences';
import { SOUNDS } from './sounds';

const preferences: NotificationPreferences = {
  version: 3,
  volume: 70,
  muted_until: null,
  silent: null,
  ways: ['bell', 'sound', 'desktop', 'push'],
  sounds: ['chime', 'bell', 'drop', 'knock', 'marimba', 'alert', 'ring'],
  topics: [
    {
      topic: 'message',
      ways: ['bell', 'sound'],
      standard: ['bell', 'sound', 'push'],
      always: [],
      sound: 'knock',
      standard_sound: 'drop',
    },
    {
      topic: 'security',
      ways: ['bell'],
      standard: ['bell', 'sound'],
      always: ['bell'],
      sound: 'alert',
      standard_sound: 'alert',
    },
  ],
  push_key: 'BA',
  push_browsers: 0,
};

it('shows a choice at once, and leaves the other topics alone (S1-NOTIF-14)', () => {
  const after = withChange(preferences, { topics: { message: { ways: ['push'] } } });
  expect(after.topics[0]).toMatchObject({ ways: ['push'], sound: 'knock' });
  expect(after.topics[1]).toBe(preferences.topics[1]);
});

it('null is as usual again', () => {
  const after = withChange(preferences, { topics: { message: { ways: null, sound: null } } });
  expect(after.topics[0]).toMatchObject({ ways: ['bell', 'sound', 'push'], sound: 'drop' });
});

it('what is always told stays', () => {
  const after = withChange(preferences, { topics: { security: { ways: [] } } });
  expect(after.topics[1]?.ways).toEqual(['bell']);
});

it('has a sound of its own for each name of the server', () => {
  for (const name of preferences.sounds) {
    const notes = SOUNDS[name] ?? [];
    expect(notes, name).not.toEqual([]);
    // Heard at once, and over before the next one comes.
    expect(Math.min(...notes.map(({ at }) => at))).toBe(0);
    expect(Math.max(...notes.map(({ at, length }) => at + length))).toBeLessThan(1.5);
  }
  expect(new Set(Object.values(SOUNDS).map((notes) => JSON.stringify(notes))).size).toBe(
    Object.keys(SOUNDS).length,
  );
});

it('until tomorrow means eight in the morning by the clock on the wall (S1-NOTIF-19)', () => {
  const evening = Date.parse('2026-11-28T18:30:00Z');
  const minutes = minutesOf('tomorrow', evening);
  const end = new Date(evening + minutes * 60_000);
  const wall = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit' }).format(end);
  expect(wall).toBe('08:00');
  expect(minutes).toBeLessThanOrEqual(1_920);
  expect(minutesOf('30', evening)).toBe(30);
});
