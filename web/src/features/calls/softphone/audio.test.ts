import { describe, expect, it } from 'vitest';
import { levelOf, micStateOf } from './audio';
import { soundingTimes } from './ring';

describe('the microphone', () => {
  it('that is refused is not one that is missing', () => {
    expect(micStateOf(new DOMException('no', 'NotAllowedError'))).toBe('denied');
    expect(micStateOf(new DOMException('none', 'NotFoundError'))).toBe('missing');
    expect(micStateOf(new DOMException('busy', 'NotReadableError'))).toBe('failed');
    expect(micStateOf('?')).toBe('failed');
  });

  it('is as loud as speech can be, from nothing to all', () => {
    expect(levelOf(new Float32Array(64))).toBe(0);
    expect(levelOf(new Float32Array(64).fill(1))).toBe(1);
    const quiet = levelOf(new Float32Array(64).fill(0.01));
    expect(quiet).toBeGreaterThan(0);
    expect(quiet).toBeLessThan(levelOf(new Float32Array(64).fill(0.1)));
    expect(levelOf(new Float32Array(0))).toBe(0);
  });
});

it('rings and is silent in turn', () => {
  expect(soundingTimes([0.5, 0.25, 1, 2])).toEqual([
    { from: 0, to: 0.5 },
    { from: 0.75, to: 1.75 },
  ]);
});
