import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { LinkChip } from '@/components/phone/look-chip';
import { ErrorState } from '@/components/ui/error-state';
import { Notice } from '@/components/ui/notice';
import { Page } from '@/components/ui/page';
import { RelativeTime } from '@/components/ui/relative-time';
import { SkeletonRows } from '@/components/ui/skeleton';
import type { PbxLinkStay, PbxState } from '@/lib/api';
import { useCan } from '@/lib/auth/use-can';
import { formatDateTime } from '@/lib/format';
import { usePbxSettings } from './api';
import { PbxForm } from './components/pbx-form';
import { SoftphoneSection } from './components/softphone-form';

/** The PBX of the company: how the link stands, what it is, and trying it. */
export function PbxPage() {
  const { t } = useTranslation('telephony');
  const pbx = usePbxSettings();
  const maySet = useCan('settings.manage');
  const [round, setRound] = useState(0);
  const reload = async () => {
    await pbx.refetch();
    setRound((before) => before + 1);
  };
  return (
    <Page title={t('pbx.title')}>
      <p className="max-w-3xl px-4 pb-3 text-sm text-ink-2">{t('pbx.text')}</p>
      {pbx.isPending && <SkeletonRows rows={6} rowClassName="h-12" />}
      {pbx.isError && !pbx.data && (
        <ErrorState title={t('pbx.failed')} error={pbx.error} onRetry={() => void pbx.refetch()} />
      )}
      {pbx.data && (
        <div className="grid items-start gap-6 px-4 pb-4 xl:grid-cols-[minmax(0,42rem)_minmax(0,1fr)]">
          <PbxForm key={round} settings={pbx.data.settings} onReload={() => void reload()} />
          <div className="flex min-w-0 flex-col gap-4 max-xl:order-first">
            <LinkCard link={pbx.data.link} />
            {pbx.data.log.length > 0 && <LinkLog rows={pbx.data.log} />}
          </div>
        </div>
      )}
      {maySet && (
        <div className="border-t border-line px-4 py-4">
          <SoftphoneSection />
        </div>
      )}
    </Page>
  );
}

function LinkCard({ link }: { link: PbxState }) {
  const { t } = useTranslation('telephony');
  const facts: [string, React.ReactNode][] = [];
  if (link.pbx_version)
    facts.push([
      t('pbx.version'),
      <bdi key="version" className="ltr break-all">
        {link.pbx_version}
      </bdi>,
    ]);
  if (link.system_name) facts.push([t('pbx.system'), <bdi key="name">{link.system_name}</bdi>]);
  if (link.refreshed_at)
    facts.push([t('pbx.refreshed'), <RelativeTime key="read" at={link.refreshed_at} />]);
  return (
    <section aria-labelledby="pbx-link" className="rounded-lg border border-line bg-surface p-4">
      <h2 id="pbx-link" className="flex flex-wrap items-center gap-2 font-semibold">
        {t('pbx.link')}
        <LinkChip state={link.state} />
      </h2>
      {link.since && (
        <p className="pt-1 text-sm text-ink-2">
          {t('pbx.since')} <RelativeTime at={link.since} />
        </p>
      )}
      {link.reason !== 'none' && link.reason !== 'stopped' && (
        <p className="pt-1 text-sm text-danger">{t(`link.reason.${link.reason}`)}</p>
      )}
      {link.timestamps === false && (
        <Notice tone="warning" className="mt-2">
          {t('pbx.no_stamps')}
        </Notice>
      )}
      {facts.length > 0 && (
        <dl className="grid grid-cols-[auto_1fr] gap-x-4 gap-y-1 pt-2 text-sm">
          {facts.map(([name, value]) => (
            <div key={name} className="contents">
              <dt className="text-ink-3">{name}</dt>
              <dd className="min-w-0">{value}</dd>
            </div>
          ))}
        </dl>
      )}
    </section>
  );
}

function LinkLog({ rows }: { rows: PbxLinkStay[] }) {
  const { t } = useTranslation('telephony');
  return (
    <section aria-labelledby="pbx-log">
      <h2 id="pbx-log" className="pb-2 font-semibold">
        {t('pbx.log')}
      </h2>
      <ol className="rounded-lg border border-line bg-surface">
        {rows.map((row) => (
          <li
            key={row.started_at}
            className="flex flex-wrap items-center gap-x-3 gap-y-1 border-b border-line px-3 py-2 text-sm last:border-b-0"
          >
            <LinkChip state={row.state} />
            <span className="ms-auto text-ink-2">
              <time dateTime={row.started_at}>{formatDateTime(row.started_at)}</time>
              {' – '}
              {row.ended_at ? (
                <time dateTime={row.ended_at}>{formatDateTime(row.ended_at)}</time>
              ) : (
                t('pbx.now')
              )}
            </span>
          </li>
        ))}
      </ol>
    </section>
  );
}
