/* The sound of a call, as G.711 in RTP: each who speaks has a tone of their own, and who hears knows them by it. */

const RATE = 8_000;
/** Of one packet: 20 ms. */
const SAMPLES = 160;

/** Far enough from each other to be told apart in one packet. */
export const TONES = { customer: 500, agent: 900, supervisor: 1_300, colleague: 1_700 } as const;
export type Voice = keyof typeof TONES;

/* ---- µ-law (G.711) ------------------------------------------------------------ */

function encode(linear: number): number {
  const sign = linear < 0 ? 0x80 : 0;
  const value = Math.min(Math.abs(linear), 32_635) + 132;
  const exponent = Math.max(Math.floor(Math.log2(value)) - 7, 0);
  return ~(sign | (exponent << 4) | ((value >> (exponent + 3)) & 0x0f)) & 0xff;
}

function decode(byte: number): number {
  const bits = ~byte & 0xff;
  const value = (((bits & 0x0f) << 3) + 132) << ((bits >> 4) & 0x07);
  return bits & 0x80 ? 132 - value : value - 132;
}

/* ---- Packets ------------------------------------------------------------------------ */

/** One packet after the other of a voice that never stops. */
export function* speech(voice: Voice): Generator<Buffer, never> {
  const source = Math.floor(Math.random() * 2 ** 32);
  for (let number = 0; ; number++) {
    const packet = Buffer.alloc(12 + SAMPLES);
    packet.writeUInt8(0x80, 0);
    packet.writeUInt16BE(number & 0xffff, 2);
    packet.writeUInt32BE((number * SAMPLES) % 2 ** 32, 4);
    packet.writeUInt32BE(source, 8);
    for (let i = 0; i < SAMPLES; i++) {
      const at = (number * SAMPLES + i) / RATE;
      packet[12 + i] = encode(Math.round(6_000 * Math.sin(2 * Math.PI * TONES[voice] * at)));
    }
    yield packet;
  }
}

export const PACKET_MS = (SAMPLES / RATE) * 1_000;

/** How much of the sound is this tone: 1 is all of it (Goertzel's filter). */
function share(samples: number[], hz: number): number {
  const turn = 2 * Math.cos((2 * Math.PI * hz) / RATE);
  let [before, last, all] = [0, 0, 0];
  for (const sample of samples) {
    [before, last] = [last, sample + turn * last - before];
    all += sample * sample;
  }
  const found = before * before + last * last - turn * before * last;
  return all ? (2 * found) / (all * samples.length) : 0;
}

/** Who speaks in these samples. */
function voices(samples: number[]): Voice[] {
  const all = Object.keys(TONES) as Voice[];
  const loud = samples.some((sample) => Math.abs(sample) > 200);
  return loud ? all.filter((voice) => share(samples, TONES[voice]) > 0.1) : [];
}

/** Who speaks in a packet of RTP. */
export function voicesOf(packet: Buffer): Voice[] {
  return voices([...packet.subarray(12)].map(decode));
}

/** Who speaks in a file of a PBX (RIFF, 16 bits, 8 kHz), and for how many seconds it goes on. */
export function heardIn(file: Buffer): { seconds: number; voices: Voice[] } {
  const at = file.indexOf('data') + 8;
  const samples = Array.from({ length: (file.length - at) >> 1 }, (_, i) =>
    file.readInt16LE(at + 2 * i),
  );
  const counts = new Map<Voice, number>();
  for (let i = 0; i + SAMPLES <= samples.length; i += SAMPLES)
    for (const voice of voices(samples.slice(i, i + SAMPLES)))
      counts.set(voice, (counts.get(voice) ?? 0) + 1);
  const often = [...counts].filter(([, count]) => count * SAMPLES > samples.length / 10);
  return { seconds: samples.length / RATE, voices: often.map(([voice]) => voice).sort() };
}

/** A voice as a file: what a browser takes for its microphone. */
export function voiceFile(voice: Voice, seconds: number): Buffer {
  const data = Buffer.alloc(seconds * RATE * 2);
  for (let i = 0; i < seconds * RATE; i++) {
    const speaks = i % 2_000 < 1_600; // pauses, as people make: a browser takes a hum for noise
    const level = speaks ? 12_000 * Math.sin((2 * Math.PI * TONES[voice] * i) / RATE) : 0;
    data.writeInt16LE(Math.round(level), 2 * i);
  }
  const head = Buffer.alloc(44);
  head.write('RIFF', 0);
  head.writeUInt32LE(36 + data.length, 4);
  head.write('WAVEfmt ', 8);
  head.writeUInt32LE(16, 16);
  head.writeUInt16LE(1, 20);
  head.writeUInt16LE(1, 22);
  head.writeUInt32LE(RATE, 24);
  head.writeUInt32LE(RATE * 2, 28);
  head.writeUInt16LE(2, 32);
  head.writeUInt16LE(16, 34);
  head.write('data', 36);
  head.writeUInt32LE(data.length, 40);
  return Buffer.concat([head, data]);
}
