import { EllipsisVertical, FileSpreadsheet, FileText, Upload } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { IconButton } from '@/components/ui/icon-button';
import { Menu, MenuItem, MenuSeparator } from '@/components/ui/menu';
import { type CannedFilters, exportAddress } from '../filters';

interface FileMenuProps {
  filters: CannedFilters;
  onImport: () => void;
}

/** What is on the page as a file, and files of responses in. */
export function FileMenu({ filters, onImport }: FileMenuProps) {
  const { t, i18n } = useTranslation('canned');
  const fetchFile = (format: 'csv' | 'xlsx') =>
    window.location.assign(exportAddress(filters, format, i18n.language));
  return (
    <Menu trigger={<IconButton icon={EllipsisVertical} label={t('files')} />}>
      <MenuItem icon={Upload} onSelect={onImport}>
        {t('import.open')}
      </MenuItem>
      <MenuSeparator />
      <MenuItem icon={FileText} onSelect={() => fetchFile('csv')}>
        {t('export_csv')}
      </MenuItem>
      <MenuItem icon={FileSpreadsheet} onSelect={() => fetchFile('xlsx')}>
        {t('export_xlsx')}
      </MenuItem>
    </Menu>
  );
}
