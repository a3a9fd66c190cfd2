import { errorFromResponse } from '@/lib/api/error';

/** A recording as far as it is drawn; without samples it is too long to be drawn, yet plays. */
export interface Sound {
  samples: Float32Array | null;
  seconds: number;
}

/* Telephone sound has nothing above 4 kHz: decoded at this rate it takes least memory. */
const RATE = 8_000;
/* An hour of a PBX's own WAV files has 58 MB. */
const LONGEST = 64 * 1024 * 1024;

/** Asks for a recording and decodes it; throws what the server said where it refuses. */
export async function loadSound(url: string): Promise<Sound> {
  const answer = await fetch(url, { headers: { Accept: 'audio/*' } });
  if (!answer.ok) throw await errorFromResponse(answer);
  if (Number(answer.headers.get('Content-Length')) > LONGEST) {
    await answer.body?.cancel();
    return { samples: null, seconds: 0 };
  }
  try {
    const context = new OfflineAudioContext(1, 1, RATE);
    const buffer = await context.decodeAudioData(await answer.arrayBuffer());
    return { samples: buffer.getChannelData(0), seconds: buffer.duration };
  } catch {
    // A format that the browser does not decode may still be one that it plays.
    return { samples: null, seconds: 0 };
  }
}
