import { Link, useLocation } from 'react-router';
import type { Call } from '@/lib/api';
import { formatPhone } from '@/lib/format';
import { personOf } from '../model';

/** Whom the call is with; the whole row opens its details. */
export function CallLink({ call }: { call: Call }) {
  const { search } = useLocation();
  const person = personOf(call);
  const number = call.phone_number || call.callee || call.caller;
  return (
    <Link
      to={{ pathname: `/console/calls/${call.id}`, search }}
      data-row-link
      className="flex min-w-0 items-baseline gap-x-2 outline-none after:absolute after:inset-0 after:-outline-offset-2 focus-visible:after:outline-2 focus-visible:after:outline-accent"
    >
      {person && <bdi className="truncate leading-6 font-semibold">{person}</bdi>}
      <span
        className={
          person
            ? 'shrink-0 text-xs text-ink-3 @max-[22rem]:hidden'
            : 'truncate leading-6 font-semibold'
        }
      >
        <bdi className="ltr num">{formatPhone(number)}</bdi>
      </span>
    </Link>
  );
}
