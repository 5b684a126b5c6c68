import { isObject, type Json } from './json.ts';

/** The properties by which what stands for a value is known from a value; `plan/secrets.ts` says what each means. */
export const MARKS: readonly string[] = ['$secret', '$text', '$sent', '$hidden'];

/** Whether a value stands for another one that nobody may see. */
export function isMark(value: Json | undefined): boolean {
  if (!isObject(value)) return false;
  const [key = '', other, more] = Object.keys(value).sort();
  return (
    MARKS.includes(key) &&
    more === undefined &&
    (other === undefined || (key === '$sent' && other === 'hmac'))
  );
}
