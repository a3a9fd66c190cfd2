import { ChartGantt, Table } from 'lucide-react';
import { type ReactNode, useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '@/components/ui/button';
import { useNow } from '@/lib/use-now';
import type { WholeCall } from '../../model';
import { Agents } from './agents';
import { Arithmetic } from './arithmetic';
import { CallFacts } from './call-facts';
import { courseOf } from './course';
import { ExtensionChanges, QueueVisits, Steps } from './flow';
import { Recordings } from './recordings';
import { TimelineTable } from './timeline-table';
import { Timeline } from './timeline-view';
import { Transcript } from './transcript';

/** The course on top; below it what happened on one side and the facts on the other. */
export function DetailsBody({ details }: { details: WholeCall }) {
  const { t } = useTranslation('calls');
  return (
    <div className="grid gap-x-6 gap-y-5 lg:grid-cols-[minmax(0,1fr)_20rem]">
      <div className="lg:col-span-2">
        <CourseSection details={details} />
      </div>
      <div className="flex min-w-0 flex-col gap-5 max-lg:order-last">
        <Part title={t('details.sums')}>
          <Arithmetic sums={details.arithmetic} />
        </Part>
        <Part title={t('details.steps')}>
          <Steps details={details} />
        </Part>
        {details.extensionChanges.length > 0 && (
          <Part title={t('details.changes')}>
            <ExtensionChanges details={details} />
          </Part>
        )}
        <Part title={t('details.transcript')}>
          <Transcript callId={details.call.call_id} />
        </Part>
      </div>
      <div className="flex min-w-0 flex-col gap-5">
        <Part title={t('details.facts')}>
          <CallFacts call={details.call} />
        </Part>
        <Part title={t('details.agents')}>
          <Agents agents={details.agents} />
        </Part>
        {details.queue_visits.length > 0 && (
          <Part title={t('details.queues')}>
            <QueueVisits details={details} />
          </Part>
        )}
        <Part title={t('details.recording')}>
          <Recordings details={details} />
        </Part>
      </div>
    </div>
  );
}

interface PartProps {
  title: string;
  action?: ReactNode;
  children: ReactNode;
}

function Part({ title, action, children }: PartProps) {
  const id = useId();
  return (
    <section aria-labelledby={id} className="flex min-w-0 flex-col gap-2">
      <div className="flex min-h-7 items-center gap-2 border-b border-line pb-1">
        <h3 id={id} className="font-semibold">
          {title}
        </h3>
        {action && <span className="ms-auto">{action}</span>}
      </div>
      {children}
    </section>
  );
}

function CourseSection({ details }: { details: WholeCall }) {
  const { t } = useTranslation('calls');
  const [asTable, setAsTable] = useState(false);
  const isLive = details.call.is_active;
  return (
    <Part
      title={t('details.course')}
      action={
        <Button
          variant="ghost"
          icon={asTable ? ChartGantt : Table}
          className="-my-1 h-7 px-2"
          onClick={() => setAsTable(!asTable)}
        >
          {t(asTable ? 'timeline.as_drawing' : 'timeline.as_table')}
        </Button>
      }
    >
      {isLive ? (
        <LiveCourse details={details} asTable={asTable} />
      ) : (
        <DrawnCourse details={details} asTable={asTable} now={0} />
      )}
    </Part>
  );
}

/* What goes on grows while one looks. */
function LiveCourse({ details, asTable }: { details: WholeCall; asTable: boolean }) {
  return <DrawnCourse details={details} asTable={asTable} now={useNow('second')} />;
}

interface DrawnCourseProps {
  details: WholeCall;
  asTable: boolean;
  now: number;
}

function DrawnCourse({ details, asTable, now }: DrawnCourseProps) {
  const course = courseOf(details, now);
  return asTable ? <TimelineTable course={course} /> : <Timeline course={course} />;
}
