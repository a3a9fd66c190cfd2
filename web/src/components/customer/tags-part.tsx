import { Plus, Tag, Tags } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '@/components/ui/button';
import { Checkbox } from '@/components/ui/checkbox';
import { Chip } from '@/components/ui/chip';
import { Popover } from '@/components/ui/popover';
import { type CustomerCard, errorText } from '@/lib/api';
import { useCan } from '@/lib/auth/use-can';
import { useKnownTags, useTagCustomer } from './api';
import { useNameOf } from './words';

/** What the customer is to the company, in its own words. */
export function TagsPart({ card }: { card: CustomerCard }) {
  const { t } = useTranslation('customers');
  const mayWrite = useCan('customers.write');
  const tags = useKnownTags();
  const nameOf = useNameOf();
  const has = tags.filter(({ code }) => card.tags.includes(code));
  if (has.length === 0 && !(mayWrite && tags.some(({ active }) => active))) return null;
  return (
    <div className="flex flex-wrap items-center gap-1.5 pt-0.5">
      <ul aria-label={t('tags.title')} className="contents">
        {has.map((tag) => (
          <li key={tag.code} className="flex max-w-full">
            <Chip tone={tag.tone} icon={Tag}>
              <bdi>{nameOf(tag)}</bdi>
            </Chip>
          </li>
        ))}
      </ul>
      {mayWrite && <Picker card={card} />}
    </div>
  );
}

/* Each tick is kept at once: there is nothing to save. */
function Picker({ card }: { card: CustomerCard }) {
  const { t } = useTranslation('customers');
  const [open, setOpen] = useState(false);
  const nameOf = useNameOf();
  const save = useTagCustomer(card);
  const shown = useKnownTags().filter(({ active, code }) => active || card.tags.includes(code));
  const toggle = (code: string, on: boolean) =>
    save.mutate(on ? [...card.tags, code] : card.tags.filter((one) => one !== code));
  return (
    <Popover
      open={open}
      onOpenChange={setOpen}
      label={t('tags.title')}
      align="start"
      trigger={
        <button
          type="button"
          aria-label={t('tags.title')}
          className="inline-flex h-5 items-center gap-1 rounded-sm border border-dashed border-line-strong px-1.5 text-xs text-ink-2 hover:bg-sunken hover:text-ink pointer-coarse:h-9"
        >
          <Plus aria-hidden size={12} />
          {t('tags.change')}
        </button>
      }
      className="flex w-64 flex-col gap-2.5 overflow-y-auto p-3 text-sm"
    >
      <p className="flex items-center gap-1.5 font-semibold">
        <Tags aria-hidden size={15} className="text-ink-3" />
        {t('tags.title')}
      </p>
      {shown.map((tag) => (
        <Checkbox
          key={tag.code}
          checked={card.tags.includes(tag.code)}
          disabled={save.isPending}
          onChange={(on) => toggle(tag.code, on)}
        >
          <Chip tone={tag.tone} icon={Tag}>
            <bdi>{nameOf(tag)}</bdi>
          </Chip>
        </Checkbox>
      ))}
      {save.error && (
        <p role="alert" className="text-xs text-danger">
          {errorText(save.error)}
        </p>
      )}
      <Button onClick={() => setOpen(false)}>{t('tags.done')}</Button>
    </Popover>
  );
}
