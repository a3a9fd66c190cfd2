/** Tones made by the browser itself: no file has to come over the line before it can ring. */

type Pattern = 'ring' | 'ringback';

/* Hertz, loudness, and seconds on and off in turn. */
const patterns: Record<Pattern, { tones: number[]; gain: number; cadence: number[] }> = {
  ring: { tones: [440, 554], gain: 0.16, cadence: [0.4, 0.2, 0.4, 2] },
  ringback: { tones: [425], gain: 0.05, cadence: [1, 4] },
};

/** When the tone sounds within one round of its cadence: pairs of seconds from its beginning. */
export function soundingTimes(cadence: readonly number[]): { from: number; to: number }[] {
  const times: { from: number; to: number }[] = [];
  let at = 0;
  for (const [index, seconds] of cadence.entries()) {
    if (index % 2 === 0) times.push({ from: at, to: at + seconds });
    at += seconds;
  }
  return times;
}

/* Not in every browser: where it is missing everything sounds where the system says. */
type Routed = AudioContext & { setSinkId?: (id: string) => Promise<void> };

export interface Ringer {
  start(pattern: Pattern, device: string): void;
  stop(): void;
}

/** `onSilenced` tells whether the browser keeps it quiet until the page is pressed. */
export function makeRinger(onSilenced: (silenced: boolean) => void): Ringer {
  let context: Routed | null = null;
  let timer: ReturnType<typeof setInterval> | undefined;

  function round(own: Routed, { tones, gain, cadence }: (typeof patterns)[Pattern]) {
    const volume = own.createGain();
    volume.gain.value = 0;
    volume.connect(own.destination);
    const now = own.currentTime;
    for (const { from, to } of soundingTimes(cadence)) {
      volume.gain.setTargetAtTime(gain, now + from, 0.01);
      volume.gain.setTargetAtTime(0, now + to, 0.01);
    }
    const length = cadence.reduce((total, seconds) => total + seconds, 0);
    for (const hertz of tones) {
      const tone = own.createOscillator();
      tone.frequency.value = hertz;
      tone.connect(volume);
      tone.start(now);
      tone.stop(now + length);
    }
    return length;
  }

  function stop() {
    clearInterval(timer);
    void context?.close().catch(() => {});
    context = null;
    onSilenced(false);
  }

  return {
    start(name, device) {
      stop();
      const own: Routed = new AudioContext();
      context = own;
      const tell = () => context === own && onSilenced(own.state === 'suspended');
      own.onstatechange = tell;
      tell();
      if (device) void own.setSinkId?.(device).catch(() => {});
      void own.resume().catch(() => {});
      const length = round(own, patterns[name]);
      timer = setInterval(() => round(own, patterns[name]), length * 1_000);
    },
    stop,
  };
}
