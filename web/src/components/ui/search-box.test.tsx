import { act, fireEvent, render, screen } from '@testing-library/react';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { SearchBox } from './search-box';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

const rest = () => act(() => vi.advanceTimersByTime(250));
const box = () => screen.getByRole<HTMLInputElement>('textbox', { name: 'Search order' });
const type = (value: string) => fireEvent.change(box(), { target: { value } });

function show() {
  const asked: string[] = [];
  const onChange = (text: string) => void asked.push(text);
  const draw = (value: string) => (
    <SearchBox label="Search order" value={value} onChange={onChange} />
  );
  const view = render(draw(''));
  return { asked, arrive: (value: string) => view.rerender(draw(value)) };
}

it('asks once the fingers rest, without the blanks', () => {
  const { asked } = show();
  type('j');
  type('jx');
  type('jx1 ');
  expect(asked).toEqual([]);
  rest();
  expect(asked).toEqual(['jx1']);
  expect(box().value).toBe('jx1 ');
});

it('takes no letter away when an earlier question comes back', () => {
  const { asked, arrive } = show();
  type('j');
  rest();
  type('jx');
  arrive('j');
  expect(box().value).toBe('jx');
  rest();
  type('jx1');
  rest();
  arrive('jx');
  expect(box().value).toBe('jx1');
  arrive('jx1');
  rest();
  expect(box().value).toBe('jx1');
  expect(asked).toEqual(['j', 'jx', 'jx1']);
});

it('goes on from the last of several that came back as one', () => {
  const { asked, arrive } = show();
  type('j');
  rest();
  type('jx');
  rest();
  arrive('jx');
  arrive('j');
  expect(box().value).toBe('j');
  rest();
  expect(asked).toEqual(['j', 'jx']);
});

it('shows what was changed elsewhere, and asks for nothing then', () => {
  const { asked, arrive } = show();
  type('lamp');
  rest();
  arrive('lamp');
  arrive('');
  expect(box().value).toBe('');
  rest();
  expect(asked).toEqual(['lamp']);
  type('lamp');
  rest();
  expect(asked).toEqual(['lamp', 'lamp']);
});
