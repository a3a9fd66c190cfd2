import { Play, RotateCcw } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Checkbox } from '@/components/ui/checkbox';
import { ErrorState } from '@/components/ui/error-state';
import { IconButton } from '@/components/ui/icon-button';
import { Select } from '@/components/ui/select';
import { SkeletonRows } from '@/components/ui/skeleton';
import { toast } from '@/components/ui/toast-store';
import type { NotificationPreferences, NotificationTopic } from '@/lib/api';
import {
  useNotificationPreferences,
  useSetPreferences,
  WAYS,
  type Way,
} from '@/lib/notifications/preferences';
import { OWN, playSound } from '@/lib/notifications/sounds';
import { useOwnSounds } from '../api';
import { OwnSounds } from './own-sounds';
import { PushSwitch } from './push-switch';

/** By which ways one is told of what: a row for each topic, a column for each way. */
export function NotificationMatrix() {
  const { t } = useTranslation('profile');
  const preferences = useNotificationPreferences();
  if (preferences.isPending) return <SkeletonRows rows={8} rowClassName="h-10" />;
  if (!preferences.data)
    return (
      <ErrorState
        title={t('matrix.failed')}
        error={preferences.error}
        onRetry={() => void preferences.refetch()}
      />
    );
  const { data } = preferences;
  return (
    <div className="flex flex-col gap-4">
      <PushSwitch preferences={data} />
      <Volume preferences={data} />
      <div className="thin overflow-x-auto rounded-lg border border-line bg-surface">
        <table className="w-full min-w-2xl border-collapse text-sm">
          <thead>
            <tr className="border-b border-line text-ink-2">
              <th scope="col" className="px-3 py-2 text-start font-semibold">
                {t('matrix.topic')}
              </th>
              {WAYS.map((way) => (
                <th key={way} scope="col" className="px-2 py-2 text-center font-semibold">
                  {t(`matrix.way.${way}`)}
                </th>
              ))}
              <th scope="col" className="px-2 py-2 text-start font-semibold">
                {t('matrix.which_sound')}
              </th>
              <td />
            </tr>
          </thead>
          <tbody>
            {data.topics.map((row) => (
              <TopicRow key={row.topic} row={row} preferences={data} />
            ))}
          </tbody>
        </table>
      </div>
      <OwnSounds volume={data.volume} />
      {!data.ways.includes('email') && <p className="text-xs text-ink-3">{t('matrix.no_email')}</p>}
    </div>
  );
}

function Volume({ preferences }: { preferences: NotificationPreferences }) {
  const { t } = useTranslation('profile');
  const set = useSetPreferences();
  return (
    <label className="flex max-w-md items-center gap-3 text-sm">
      {t('matrix.volume')}
      <input
        type="range"
        min={0}
        max={100}
        step={10}
        defaultValue={preferences.volume}
        key={preferences.volume}
        onPointerUp={(event) => set.mutate({ volume: Number(event.currentTarget.value) })}
        onKeyUp={(event) => set.mutate({ volume: Number(event.currentTarget.value) })}
        className="min-w-0 flex-1 accent-accent"
      />
    </label>
  );
}

interface TopicRowProps {
  row: NotificationTopic;
  preferences: NotificationPreferences;
}

function isStandard({ ways, standard, always, sound, standard_sound }: NotificationTopic): boolean {
  const usual = new Set([...standard, ...always]);
  return sound === standard_sound && ways.length === usual.size && ways.every((w) => usual.has(w));
}

function TopicRow({ row, preferences }: TopicRowProps) {
  const { t } = useTranslation(['profile', 'notifications']);
  const set = useSetPreferences();
  const own = useOwnSounds();
  const sounds = [
    ...preferences.sounds.map((sound) => ({ value: sound, label: t(`sound.${sound}`) })),
    ...(own.data ?? []).map(({ id, name }) => ({ value: OWN + id, label: name })),
  ];
  if (own.data && !sounds.some(({ value }) => value === row.sound))
    sounds.push({ value: row.sound, label: t('sound.removed') });
  const topic = t(`notifications:topic.${row.topic}`);
  const change = (part: { ways?: Way[] | null; sound?: string | null }) =>
    set.mutate({ topics: { [row.topic]: part } });

  async function chooseSound(sound: string) {
    change({ sound });
    await playSound(sound, preferences.volume);
  }

  async function listen() {
    if (!(await playSound(row.sound, preferences.volume))) toast.info(t('matrix.no_sound'));
  }

  return (
    <tr className="border-b border-line last:border-b-0">
      <th
        scope="row"
        className="sticky start-0 bg-surface px-3 py-1.5 text-start font-normal max-md:max-w-36"
      >
        {topic}
      </th>
      {WAYS.map((way) => (
        <td key={way} className="px-2 py-1.5 text-center">
          <Checkbox
            checked={row.ways.includes(way)}
            disabled={row.always.includes(way) || !preferences.ways.includes(way)}
            aria-label={t('matrix.cell', { topic, way: t(`matrix.way.${way}`) })}
            onChange={(on) =>
              change({ ways: on ? [...row.ways, way] : row.ways.filter((one) => one !== way) })
            }
          />
        </td>
      ))}
      <td className="px-2 py-1.5">
        <span className="flex items-center gap-1">
          <Select
            aria-label={t('matrix.sound_of', { topic })}
            value={row.sound}
            disabled={!row.ways.includes('sound')}
            onChange={(sound) => void chooseSound(sound)}
            options={sounds}
            className="w-32"
          />
          <IconButton
            icon={Play}
            label={t('matrix.listen', { topic })}
            disabled={!row.ways.includes('sound')}
            onClick={() => void listen()}
          />
        </span>
      </td>
      <td className="px-1">
        {!isStandard(row) && (
          <IconButton
            icon={RotateCcw}
            label={t('matrix.reset', { topic })}
            onClick={() => change({ ways: null, sound: null })}
          />
        )}
      </td>
    </tr>
  );
}
