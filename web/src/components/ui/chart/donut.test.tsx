import { render, screen, within } from '@testing-library/react';
import { MemoryRouter } from 'react-router';
import { expect, it } from 'vitest';
import { Donut } from './donut';

function show(values: [number, number]) {
  render(
    <MemoryRouter>
      <Donut
        title="Calls by direction"
        of="Direction"
        counted="Calls"
        empty={<p>Nothing yet</p>}
        rows={[
          { id: 'in', label: 'Incoming', value: values[0], to: '/rows?direction=in' },
          { id: 'out', label: 'Outgoing', value: values[1], to: '/rows?direction=out' },
        ]}
      />
    </MemoryRouter>,
  );
}

it('is a table whose rows say number and share and lead to what they count', () => {
  show([3, 1]);
  const table = screen.getByRole('table', { name: 'Calls by direction' });
  const rows = within(table).getAllByRole('row');
  expect(rows.map((row) => row.textContent)).toEqual([
    'DirectionCalls%',
    'Incoming375%',
    'Outgoing125%',
  ]);
  const link = within(table).getByRole('link', { name: 'Incoming' });
  expect(link.getAttribute('href')).toBe('/rows?direction=in');
});

it('leads nowhere where there is nothing, and says so where there is nothing at all', () => {
  show([3, 0]);
  expect(screen.queryByRole('link', { name: 'Outgoing' })).toBeNull();
  expect(document.querySelectorAll('path[stroke-width="2"][d^="M"].stroke-surface')).toHaveLength(
    1,
  );
});

it('shows no ring of nothing', () => {
  show([0, 0]);
  expect(screen.queryByText('Nothing yet')).not.toBeNull();
  expect(screen.queryByRole('table')).toBeNull();
});
