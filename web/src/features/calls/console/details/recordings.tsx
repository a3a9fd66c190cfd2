import { AudioLines, Pause, Play } from 'lucide-react';
import { type KeyboardEvent, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '@/components/ui/button';
import { useWidth } from '@/components/ui/chart/use-width';
import { IconButton } from '@/components/ui/icon-button';
import { Notice } from '@/components/ui/notice';
import { Select } from '@/components/ui/select';
import { asApiError, errorText } from '@/lib/api';
import { useCan } from '@/lib/auth/use-can';
import { formatNumber, formatTimer } from '@/lib/format';
import type { WholeCall } from '../../model';
import { peaksOf, SPEEDS, seekTo } from './peaks';
import { loadSound, type Sound } from './sound';

const HEIGHT = 56;
/* One bar of the drawing with its gap. */
const BAR = 3;

/** What was recorded of the call, for whoever may hear it. */
export function Recordings({ details }: { details: WholeCall }) {
  const { t } = useTranslation('calls');
  const mayHear = useCan('recordings.read');
  const { recordings, call } = details;
  const here = recordings.filter((one) => one.available);
  if (recordings.length === 0) return <Nothing>{t('recording.none')}</Nothing>;
  if (here.length === 0) return <Nothing>{t('recording.gone')}</Nothing>;
  if (!mayHear) return <Nothing>{t('recording.refused')}</Nothing>;
  return (
    <div className="flex flex-col gap-4">
      {here.map(({ recording }, index) => (
        <Recording
          key={recording}
          url={`/api/calls/${call.id}/recordings/${recording}`}
          title={t('recording.one', { number: formatNumber(index + 1) })}
        />
      ))}
    </div>
  );
}

function Nothing({ children }: { children: string }) {
  return <p className="text-sm text-ink-3">{children}</p>;
}

interface RecordingProps {
  url: string;
  /** "Recording 1", where there are several. */
  title: string;
}

/**
 * One recording. It is asked for when somebody wants to hear it and not before: the company keeps
 * a record of who did.
 */
function Recording({ url, title }: RecordingProps) {
  const { t } = useTranslation('calls');
  const [sound, setSound] = useState<Sound | null>(null);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<unknown>(null);
  const load = async () => {
    setBusy(true);
    setProblem(null);
    try {
      setSound(await loadSound(url));
    } catch (error) {
      setProblem(error);
    }
    setBusy(false);
  };
  if (sound) return <Player url={url} sound={sound} title={title} />;
  return (
    <div className="flex flex-col gap-2">
      <div className="flex items-center gap-3">
        <Button icon={AudioLines} busy={busy} onClick={() => void load()}>
          {t('recording.load')}
        </Button>
        <span className="text-xs text-ink-3">{t('recording.noted')}</span>
      </div>
      {problem !== null && (
        <Notice tone="danger" alert>
          {errorText(asApiError(problem))}
        </Notice>
      )}
    </div>
  );
}

function Player({ url, sound, title }: { url: string; sound: Sound; title: string }) {
  const { t } = useTranslation('calls');
  const audio = useRef<HTMLAudioElement>(null);
  const [now, setNow] = useState(0);
  const [length, setLength] = useState(sound.seconds);
  const [playing, setPlaying] = useState(false);
  const [speed, setSpeed] = useState(1);
  const [isBroken, setBroken] = useState(false);

  useEffect(() => {
    if (audio.current) audio.current.playbackRate = speed;
  }, [speed]);
  const seek = (to: number) => {
    if (!audio.current) return;
    audio.current.currentTime = to;
    setNow(to);
  };
  const toggle = () => {
    const element = audio.current;
    if (!element) return;
    if (element.paused) element.play().catch(() => setBroken(true));
    else element.pause();
  };
  return (
    <section aria-label={title} className="flex flex-col gap-2">
      {/* biome-ignore lint/a11y/useMediaCaption: what is said stands in the transcript */}
      <audio
        ref={audio}
        src={url}
        preload="metadata"
        onTimeUpdate={(event) => setNow(event.currentTarget.currentTime)}
        onLoadedMetadata={(event) => {
          const { duration } = event.currentTarget;
          if (Number.isFinite(duration)) setLength(duration);
        }}
        onPlay={() => setPlaying(true)}
        onPause={() => setPlaying(false)}
        onError={() => setBroken(true)}
      />
      <Waveform
        sound={sound}
        now={now}
        length={length}
        title={title}
        onSeek={seek}
        onToggle={toggle}
      />
      <div className="flex items-center gap-3">
        <IconButton
          icon={playing ? Pause : Play}
          label={t(playing ? 'recording.pause' : 'recording.play')}
          onClick={toggle}
          className="bg-sunken"
        />
        <span className="num ltr text-sm text-ink-2">
          {formatTimer(now)} / {formatTimer(length)}
        </span>
        <Select
          aria-label={t('recording.speed')}
          value={String(speed)}
          onChange={(value) => setSpeed(Number(value))}
          options={SPEEDS.map((value) => ({
            value: String(value),
            label: t('recording.times', { value: formatNumber(value) }),
          }))}
          className="ms-auto"
        />
      </div>
      {isBroken && (
        <Notice tone="danger" alert>
          {t('recording.broken')}
        </Notice>
      )}
    </section>
  );
}

interface WaveformProps {
  sound: Sound;
  now: number;
  length: number;
  title: string;
  onSeek: (to: number) => void;
  onToggle: () => void;
}

/** How loud it is from beginning to end, running with the script; a press leads there. */
function Waveform({ sound, now, length, title, onSeek, onToggle }: WaveformProps) {
  const { t, i18n } = useTranslation('calls');
  const box = useRef<HTMLDivElement>(null);
  const width = useWidth(box);
  const rtl = i18n.dir() === 'rtl';
  const count = Math.max(1, Math.floor(width / BAR));
  const peaks = sound.samples ? peaksOf(sound.samples, count) : null;
  const share = length > 0 ? now / length : 0;
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === ' ' || event.key === 'Enter') {
      event.preventDefault();
      onToggle();
      return;
    }
    const to = seekTo(event.key, now, length, rtl);
    if (to === null) return;
    event.preventDefault();
    onSeek(to);
  };
  return (
    <div
      ref={box}
      role="slider"
      tabIndex={0}
      aria-label={t('recording.place', { title })}
      aria-valuemin={0}
      aria-valuemax={Math.round(length)}
      aria-valuenow={Math.round(now)}
      aria-valuetext={t('recording.at', { now: formatTimer(now), length: formatTimer(length) })}
      onKeyDown={onKeyDown}
      onClick={(event) => {
        const frame = event.currentTarget.getBoundingClientRect();
        const along = (event.clientX - frame.left) / Math.max(1, frame.width);
        onSeek((rtl ? 1 - along : along) * length);
      }}
      className="w-full rounded-md bg-sunken"
    >
      <svg aria-hidden width={width} height={HEIGHT} direction="ltr" className="block">
        {(peaks ?? Array.from({ length: count }, () => 0.04)).map((peak, index) => {
          const x = (rtl ? count - 1 - index : index) * BAR;
          const size = Math.max(2, peak * (HEIGHT - 8));
          const isPlayed = index / count < share;
          return (
            <rect
              // biome-ignore lint/suspicious/noArrayIndexKey: a part is its place
              key={index}
              x={x}
              y={(HEIGHT - size) / 2}
              width={BAR - 1}
              height={size}
              rx={1}
              className={isPlayed ? 'fill-accent' : 'fill-line-strong'}
            />
          );
        })}
      </svg>
    </div>
  );
}
