import { useTranslation } from 'react-i18next';
import { Chip } from '@/components/ui/chip';
import { Notice } from '@/components/ui/notice';
import type { PbxCheck } from '@/lib/api';
import { checkLooks } from '@/lib/phones/looks';

export interface TestOutcome {
  ok: boolean;
  pbx_version: string | null;
  checks: PbxCheck[];
}

/** What a test of the PBX found, with the lines that put it right. */
export function TestResult({ outcome }: { outcome: TestOutcome }) {
  const { t } = useTranslation('telephony');
  return (
    <div className="flex flex-col gap-2">
      <Notice tone={outcome.ok ? 'success' : 'danger'} alert>
        {t(outcome.ok ? 'pbx.test_ok' : 'pbx.test_bad')}
        {outcome.pbx_version && (
          <>
            {' '}
            <bdi className="ltr">Asterisk {outcome.pbx_version}</bdi>
          </>
        )}
      </Notice>
      <ul aria-label={t('pbx.checks')} className="rounded-lg border border-line">
        {outcome.checks.map((check) => (
          <li
            key={check.code}
            className="flex flex-wrap items-start gap-x-3 gap-y-1 border-b border-line px-3 py-2 text-sm last:border-b-0"
          >
            <Chip tone={checkLooks[check.state].tone} icon={checkLooks[check.state].icon}>
              {t(`pbx.check_state.${check.state}`)}
            </Chip>
            <div className="min-w-0 flex-1 basis-48">
              <p dir="auto">{check.message}</p>
              {check.hint && (
                <pre
                  dir="ltr"
                  className="thin mt-1 overflow-x-auto rounded-md bg-sunken p-2 text-xs"
                >
                  <code>{check.hint.trim()}</code>
                </pre>
              )}
            </div>
          </li>
        ))}
      </ul>
    </div>
  );
}
