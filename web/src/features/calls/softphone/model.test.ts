import { describe, expect, it } from 'vitest';
import {
  activeCall,
  buttonLook,
  callToEnd,
  dialable,
  endingOf,
  hasOpenCall,
  lineLooks,
  type PhoneCall,
  patchCall,
  ringingCall,
} from './model';

const call = (id: string, change: Partial<PhoneCall> = {}): PhoneCall => ({
  id,
  direction: 'incoming',
  state: 'talking',
  number: '0501234567',
  name: '0501234567',
  held: false,
  muted: false,
  startedAt: '2026-11-22T08:00:00Z',
  answeredAt: null,
  ending: null,
  consultFor: null,
  transfer: null,
  ...change,
});

describe('what can be dialled', () => {
  it.each([
    ['+971 (50) 123-4567', '+971501234567'],
    ['٠٥٠١٢٣٤٥٦٧', '0501234567'],
    ['۰۵۰', '050'],
    ['*98#', '*98#'],
    ['00+1', '001'],
    ['tel: ', ''],
  ])('%s', (typed, number) => expect(dialable(typed)).toBe(number));
});

describe('which call is meant', () => {
  const talking = call('talking');
  const held = call('held', { held: true });
  const ringing = call('ringing', { state: 'ringing' });
  const dialing = call('dialing', { state: 'dialing' });
  const ended = call('ended', { state: 'ended' });

  it('by keys: who is in the ear, then who is called, then who waits', () => {
    expect(activeCall([held, dialing, talking])).toBe(talking);
    expect(activeCall([ended, held, dialing])).toBe(dialing);
    expect(activeCall([ringing, held])).toBe(held);
    expect(activeCall([ringing, ended])).toBeUndefined();
  });

  it('by answering and ending', () => {
    expect(ringingCall([talking, ringing])).toBe(ringing);
    expect(callToEnd([ringing, talking])).toBe(talking);
    expect(callToEnd([ended, ringing])).toBe(ringing);
  });

  it('an ended call is none', () => {
    expect(hasOpenCall([ended])).toBe(false);
    expect(hasOpenCall([ended, held])).toBe(true);
  });

  it('a change is of one call, and the others stay the very same', () => {
    const after = patchCall([talking, held], 'held', { held: false });
    expect(after[0]).toBe(talking);
    expect(after[1]).toEqual({ ...held, held: false });
  });

  it('one that rings shows on the button, whatever the line does', () => {
    expect(buttonLook('lost', [ringing])).not.toEqual(lineLooks.lost);
    expect(buttonLook('lost', [talking])).toEqual(lineLooks.lost);
  });
});

it('says in words of ours how a call ended', () => {
  expect(endingOf('Busy')).toBe('busy');
  expect(endingOf('Canceled')).toBe('cancelled');
  expect(endingOf('SIP Failure Code')).toBe('failed');
  expect(endingOf(undefined)).toBe('failed');
});
