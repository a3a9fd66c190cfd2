import { describe, expect, it } from 'vitest';
import { mapToText, textToMap } from './courier-fields';

describe('the table of a courier’s words', () => {
  it('is read as it is written', () => {
    const map = { 'With driver': 'out_for_delivery', 'a=b': 'lost', 'مع السائق': 'in_transit' };
    expect(textToMap(mapToText(map))).toEqual(map);
    expect(textToMap('\n  \n')).toEqual({});
  });

  it('names the first line that is none', () => {
    expect(textToMap('ok = lost\nnonsense')).toBe(2);
    expect(textToMap('Gone = vanished')).toBe(1);
    expect(textToMap('= lost')).toBe(1);
  });
});
