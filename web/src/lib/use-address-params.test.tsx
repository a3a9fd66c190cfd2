import { act, render, screen } from '@testing-library/react';
import { MemoryRouter, useLocation } from 'react-router';
import { expect, it } from 'vitest';
import { useAddressParams } from './use-address-params';

let change: ReturnType<typeof useAddressParams>[1];

function Page() {
  const [params, set] = useAddressParams();
  change = set;
  return <output>{`${params} at ${useLocation().pathname}`}</output>;
}

const put = (name: string, value: string) =>
  change((before) => {
    const next = new URLSearchParams(before);
    next.set(name, value);
    return next;
  }, true);

it('the second of two changes builds on the first, before anything was drawn', () => {
  render(
    <MemoryRouter initialEntries={['/orders?status=new']}>
      <Page />
    </MemoryRouter>,
  );
  act(() => {
    put('date_from', '2026-11-26');
    put('date_to', '2026-11-27');
  });
  expect(screen.getByRole('status').textContent).toBe(
    'status=new&date_from=2026-11-26&date_to=2026-11-27 at /orders',
  );
  act(() => put('status', 'closed'));
  expect(screen.getByRole('status').textContent).toContain('status=closed&date_from=2026-11-26');
});
