/* Two soft notes, made by the browser: nothing is loaded. */

const NOTES = [
  { at: 0, hertz: 660 },
  { at: 0.13, hertz: 880 },
];
const LOUD = 0.12;
const SECONDS = 0.35;

let context: AudioContext | null = null;

function made(): AudioContext | null {
  try {
    context ??= new AudioContext();
  } catch {
    // No sound on this machine.
  }
  return context;
}

/** Somebody used the page: from now on it may be heard. */
export function warmUp(): void {
  if (made()?.state === 'suspended') void context?.resume();
}

export function chime(): void {
  // One that nobody used stays silent, and so does one that was suspended.
  if (context?.state !== 'running') return;
  for (const { at, hertz } of NOTES) {
    const note = context.createOscillator();
    const volume = context.createGain();
    const begin = context.currentTime + at;
    note.type = 'sine';
    note.frequency.value = hertz;
    volume.gain.setValueAtTime(0, begin);
    volume.gain.linearRampToValueAtTime(LOUD, begin + 0.02);
    volume.gain.exponentialRampToValueAtTime(0.001, begin + SECONDS);
    note.connect(volume).connect(context.destination);
    note.start(begin);
    note.stop(begin + SECONDS);
  }
}
