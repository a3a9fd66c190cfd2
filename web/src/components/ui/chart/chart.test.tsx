import { render, screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { MemoryRouter } from 'react-router';
import { expect, it } from 'vitest';
import { Chart } from './chart';
import type { ChartData } from './types';

const data: ChartData = {
  series: [
    { id: 'confirmed', label: 'Confirmed', tone: 'success' },
    { id: 'cancelled', label: 'Cancelled', tone: 'danger' },
  ],
  points: [
    { id: '1', label: 'Mon', values: { confirmed: 12, cancelled: null }, to: '/rows?day=1' },
    { id: '2', label: 'Tue', values: { confirmed: 7, cancelled: 2 } },
  ],
};

function show(shown: ChartData) {
  render(
    <MemoryRouter>
      <Chart title="Orders per day" axis="Day" data={shown} empty={<p>Nothing yet</p>} />
    </MemoryRouter>,
  );
}

it('gives every figure as a table, a dash for what is not known, and the way to the rows', async () => {
  show(data);
  await userEvent.click(screen.getByRole('button', { name: 'As a table' }));
  const table = screen.getByRole('table', { name: 'Orders per day' });
  const cells = within(table)
    .getAllByRole('row')
    .map((row) => row.textContent);
  expect(cells).toEqual(['DayConfirmedCancelled', 'Mon12–', 'Tue72']);
  expect(within(table).getByRole('link', { name: 'Mon' }).getAttribute('href')).toBe('/rows?day=1');
});

it('is a table for screen readers also while it is drawn', () => {
  show(data);
  const table = screen.getByRole('table', { name: 'Orders per day' });
  expect(within(table).getAllByRole('row')).toHaveLength(3);
  expect(within(table).queryByRole('link')).toBeNull();
});

it('says that there is nothing instead of drawing nothing', () => {
  show({ ...data, points: [{ id: '1', label: 'Mon', values: { confirmed: 0, cancelled: 0 } }] });
  expect(screen.queryByText('Nothing yet')).not.toBeNull();
  expect(screen.queryByRole('table')).toBeNull();
});
