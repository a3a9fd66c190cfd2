import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { makeLevelMeter } from '../audio';

/** How loud the microphone hears; drawn by itself, without drawing the page again. */
export function LevelBar({ stream }: { stream: MediaStream }) {
  const { t } = useTranslation('softphone');
  const bar = useRef<HTMLMeterElement>(null);
  useEffect(() => {
    const meter = makeLevelMeter(stream);
    let frame = 0;
    const draw = () => {
      if (bar.current) bar.current.value = meter.read();
      frame = requestAnimationFrame(draw);
    };
    draw();
    return () => {
      cancelAnimationFrame(frame);
      meter.stop();
    };
  }, [stream]);
  return <meter ref={bar} aria-label={t('level')} min={0} max={1} className="h-2 w-full" />;
}
