import { render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { useState } from 'react';
import { beforeAll, expect, it } from 'vitest';
import { initI18n } from '@/lib/i18n';
import { Stars } from './stars';

const names = ['Very bad', 'Bad', 'Fair', 'Good', 'Very good'];

function Sample({ error }: { error?: string }) {
  const [value, setValue] = useState(0);
  return <Stars label="Service" value={value} onChange={setValue} names={names} error={error} />;
}

beforeAll(initI18n);

it('is one choice with a name for each number of stars, chosen by keys', async () => {
  const user = userEvent.setup();
  render(<Sample />);
  expect(screen.getByRole('group', { name: 'Service' })).toBeTruthy();
  const stars = screen.getAllByRole('radio');
  expect(stars).toHaveLength(5);
  expect(stars.some((star) => (star as HTMLInputElement).checked)).toBe(false);
  await user.click(screen.getByRole('radio', { name: 'Fair' }));
  await user.keyboard('{ArrowRight}');
  expect(screen.getByRole<HTMLInputElement>('radio', { name: 'Good' }).checked).toBe(true);
});

it('says what is missing', () => {
  render(<Sample error="Choose one to five stars." />);
  const group = screen.getByRole('group', { name: 'Service' });
  const described = group.getAttribute('aria-describedby');
  expect(document.getElementById(described ?? '')?.textContent).toContain('Choose one');
});
