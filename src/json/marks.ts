import { isObject, type Json } from './json.ts';

/** The properties by which what stands for a value is known from a value; `plan/secrets.ts` says what each means. */
export const MARKS: readonly string[] = ['$secret', '$text', '$sent', '$hidden'];

/** Whether a value stands for another one that nobody may see. */
export function isMark(value: Json | undefined): boolean {
  if (!isObject(value)) return false;
  const keys = Object.keys(value);
  if (keys.length !== 1 && keys.length !== 2) return false;
  const [key = '', other] = keys.sort();
  return MARKS.includes(key) && (other === undefined || (key === '$sent' && other === 'hmac'));
}
