import { Plus, X } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Button } from '@/components/ui/button';
import { IconButton } from '@/components/ui/icon-button';
import { Input } from '@/components/ui/input';
import type { PbxDraft } from '../api';

type Trunks = PbxDraft['trunks'];

/* As every PBX writes it. */
const EXAMPLE = 'PJSIP/trunk';

interface TrunksFieldProps {
  trunks: Trunks;
  error?: string;
  onChange: (trunks: Trunks) => void;
}

/** The lines to the outside: one a row, named by whoever knows them. */
export function TrunksField({ trunks, error, onChange }: TrunksFieldProps) {
  const { t } = useTranslation('telephony');
  const change = (index: number, part: Partial<Trunks[number]>) =>
    onChange(trunks.map((row, at) => (at === index ? { ...row, ...part } : row)));
  return (
    <fieldset className="flex flex-col gap-2">
      <legend className="pb-1 text-sm font-semibold">{t('pbx.trunks')}</legend>
      <p className="text-xs text-ink-3">{t('pbx.trunks_hint')}</p>
      {trunks.map((trunk, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: rows have nothing but their place
        <div key={index} className="flex items-center gap-2">
          <Input
            dir="auto"
            aria-label={t('pbx.trunk_name_label', { number: index + 1 })}
            placeholder={t('pbx.trunk_name')}
            value={trunk.name}
            onChange={(event) => change(index, { name: event.target.value })}
          />
          <Input
            dir="ltr"
            autoCapitalize="none"
            aria-label={t('pbx.trunk_endpoint_label', { number: index + 1 })}
            placeholder={EXAMPLE}
            value={trunk.endpoint}
            onChange={(event) => change(index, { endpoint: event.target.value })}
          />
          <IconButton
            icon={X}
            label={t('pbx.trunk_remove', { name: trunk.name || index + 1 })}
            onClick={() => onChange(trunks.filter((_, at) => at !== index))}
          />
        </div>
      ))}
      {error && <p className="text-xs text-danger">{error}</p>}
      <Button
        icon={Plus}
        className="self-start"
        onClick={() => onChange([...trunks, { name: '', endpoint: '' }])}
      >
        {t('pbx.trunk_add')}
      </Button>
    </fieldset>
  );
}
