import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { ProductMark } from '@/components/ui/product-mark';
import { useSession } from '@/lib/auth/session';

/** The company, whose page this is; before its logo is known, the mark of the product. */
export function Brand() {
  const { t } = useTranslation('common');
  const company = useSession((state) => state.company);
  const name = company?.name ?? t('product');
  return (
    <Link
      to="/"
      className="flex w-44 shrink-0 items-center gap-2 rounded-md text-lg font-semibold max-lg:w-auto"
    >
      {company?.logo_url ? (
        <img src={company.logo_url} alt="" className="size-6 rounded-sm object-contain" />
      ) : (
        <ProductMark size={24} />
      )}
      <bdi className="truncate max-lg:sr-only">{name}</bdi>
    </Link>
  );
}
