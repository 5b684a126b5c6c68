/** Audio as the platform takes and keeps it: enough of WAV to tell it from anything else. */

/** A chunk that transcoded audio ends with: the platform hands out other bytes than it was given. */
const MARK = Buffer.from('tcod\0\0\0\0', 'latin1');

/** A short WAV file: silence with these words in a comment. */
export function waveOf(words: string): Buffer {
  const comment = Buffer.from(words.padEnd(words.length + (words.length % 2), ' '));
  const format = Buffer.alloc(16);
  format.writeUInt16LE(1, 0); // PCM
  format.writeUInt16LE(1, 2); // one channel
  format.writeUInt32LE(8000, 4);
  format.writeUInt32LE(8000, 8);
  format.writeUInt16LE(1, 12);
  format.writeUInt16LE(8, 14);
  const data = Buffer.alloc(80, 0x80);
  const chunks = [chunk('fmt ', format), chunk('note', comment), chunk('data', data)];
  const body = Buffer.concat([Buffer.from('WAVE'), ...chunks]);
  return chunk('RIFF', body);
}

function chunk(name: string, content: Buffer): Buffer {
  const head = Buffer.alloc(8);
  head.write(name, 'latin1');
  head.writeUInt32LE(content.length, 4);
  return Buffer.concat([head, content]);
}

/** Whether bytes begin as WAV and say how they sound: what does not cannot be transcoded. */
export function isPlayable(bytes: Buffer): boolean {
  const isWave = bytes.toString('latin1', 0, 4) === 'RIFF' && bytes.toString('latin1', 8, 12) === 'WAVE';
  return isWave && bytes.includes('fmt ');
}

/** What the platform keeps of audio; what it has once made stays as it is. */
export function transcoded(bytes: Buffer): Buffer {
  return !isPlayable(bytes) || bytes.subarray(-MARK.length).equals(MARK)
    ? bytes
    : Buffer.concat([bytes, MARK]);
}
