import { Pencil, ShieldBan } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ErrorState } from '@/components/ui/error-state';
import { IconButton } from '@/components/ui/icon-button';
import { lazyDialog } from '@/components/ui/lazy-dialog';
import { Phone } from '@/components/ui/phone';
import { SkeletonRows } from '@/components/ui/skeleton';
import type { CustomerCard } from '@/lib/api';
import { useCan } from '@/lib/auth/use-can';
import { useCustomer, useCustomerNews } from './api';
import { BlockedNote } from './blocked-note';
import { FieldsPart } from './fields-part';
import { LocationPart } from './location-part';
import { NotesPart } from './notes-part';
import { type CustomerPart, Fact, Facts } from './part';
import { TagsPart } from './tags-part';
import { ValuePart } from './value-part';

const EditDialog = lazyDialog(async () => (await import('./edit-dialog')).EditDialog);
const BlockDialog = lazyDialog(async () => (await import('./block-dialog')).BlockDialog);

/** What the page around says of the customer already. */
export interface KnownCustomer {
  name: string;
  phone: string | null;
  email: string | null;
}

export interface CustomerPartsProps {
  id: number;
  part: CustomerPart;
  known: KnownCustomer;
  onClose: () => void;
}

/** The customer beside what one does for them: who, worth what, tagged, noted, from where. */
export function CustomerParts({ id, part, known }: CustomerPartsProps) {
  const { t } = useTranslation('customers');
  const customer = useCustomer(id);
  useCustomerNews(id);
  if (customer.isPending) return <SkeletonRows rows={6} rowClassName="h-7" />;
  if (!customer.data) {
    return (
      <ErrorState
        title={t('failed')}
        error={customer.error}
        onRetry={() => void customer.refetch()}
      />
    );
  }
  const card = customer.data;
  return (
    <>
      <Who card={card} part={part} known={known} />
      <ValuePart card={card} part={part} />
      <FieldsPart card={card} part={part} />
      <NotesPart key={id} card={card} part={part} />
      <LocationPart card={card} part={part} />
    </>
  );
}

interface WhoProps {
  card: CustomerCard;
  part: CustomerPart;
  known: KnownCustomer;
}

/* Only what the page around does not say already, or says otherwise. */
function Who({ card, part: Part, known }: WhoProps) {
  const { t } = useTranslation('customers');
  const mayWrite = useCan('customers.write');
  const [asked, setAsked] = useState<'edit' | 'block' | null>(null);
  const close = () => setAsked(null);
  return (
    <Part
      title={t('title', { code: card.code })}
      action={
        mayWrite && (
          <span className="flex">
            {!card.blocked && (
              <IconButton
                icon={ShieldBan}
                label={t('block.open')}
                onClick={() => setAsked('block')}
              />
            )}
            <IconButton icon={Pencil} label={t('edit.open')} onClick={() => setAsked('edit')} />
          </span>
        )
      }
    >
      {card.blocked && <BlockedNote card={card} blocked={card.blocked} />}
      <Facts>
        {card.name !== known.name && (
          <Fact name={t('who.name')}>
            <bdi className="font-semibold">{card.name}</bdi>
          </Fact>
        )}
        {card.phone && card.phone !== known.phone && (
          <Fact name={t('who.phone')}>
            <Phone number={card.phone} className="select-all" />
          </Fact>
        )}
        {card.email && card.email !== known.email && (
          <Fact name={t('who.email')}>
            <bdi dir="ltr" className="select-all">
              {card.email}
            </bdi>
          </Fact>
        )}
        {card.language && <Fact name={t('who.language')}>{t(`language.${card.language}`)}</Fact>}
      </Facts>
      <TagsPart card={card} />
      {asked === 'edit' && <EditDialog card={card} onClose={close} />}
      {asked === 'block' && <BlockDialog card={card} onClose={close} />}
    </Part>
  );
}
