/*
 * The sounds of notifications, made by the browser: there is no file to load, and each can be told
 * from the others with closed eyes.
 */

interface Note {
  /** Hertz. */
  pitch: number;
  /** Seconds from the beginning. */
  at: number;
  /** Seconds until it has died away. */
  length: number;
  wave?: OscillatorType;
}

const notes = (wave: OscillatorType, ...list: [pitch: number, at: number, length: number][]) =>
  list.map(([pitch, at, length]): Note => ({ pitch, at, length, wave }));

export const SOUNDS: Record<string, Note[]> = {
  chime: notes('sine', [880, 0, 0.5], [1318.5, 0.12, 0.7]),
  bell: notes('triangle', [1046.5, 0, 1.1], [2093, 0, 0.5]),
  drop: notes('sine', [1174.7, 0, 0.12], [783.99, 0.07, 0.2]),
  knock: notes('square', [196, 0, 0.06], [196, 0.14, 0.06], [196, 0.42, 0.08]),
  marimba: notes('sine', [523.25, 0, 0.25], [659.25, 0.11, 0.25], [783.99, 0.22, 0.4]),
  alert: notes('sawtooth', [740, 0, 0.16], [587.3, 0.2, 0.16], [740, 0.4, 0.2]),
  ring: notes(
    'triangle',
    ...[0, 0.5].flatMap((at): [number, number, number][] => [
      [987.77, at, 0.14],
      [1174.7, at + 0.13, 0.14],
      [987.77, at + 0.26, 0.18],
    ]),
  ),
};

let context: AudioContext | null = null;

function play(to: AudioContext, { pitch, at, length, wave = 'sine' }: Note, volume: number): void {
  const begin = to.currentTime + at;
  const tone = new OscillatorNode(to, { type: wave, frequency: pitch });
  const loudness = new GainNode(to, { gain: 0 });
  // Rich waves are louder to the ear at the same height.
  const peak = (volume / 100) * (wave === 'sine' || wave === 'triangle' ? 0.5 : 0.15);
  loudness.gain.setValueAtTime(0, begin);
  loudness.gain.linearRampToValueAtTime(peak, begin + 0.008);
  loudness.gain.exponentialRampToValueAtTime(0.0001, begin + length);
  tone.connect(loudness).connect(to.destination);
  tone.start(begin);
  tone.stop(begin + length);
}

/** What stands before the id of a sound of one's own. */
export const OWN = 'file:';

async function playFile(id: string, volume: number): Promise<boolean> {
  const audio = new Audio(`/api/files/${encodeURIComponent(id)}`);
  audio.volume = volume / 100;
  try {
    await audio.play();
    return true;
  } catch {
    return false;
  }
}

/** False where the browser has no sound, or lets none out before the person did something here. */
export async function playSound(name: string, volume: number): Promise<boolean> {
  if (name.startsWith(OWN) && volume > 0) {
    // One that was removed meanwhile must not make a message unheard.
    return (await playFile(name.slice(OWN.length), volume)) || playSound('chime', volume);
  }
  const sound = SOUNDS[name];
  if (!sound || volume <= 0 || typeof AudioContext === 'undefined') return false;
  context ??= new AudioContext();
  const own = context;
  if (own.state === 'suspended') await Promise.race([own.resume(), sleep(300)]);
  if (own.state !== 'running') return false;
  for (const note of sound) play(own, note, volume);
  return true;
}

const sleep = (ms: number) => new Promise<void>((done) => setTimeout(done, ms));
