/* The customer beside a chat and an order: one sees what others change, and changes it in place (S1-CUST). */
import type { Page } from 'playwright-core';
import { beforeAll, expect, test } from 'vitest';
import type { Api, Body } from './support/api.ts';
import { answered, openDesk, type Seat } from './support/desk.ts';
import { button, details, dialog, gone, heading, isFocused, seen, toast } from './support/page.ts';

const desk = openDesk();
let sarah: Api;
let admin: Api;

beforeAll(async () => {
  sarah = await desk.api('AG001');
  admin = await desk.api('admin');
});

let made = 0;

/** A customer with an order and a chat, both of Sarah's. */
async function newCustomer(): Promise<{ id: number; order: Body; chat: Body }> {
  made += 1;
  const phone = `+97150888${2000 + made}`;
  const { order } = await admin.post('/api/orders', {
    customer_name: `Customer ${made}`,
    customer_phone: phone,
    product_name: 'Desk Lamp',
    price: '120.50',
    address: 'Al Barsha, Villa 9',
    area: 'Al Barsha',
    agent_id: 'AGT-001',
  });
  const { chat } = await sarah.post('/api/chats', {
    name: `Customer ${made}`,
    phone,
    message: 'Hello',
  });
  expect(chat.customer.id).toBe(order.customer.id);
  return { id: order.customer.id, order, chat };
}

const pane = (page: Page) => page.getByRole('region', { name: 'Customer', exact: true });
const card = async (id: number): Promise<Body> =>
  (await sarah.get(`/api/customers/${id}`)).customer;

async function atChat(username: string, chat: Body): Promise<Seat> {
  const seat = await desk.work(username, `/agent/chats/${chat.id}`);
  await seen(heading(pane(seat.page), 'Notes on the customer'));
  await seat.hearing();
  return seat;
}

test('a tag, a note and an order that come from somebody else are there at once', async () => {
  const { id, chat } = await newCustomer();
  const agent = await atChat('AG001', chat);
  const lead = await atChat('manager', chat);

  await button(pane(lead.page), 'Tags of the customer').click();
  await lead.page.getByRole('checkbox', { name: 'VIP' }).click();
  await seen(pane(agent.page).getByRole('listitem').filter({ hasText: 'VIP' }));
  await button(lead.page, 'Done').click();

  await button(pane(lead.page), 'Add a note on the customer').click();
  const note = lead.page.getByLabel('Note on the customer');
  await isFocused(note);
  await note.fill('Moves house next month');
  await note.press('Control+Enter');
  await seen(pane(agent.page).getByText('Moves house next month'));
  // Somebody else's: to be read, not changed.
  expect(await button(pane(agent.page), 'Edit the note').count()).toBe(0);

  const figure = button(pane(agent.page), /^1\s*Orders$/);
  await seen(figure);
  const { phone } = await card(id);
  await admin.post('/api/orders', {
    customer_name: 'Again',
    customer_phone: phone,
    product_name: 'Floor Lamp',
    price: '80.00',
    address: 'Al Barsha',
    agent_id: 'AGT-001',
  });
  await button(pane(agent.page), /^2\s*Orders$/).click();
  const behind = dialog(agent.page, /^Orders/);
  await seen(behind.getByText('Floor Lamp'), behind.getByText('Desk Lamp'));
  await behind.getByText('Desk Lamp').click();
  await seen(details(agent.page));
});

test('what the company wants to know is filled in where it stands, by keys alone', async () => {
  const { id, chat } = await newCustomer();
  const { page, allow } = await atChat('AG001', chat);
  allow(answered(422));
  const value = pane(page).getByRole('button', { name: /^Edit Points/ });
  await value.press('Enter');
  const field = pane(page).getByRole('textbox', { name: 'Points' });
  await isFocused(field);
  await field.fill('many');
  await field.press('Enter');
  await seen(pane(page).getByRole('alert'));
  await field.fill('150');
  await field.press('Enter');
  await gone(field);
  await isFocused(value);
  expect((await card(id)).custom.points).toBe(150);
  await value.press('Enter');
  await field.fill('999');
  await field.press('Escape');
  await gone(field);
  expect((await card(id)).custom.points).toBe(150);
  await pane(page).getByRole('checkbox', { name: 'On WhatsApp' }).click();
  await expect.poll(async () => (await card(id)).custom.whatsapp).toBe(true);
});

test('a field that the manager makes is beside the chat at once; another version is refused', async () => {
  const { chat } = await newCustomer();
  const agent = await atChat('AG001', chat);
  const { page } = await desk.work('manager', '/admin/customer-fields');
  await button(page, 'New field').click();
  const form = dialog(page, 'New field');
  await button(form, 'Save').click();
  await seen(form.getByText('Give it a name.'));
  await form.getByLabel('Name in English').fill('Shoe size');
  expect(await form.getByLabel('Key').inputValue()).toBe('shoe_size');
  await button(form, 'Save').click();
  await gone(form);
  await seen(page.getByText('Shoe size'));
  await seen(pane(agent.page).getByText('Shoe size'));

  await button(page, 'Edit Shoe size').click();
  const again = dialog(page, 'Shoe size');
  await again.getByRole('checkbox', { name: 'In use' }).click();
  await button(again, 'Save').click();
  await gone(again, pane(agent.page).getByText('Shoe size'));
  await button(page, 'Edit Shoe size').click();
  await button(dialog(page, 'Shoe size'), 'Remove').click();
  await seen(toast(page, 'Removed.'));
  await gone(page.getByText('Shoe size'));
});

test('who is not known becomes a customer from the chat', async () => {
  const { chat } = await sarah.post('/api/chats', { name: 'Walks in', message: 'Hello' });
  const { page, allow } = await desk.work('AG001', `/agent/chats/${chat.id}`);
  allow(answered(422));
  await button(pane(page), 'Enter as a customer').click();
  const form = dialog(page, 'Enter as a customer');
  await button(form, 'Save').click();
  await seen(form.getByText('A phone number or an e-mail address is needed.').first());
  await form.getByLabel('E-mail').fill('walks.in@example.com');
  await button(form, 'Save').click();
  await gone(form);
  await seen(heading(pane(page), /^Customer CUST-/), pane(page).getByText('walks.in@example.com'));
});

test('blocked with a reason, told on the order too, and lifted there', async () => {
  const { id, order, chat } = await newCustomer();
  const agent = await atChat('AG001', chat);
  await button(pane(agent.page), 'Block the customer').click();
  const form = dialog(agent.page, /^Block the customer/);
  await form.getByLabel('Reason').fill('Insults');
  await button(form, 'Block').click();
  await seen(pane(agent.page).getByText('May not write to you'));
  const { page } = await desk.work('AG001', `/call-center-panel/orders?order=${order.id}`);
  await button(details(page), 'About the customer').click();
  await seen(details(page).getByText('Insults'));
  await button(details(page), 'Lift the block').click();
  await gone(details(page).getByText('Insults'), pane(agent.page).getByText('Insults'));
  expect((await card(id)).blocked).toBeNull();
});
