import type { MicState } from './model';

/** What a failure to get the microphone means for the person. */
export function micStateOf(error: unknown): MicState {
  const name = error instanceof Error || error instanceof DOMException ? error.name : '';
  if (name === 'NotAllowedError' || name === 'SecurityError') return 'denied';
  if (name === 'NotFoundError' || name === 'OverconstrainedError') return 'missing';
  return 'failed';
}

/** The chosen microphone, or any where that one is not plugged in. */
export async function openMicrophone(device: string): Promise<MediaStream> {
  // A page that does not come over HTTPS has no devices at all.
  if (!navigator.mediaDevices) throw new DOMException('no devices', 'SecurityError');
  const ask = (deviceId?: ConstrainDOMString) =>
    navigator.mediaDevices.getUserMedia({
      audio: {
        echoCancellation: true,
        noiseSuppression: true,
        autoGainControl: true,
        ...(deviceId ? { deviceId } : {}),
      },
      video: false,
    });
  if (!device) return ask();
  try {
    return await ask({ exact: device });
  } catch (error) {
    if (micStateOf(error) !== 'missing') throw error;
    return ask();
  }
}

export function closeStream(stream: MediaStream | null): void {
  for (const track of stream?.getTracks() ?? []) track.stop();
}

/** Sounds what the other side says, through the chosen speaker. */
export function playStream(stream: MediaStream, speaker: string): HTMLAudioElement {
  const audio = new Audio();
  audio.autoplay = true;
  audio.srcObject = stream;
  routeAudio(audio, speaker);
  void audio.play().catch(() => {});
  return audio;
}

export function routeAudio(audio: HTMLAudioElement, speaker: string): void {
  void audio.setSinkId?.(speaker).catch(() => {});
}

/** Can this browser sound on another device than the system's? */
export function canChooseSpeaker(): boolean {
  return 'setSinkId' in HTMLMediaElement.prototype;
}

export interface LevelMeter {
  /** From 0 to 1, of now. */
  read(): number;
  stop(): void;
}

export function makeLevelMeter(stream: MediaStream): LevelMeter {
  const context = new AudioContext();
  const analyser = context.createAnalyser();
  analyser.fftSize = 512;
  const source = context.createMediaStreamSource(stream);
  source.connect(analyser);
  const samples = new Float32Array(analyser.fftSize);
  return {
    read() {
      analyser.getFloatTimeDomainData(samples);
      return levelOf(samples);
    },
    stop() {
      source.disconnect();
      void context.close().catch(() => {});
    },
  };
}

/* Speech lies between these loudnesses. */
const QUIET_DB = -60;
const LOUD_DB = -10;

/** How loud samples are, as a share of what speech can be. */
export function levelOf(samples: Float32Array): number {
  let sum = 0;
  for (const sample of samples) sum += sample * sample;
  const db = 10 * Math.log10(sum / Math.max(1, samples.length) + 1e-12);
  return Math.min(1, Math.max(0, (db - QUIET_DB) / (LOUD_DB - QUIET_DB)));
}
