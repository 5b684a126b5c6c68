import { randomInt } from 'node:crypto';

/** Letters and digits that nobody mixes up on the phone. */
const ALPHABET = 'abcdefghjkmnpqrstuvwxyz23456789';

/** `<prefix>-20261121-7k2m`: the day in UTC and four random characters. */
export function newId(prefix: string, now: Date): string {
  const day = now.toISOString().slice(0, 10).replaceAll('-', '');
  const tail = Array.from({ length: 4 }, () => ALPHABET[randomInt(ALPHABET.length)]).join('');
  return `${prefix}-${day}-${tail}`;
}
