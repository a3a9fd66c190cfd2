import { fireEvent, render } from '@testing-library/react';
import { expect, it } from 'vitest';
import { Avatar } from './avatar';

it('shows the picture, and the initials where it cannot be had', () => {
  const { container, rerender } = render(
    <Avatar name="Sarah Ahmed" src="/api/files/a/thumbnail" />,
  );
  const image = container.querySelector('img');
  expect(image?.getAttribute('src')).toBe('/api/files/a/thumbnail');
  expect(container.textContent).toBe('');
  if (image) fireEvent.error(image);
  expect(container.textContent).toBe('SA');
  // Another picture is tried again.
  rerender(<Avatar name="Sarah Ahmed" src="/api/files/b/thumbnail" />);
  expect(container.querySelector('img')?.getAttribute('src')).toBe('/api/files/b/thumbnail');
  rerender(<Avatar name="Sarah Ahmed" />);
  expect(container.textContent).toBe('SA');
});
