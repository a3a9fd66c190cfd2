import type { Chat } from '../api';
import { formatPhone } from '../format';
import { i18n } from '../i18n';

/** What to call the customer: a visitor may have said neither name nor address yet. */
export function nameOf({ customer, code }: Pick<Chat, 'customer' | 'code'>): string {
  const { name, email, phone } = customer;
  if (name.trim()) return name;
  if (email) return email;
  return phone ? formatPhone(phone) : i18n.t('common:visitor', { code: code.replace(/\D+/, '') });
}
