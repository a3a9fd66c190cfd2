import type { InfiniteData } from '@tanstack/react-query';
import type { StockListAnswer, StockProduct } from '@/lib/api';

type Pages = InfiniteData<StockListAnswer, string>;

/** The product where it stands, in place; the same pages when it is on none of them. */
export function patchPages(data: Pages | undefined, product: StockProduct): Pages | undefined {
  if (!data) return data;
  let found = false;
  const pages = data.pages.map((page) => {
    const at = page.products.findIndex(({ id }) => id === product.id);
    const known = page.products[at];
    // Events may come late: a row that is newer already stays.
    if (!known || known.version >= product.version) return page;
    found = true;
    return { ...page, products: page.products.with(at, product) };
  });
  return found ? { ...data, pages } : data;
}
