import { formatPhone } from '@/lib/format';

/** A phone number, readable groups, left to right in every language. */
export function Phone({ number, className }: { number: string | null; className?: string }) {
  return (
    <bdi dir="ltr" className={className ? `num ${className}` : 'num'}>
      {formatPhone(number)}
    </bdi>
  );
}
