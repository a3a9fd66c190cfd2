import { useTranslation } from 'react-i18next';
import { formatClock } from '@/lib/format';
import type { Course } from './timeline';
import { useMarkWords } from './use-mark-words';

/** The same course in rows: what the drawing shows, for whoever reads rather than looks. */
export function TimelineTable({ course }: { course: Course }) {
  const { t } = useTranslation('calls');
  const words = useMarkWords(course);
  const rows = course.lanes
    .flatMap((lane) => lane.marks.map((mark) => ({ lane, mark })))
    .sort((a, b) => a.mark.from - b.mark.from);
  return (
    <div className="thin overflow-x-auto">
      <table className="w-full text-sm">
        <caption className="sr-only">{t('timeline.label')}</caption>
        <thead className="text-xs text-ink-3">
          <tr>
            {(['who', 'what', 'from', 'to', 'length'] as const).map((name) => (
              <th key={name} scope="col" className="px-2 py-1 text-start font-normal">
                {t(`timeline.${name}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(({ lane, mark }) => (
            <tr key={`${lane.id}:${mark.kind}:${mark.from}`} className="border-t border-line">
              <th scope="row" className="px-2 py-1 text-start font-normal">
                <bdi>{lane.name}</bdi>
              </th>
              <td className="px-2 py-1">{words.what(mark)}</td>
              <td className="num px-2 py-1">{formatClock(mark.from)}</td>
              <td className="num px-2 py-1">
                {mark.isOpen ? t('timeline.now') : formatClock(mark.to)}
              </td>
              <td className="num px-2 py-1">{words.length(mark)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
