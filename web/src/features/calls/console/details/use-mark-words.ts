import { useTranslation } from 'react-i18next';
import { formatClock, formatTimer } from '@/lib/format';
import type { Course, Lane, Mark, Move } from './timeline';

/** Each stretch and each transfer as one sentence: read out, beside the pointer, in the table. */
export function useMarkWords(course: Course) {
  const { t } = useTranslation('calls');
  const what = (mark: Mark) =>
    mark.place
      ? t('timeline.at_place', { what: t(`mark.${mark.kind}`), place: mark.place })
      : t(`mark.${mark.kind}`);
  const length = (mark: Mark) => formatTimer((mark.to - mark.from) / 1000);
  return {
    what,
    length,
    say: (lane: Lane, mark: Mark) =>
      t(mark.isOpen ? 'timeline.stretch_open' : 'timeline.stretch', {
        name: lane.name,
        what: what(mark),
        from: formatClock(mark.from),
        to: formatClock(mark.to),
        length: length(mark),
        after: formatTimer((mark.from - course.from) / 1000),
      }),
    sayMove: (move: Move) =>
      t('timeline.move', {
        kind: t(`move.${move.kind}`),
        result: t(`result.${move.result}`),
        from: move.from,
        to: move.to,
        at: formatClock(move.at),
      }),
  };
}
