/** The mark of the product: a headset. Decorative, the name stands beside it. */
export function ProductMark({ size }: { size: number }) {
  return <img src="/icon.svg" alt="" width={size} height={size} className="shrink-0 rounded-md" />;
}
