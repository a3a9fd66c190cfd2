import { describe, expect, it } from 'vitest';
import { unknownIn } from './variables';

const known = ['customer_name', 'date'];

describe('variables of a response (S1-CAN-11)', () => {
  it.each([
    ['Hi {{customer_name}}, {{ Date }}', []],
    ['{{order}} and {{order}} and {{الاسم}}', ['order', 'الاسم']],
    ['{{}} { {x} } {{ }}', []],
    ['{{customer_name', []],
  ])('%s', (text, names) => {
    expect(unknownIn(text, known)).toEqual(names);
  });
});
